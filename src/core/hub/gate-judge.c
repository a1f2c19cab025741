// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-judge.h"

#include "gate-error.h"
#include "gate-hub-item-private.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-tool-pin.h"

#include <string.h>

static GateReviewState
compare (const GatePin *pin,
         const char    *digest)
{
  return strcmp (digest, pin->digest) == 0 ? GATE_REVIEW_SAME : GATE_REVIEW_CHANGED;
}

/**
 * gate_judge_pin:
 * @roster: a roster
 * @tool: one of its tools
 *
 * Returns: whether the tool's definition is the pinned one
 */
GateReviewState
gate_judge_pin (GateRoster  *roster,
                GateMcpTool *tool)
{
  const GatePin *pin = g_hash_table_lookup (roster->pins, gate_mcp_tool_get_name (tool));
  g_autofree char *digest = pin ? gate_tool_pin_digest (gate_mcp_tool_get_source (tool)) : NULL;

  return pin ? compare (pin, digest) : GATE_REVIEW_NEVER;
}

/**
 * gate_judge_review:
 * @item: a tool's item
 * @pins: (element-type utf8 GatePin): what is kept of the tools of its account, by their names
 *
 * Keeps with the item how its definition stands to the pinned one, so that it can be judged again.
 */
void
gate_judge_review (GateHubItem *item,
                   GHashTable  *pins)
{
  const GatePin *pin = g_hash_table_lookup (pins, gate_hub_item_get_name (item));
  GateReviewState review = pin ? compare (pin, gate_hub_item_get_digest (item)) : GATE_REVIEW_NEVER;

  gate_hub_item_set_review (item, review, review == GATE_REVIEW_CHANGED ? pin->definition : NULL);
}

/* What holds for all tools of a connector alike. */
typedef struct {
  gboolean                     read_only;
  gboolean                     locked_off;
  gboolean                     managed_read_only;
  GateInteractionCapabilities  capabilities;
} Standing;

static Standing
standing_of (GateHub       *hub,
             GateConnector *connector)
{
  const char *id = gate_connector_get_id (connector);

  return (Standing) {
    .read_only = gate_hub_is_read_only_entry (connector),
    .locked_off = gate_hub_is_locked_off (hub, id),
    .managed_read_only = gate_hub_is_managed_read_only (hub, id),
    .capabilities = gate_interaction_get_capabilities (hub->interaction),
  };
}

static GateDecision *
judge (GateHub         *hub,
       GateHubProject  *project,
       GateConnector   *connector,
       GateMcpTool     *tool,
       GateReviewState  pin,
       const char      *full_name,
       gboolean         approved,
       const Standing  *standing)
{
  const GatePolicyInput input = {
    .action = GATE_POLICY_CALL,
    .connector = gate_connector_get_label (connector),
    .tool = gate_mcp_tool_get_display_name (tool),
    .origin = gate_connector_get_origin (connector),
    .local = gate_connector_get_kind (connector) == GATE_CONNECTOR_STDIO,
    .by_person = TRUE,
    .interactive = (standing->capabilities & GATE_INTERACTION_CHOICES) != 0,
    .approved = approved,
    .session_allowed = g_hash_table_contains (hub->session_yes, full_name),
    .group = (GateToolGroup) gate_mcp_tool_get_group (tool),
    .project_choice = gate_hub_get_tool_choice (hub, project, full_name),
    .read_only = standing->read_only,
    .pin = pin,
    .locked_off = standing->locked_off,
    .managed_read_only = standing->managed_read_only,
  };

  return gate_policy_decide (&input);
}

/**
 * gate_judge_tool:
 * @hub: an open hub
 * @project: a project
 * @roster: whose tool it is
 * @tool: the tool
 * @full_name: its full name
 * @approved: whether the person said yes beforehand
 *
 * Returns: (transfer full): the policy's decision as things stand now
 */
GateDecision *
gate_judge_tool (GateHub        *hub,
                 GateHubProject *project,
                 GateRoster     *roster,
                 GateMcpTool    *tool,
                 const char     *full_name,
                 gboolean        approved)
{
  const Standing standing = standing_of (hub, gate_link_get_connector (roster->link));

  return judge (hub, project, gate_link_get_connector (roster->link), tool, gate_judge_pin (roster, tool), full_name, approved, &standing);
}

/**
 * gate_judge_again:
 * @hub: an open hub
 * @project: a project
 * @item: a tool's item
 *
 * Judges a tool anew, as it was listed. One whose connector is gone keeps what was said of it.
 */
void
gate_judge_again (GateHub        *hub,
                  GateHubProject *project,
                  GateHubItem    *item)
{
  GateConnector *connector = gate_connector_store_find (hub->connectors, gate_hub_item_get_connector (item));

  if (!connector || gate_hub_item_get_kind (item) != GATE_HUB_ITEM_TOOL)
    return;

  const Standing standing = standing_of (hub, connector);
  g_autoptr(GateDecision) decision = judge (hub, project, connector, gate_hub_item_get_object (item), gate_hub_item_get_review (item),
                                            gate_hub_item_get_full_name (item), FALSE, &standing);

  gate_hub_item_set_decision (item, gate_verdict_to_string (decision->verdict), decision->reason);
}

static const char *
plain_name (GObject *object)
{
  if (GATE_IS_MCP_TOOL (object))
    return gate_mcp_tool_get_name (GATE_MCP_TOOL (object));
  return GATE_IS_MCP_PROMPT (object) ? gate_mcp_prompt_get_name (GATE_MCP_PROMPT (object)) : NULL;
}

static const char *
account_of (GateRoster *roster)
{
  const char *account = gate_link_get_account (roster->link);
  return *account ? account : NULL;
}

static const char *
address_of (GObject *object)
{
  if (GATE_IS_MCP_RESOURCE (object))
    return gate_mcp_resource_get_uri (GATE_MCP_RESOURCE (object));
  if (GATE_IS_MCP_TEMPLATE (object))
    return gate_mcp_template_get_uri_template (GATE_MCP_TEMPLATE (object));
  return gate_mcp_skill_get_uri (GATE_MCP_SKILL (object));
}

/* Tools and prompts have names of their own kind: a prompt never changes a tool's name. */
static GateToolNames *
name_objects (GPtrArray *rosters,
              GType      type)
{
  GateToolNames *names = gate_tool_names_new ();

  for (guint i = 0; i < rosters->len; i++)
    {
      GateRoster *roster = rosters->pdata[i];

      for (guint j = 0; j < roster->objects->len; j++)
        if (G_TYPE_CHECK_INSTANCE_TYPE (roster->objects->pdata[j], type))
          gate_tool_names_add (names, gate_connector_get_id (gate_link_get_connector (roster->link)), account_of (roster),
                               plain_name (roster->objects->pdata[j]));
    }
  return names;
}

/**
 * gate_judge_items:
 * @hub: an open hub
 * @project: a project
 * @rosters: (element-type GateRoster): what the connectors offer
 *
 * Returns: (transfer full) (element-type GateHubItem): an item for each object, named together, tools with the policy's decision
 */
GPtrArray *
gate_judge_items (GateHub        *hub,
                  GateHubProject *project,
                  GPtrArray      *rosters)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GateToolNames) tools = name_objects (rosters, GATE_TYPE_MCP_TOOL);
  g_autoptr(GateToolNames) prompts = name_objects (rosters, GATE_TYPE_MCP_PROMPT);

  for (guint i = 0; i < rosters->len; i++)
    {
      GateRoster *roster = rosters->pdata[i];
      const char *connector = gate_connector_get_id (gate_link_get_connector (roster->link));
      const Standing standing = standing_of (hub, gate_link_get_connector (roster->link));

      for (guint j = 0; j < roster->objects->len; j++)
        {
          GObject *object = roster->objects->pdata[j];
          const char *plain = plain_name (object);
          const char *name = plain ? gate_tool_names_get (GATE_IS_MCP_TOOL (object) ? tools : prompts, connector, account_of (roster), plain)
                                   : address_of (object);
          GateHubItem *item = gate_hub_item_new (connector, account_of (roster), name, object);

          gate_hub_item_set_as_of (item, roster->as_of);
          g_ptr_array_add (items, item);
          if (!GATE_IS_MCP_TOOL (object))
            continue;
          gate_judge_review (item, roster->pins);
          g_autoptr(GateDecision) decision = judge (hub, project, gate_link_get_connector (roster->link), GATE_MCP_TOOL (object),
                                                    gate_hub_item_get_review (item), name, FALSE, &standing);
          gate_hub_item_set_decision (item, gate_verdict_to_string (decision->verdict), decision->reason);
        }
    }
  return items;
}

static gboolean
may_bear (GateLink   *link,
          const char *full_name)
{
  const char *id = gate_connector_get_id (gate_link_get_connector (link));
  gsize length = strlen (id);

  return strncmp (full_name, id, length) == 0 && full_name[length] == '_';
}

/* Which layer is off for the connector that the name speaks of. */
static void
explain_missing (GateHub         *hub,
                 GateHubProject  *project,
                 const char      *full_name,
                 GError         **error)
{
  const char *end = strstr (full_name, "__");
  g_autoptr(GError) unknown = NULL;
  g_autofree char *id = end ? g_strndup (full_name, (gsize) (end - full_name)) : NULL;

  if (!id)
    {
      unknown = gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE, _("Give the full name, connector__tool."),
                                _("“%s” is not the full name of a tool"), full_name);
      gate_error_set_terminal_remedy (unknown, _("Give the full name, connector__tool; see: gatehousectl tools"));
    }
  else if (!gate_hub_find_connector (hub, id, error) || !gate_hub_check_active (hub, project, id, NULL, error))
    return;
  else
    {
      unknown = gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE, _("Look at the list of the tools."), _("There is no “%s” in this project"),
                                full_name);
      gate_error_set_terminal_remedy (unknown, _("See: gatehousectl tools"));
    }
  g_propagate_error (error, g_steal_pointer (&unknown));
}

/**
 * gate_judge_candidates:
 * @hub: an open hub
 * @project: a project
 * @full_name: a full name
 * @error: set to %GATE_ERROR_NOT_INSTALLED, %GATE_ERROR_NOT_ACTIVE or %GATE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable) (element-type GateLink): the links that are on in the project and may have it, at least one
 */
GPtrArray *
gate_judge_candidates (GateHub         *hub,
                       GateHubProject  *project,
                       const char      *full_name,
                       GError         **error)
{
  g_autoptr(GPtrArray) links = gate_hub_dup_links (hub, project, NULL, NULL, error);
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);

  if (!links)
    return NULL;
  for (guint i = 0; i < links->len; i++)
    if (may_bear (links->pdata[i], full_name))
      g_ptr_array_add (candidates, g_object_ref (links->pdata[i]));
  if (candidates->len > 0)
    return g_steal_pointer (&candidates);
  explain_missing (hub, project, full_name, error);
  return NULL;
}
