// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-item-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-property.h"
#include "gate-text-warnings.h"
#include "gate-tool-pin.h"

#define WARNINGS_MAX 5

struct _GateHubItem {
  GObject          parent_instance;

  GateHubItemKind  kind;
  char            *connector;
  char            *account;
  char            *full_name;
  char            *decision;
  char            *reason;
  gint64           as_of;
  GateReviewState  review;
  char            *allowed;    /* (nullable): the definition that was allowed, where it changed */
  char            *digest;     /* (nullable): of a tool's definition; made when it is first needed */
  GObject         *object;
};

enum { PROP_0, PROP_DECISION, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateHubItem, gate_hub_item, G_TYPE_OBJECT)

static void
gate_hub_item_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_DECISION:
      g_value_set_string (value, GATE_HUB_ITEM (object)->decision);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_hub_item_finalize (GObject *object)
{
  GateHubItem *self = GATE_HUB_ITEM (object);

  g_free (self->connector);
  g_free (self->account);
  g_free (self->full_name);
  g_free (self->decision);
  g_free (self->reason);
  g_free (self->allowed);
  g_free (self->digest);
  g_clear_object (&self->object);
  G_OBJECT_CLASS (gate_hub_item_parent_class)->finalize (object);
}

static void
gate_hub_item_class_init (GateHubItemClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = gate_hub_item_get_property;
  G_OBJECT_CLASS (klass)->finalize = gate_hub_item_finalize;

  /**
   * GateHubItem:decision:
   *
   * What policy says of a tool.
   */
  props[PROP_DECISION] = g_param_spec_string ("decision", NULL, NULL, NULL, GATE_PARAM_READABLE);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
gate_hub_item_init (GateHubItem *self)
{
}

static GateHubItemKind
kind_of (GObject *object)
{
  if (GATE_IS_MCP_TOOL (object))
    return GATE_HUB_ITEM_TOOL;
  if (GATE_IS_MCP_RESOURCE (object))
    return GATE_HUB_ITEM_RESOURCE;
  if (GATE_IS_MCP_TEMPLATE (object))
    return GATE_HUB_ITEM_TEMPLATE;
  return GATE_IS_MCP_PROMPT (object) ? GATE_HUB_ITEM_PROMPT : GATE_HUB_ITEM_SKILL;
}

/**
 * gate_hub_item_new:
 * @connector: the connector's id
 * @account: (nullable): the account's id
 * @full_name: the name that every face uses
 * @object: what the server lists
 *
 * Returns: (transfer full): an item
 */
GateHubItem *
gate_hub_item_new (const char *connector,
                   const char *account,
                   const char *full_name,
                   GObject    *object)
{
  GateHubItem *self = g_object_new (GATE_TYPE_HUB_ITEM, NULL);

  self->kind = kind_of (object);
  self->connector = g_strdup (connector);
  self->account = g_strdup (account ? account : "");
  self->full_name = g_strdup (full_name);
  self->object = g_object_ref (object);
  return self;
}

/**
 * gate_hub_item_set_decision:
 * @self: a tool
 * @decision: "allow", "ask", "review" or "block"
 * @reason: who decided, in one sentence
 */
void
gate_hub_item_set_decision (GateHubItem *self,
                            const char  *decision,
                            const char  *reason)
{
  gate_set_str (&self->decision, decision);
  gate_set_str (&self->reason, reason);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DECISION]);
}

/**
 * gate_hub_item_set_review:
 * @self: a tool
 * @review: how its definition stands to the one that was allowed
 * @definition: (nullable): the one that was allowed, where it changed
 */
void
gate_hub_item_set_review (GateHubItem     *self,
                          GateReviewState  review,
                          const char      *definition)
{
  self->review = review;
  gate_set_str (&self->allowed, definition);
}

/**
 * gate_hub_item_get_review:
 * @self: a tool
 *
 * Returns: how its definition stands to the one that was allowed
 */
GateReviewState
gate_hub_item_get_review (GateHubItem *self)
{
  return self->review;
}

/**
 * gate_hub_item_set_as_of:
 * @self: an item
 * @as_of: when the server listed it, seconds since the epoch; 0: now
 */
void
gate_hub_item_set_as_of (GateHubItem *self,
                         gint64       as_of)
{
  self->as_of = as_of;
}

/**
 * gate_hub_item_get_object:
 * @self: an item
 *
 * Returns: (transfer none): what it was made of
 */
gpointer
gate_hub_item_get_object (GateHubItem *self)
{
  return self->object;
}

/**
 * gate_hub_item_pack:
 * @self: an item
 *
 * Keeps a tool small until somebody looks at it.
 */
void
gate_hub_item_pack (GateHubItem *self)
{
  if (self->kind == GATE_HUB_ITEM_TOOL)
    gate_mcp_tool_pack (GATE_MCP_TOOL (self->object));
}

/**
 * gate_hub_item_get_kind:
 * @self: an item
 *
 * Returns: what it is
 */
GateHubItemKind
gate_hub_item_get_kind (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), GATE_HUB_ITEM_TOOL);
  return self->kind;
}

/**
 * gate_hub_item_get_connector:
 * @self: an item
 *
 * Returns: the id of its connector
 */
const char *
gate_hub_item_get_connector (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  return self->connector;
}

/**
 * gate_hub_item_get_account:
 * @self: an item
 *
 * Returns: the id of its account, "" for the first
 */
const char *
gate_hub_item_get_account (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  return self->account;
}

/**
 * gate_hub_item_get_full_name:
 * @self: an item
 *
 * Returns: `connector__name` of a tool or prompt, the address of a resource or template
 */
const char *
gate_hub_item_get_full_name (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  return self->full_name;
}

/**
 * gate_hub_item_get_name:
 * @self: an item
 *
 * Returns: its name on its own server, or its address
 */
const char *
gate_hub_item_get_name (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  switch (self->kind)
    {
    case GATE_HUB_ITEM_TOOL:
      return gate_mcp_tool_get_name (GATE_MCP_TOOL (self->object));
    case GATE_HUB_ITEM_RESOURCE:
      return gate_mcp_resource_get_uri (GATE_MCP_RESOURCE (self->object));
    case GATE_HUB_ITEM_TEMPLATE:
      return gate_mcp_template_get_uri_template (GATE_MCP_TEMPLATE (self->object));
    case GATE_HUB_ITEM_PROMPT:
      return gate_mcp_prompt_get_name (GATE_MCP_PROMPT (self->object));
    case GATE_HUB_ITEM_SKILL:
    default:
      return gate_mcp_skill_get_uri (GATE_MCP_SKILL (self->object));
    }
}

/**
 * gate_hub_item_get_title:
 * @self: an item
 *
 * Returns: (nullable): what people read, in the server's words
 */
const char *
gate_hub_item_get_title (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  switch (self->kind)
    {
    case GATE_HUB_ITEM_TOOL:
      return gate_mcp_tool_get_display_name (GATE_MCP_TOOL (self->object));
    case GATE_HUB_ITEM_RESOURCE:
      return gate_mcp_resource_get_display_name (GATE_MCP_RESOURCE (self->object));
    case GATE_HUB_ITEM_TEMPLATE:
      return gate_mcp_template_get_display_name (GATE_MCP_TEMPLATE (self->object));
    case GATE_HUB_ITEM_PROMPT:
      return gate_mcp_prompt_get_display_name (GATE_MCP_PROMPT (self->object));
    case GATE_HUB_ITEM_SKILL:
    default:
      return gate_mcp_skill_get_name (GATE_MCP_SKILL (self->object));
    }
}

/**
 * gate_hub_item_get_description:
 * @self: an item
 *
 * Returns: (nullable): what it is for, in the server's words
 */
const char *
gate_hub_item_get_description (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  switch (self->kind)
    {
    case GATE_HUB_ITEM_TOOL:
      return gate_mcp_tool_get_description (GATE_MCP_TOOL (self->object));
    case GATE_HUB_ITEM_RESOURCE:
      return gate_mcp_resource_get_description (GATE_MCP_RESOURCE (self->object));
    case GATE_HUB_ITEM_TEMPLATE:
      return gate_mcp_template_get_description (GATE_MCP_TEMPLATE (self->object));
    case GATE_HUB_ITEM_PROMPT:
      return gate_mcp_prompt_get_description (GATE_MCP_PROMPT (self->object));
    case GATE_HUB_ITEM_SKILL:
    default:
      return gate_mcp_skill_get_description (GATE_MCP_SKILL (self->object));
    }
}

/**
 * gate_hub_item_get_mime_type:
 * @self: an item
 *
 * Returns: (nullable): the type of a resource or of what a template leads to
 */
const char *
gate_hub_item_get_mime_type (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  if (self->kind == GATE_HUB_ITEM_RESOURCE)
    return gate_mcp_resource_get_mime_type (GATE_MCP_RESOURCE (self->object));
  if (self->kind == GATE_HUB_ITEM_TEMPLATE)
    return gate_mcp_template_get_mime_type (GATE_MCP_TEMPLATE (self->object));
  return NULL;
}

/**
 * gate_hub_item_get_group:
 * @self: an item
 *
 * Returns: (nullable): "read", "write" or "destructive" of a tool, by the server's own claim
 */
const char *
gate_hub_item_get_group (GateHubItem *self)
{
  static const char *const names[] = {
    [GATE_MCP_TOOL_READ] = "read",
    [GATE_MCP_TOOL_WRITE] = "write",
    [GATE_MCP_TOOL_DESTRUCTIVE] = "destructive",
  };

  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  return self->kind == GATE_HUB_ITEM_TOOL ? names[gate_mcp_tool_get_group (GATE_MCP_TOOL (self->object))] : NULL;
}

/**
 * gate_hub_item_get_decision:
 * @self: an item
 *
 * Returns: (nullable): "allow", "ask", "review" (its definition changed since it was allowed) or "block" for a tool
 */
const char *
gate_hub_item_get_decision (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  return self->decision;
}

/**
 * gate_hub_item_get_reason:
 * @self: an item
 *
 * Returns: (nullable): who decided, in one sentence
 */
const char *
gate_hub_item_get_reason (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  return self->reason;
}

/**
 * gate_hub_item_get_as_of:
 * @self: an item
 *
 * Returns: when the server listed it, seconds since the epoch, where the server cannot be reached and this is remembered; 0 where it
 *   lists it now
 */
gint64
gate_hub_item_get_as_of (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), 0);
  return self->as_of;
}

/**
 * gate_hub_item_dup_warnings:
 * @self: an item
 *
 * Looks through every text of a tool for what is meant for the assistant rather than for people: orders, secrecy, hidden characters.
 *
 * Returns: (transfer full): a sentence for each finding, with the words in question, safe to show, five at most; empty where there is none
 */
char **
gate_hub_item_dup_warnings (GateHubItem *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GPtrArray) warnings = NULL;

  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  if (self->kind == GATE_HUB_ITEM_TOOL)
    warnings = gate_text_warnings_scan_tool (gate_hub_item_get_source (self), NULL);
  for (guint i = 0; warnings && i < MIN (warnings->len, WARNINGS_MAX); i++)
    {
      const GateTextWarning *warning = warnings->pdata[i];
      g_autofree char *line = g_strdup_printf (_("%s (%s: “%s”)"), gate_text_warning_get_sentence (warning->kind), warning->where,
                                               warning->excerpt);
      g_strv_builder_add (builder, line);
    }
  return g_strv_builder_end (builder);
}

static void
change_free (gpointer data)
{
  GateHubChange *change = data;

  g_free (change->where);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

/**
 * gate_hub_item_dup_changes:
 * @self: an item
 *
 * Returns: (transfer full) (element-type GateHubChange): how a tool's definition differs from the one that was allowed; none where it
 *   does not
 */
GPtrArray *
gate_hub_item_dup_changes (GateHubItem *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (change_free);
  g_autoptr(JsonNode) before = NULL;
  g_autoptr(GPtrArray) changes = NULL;

  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), found);
  before = self->allowed ? gate_json_parse (self->allowed, -1, GATE_JSON_DOCUMENT_LIMIT, NULL) : NULL;
  changes = before ? gate_tool_pin_diff (before, gate_hub_item_get_source (self)) : NULL;
  for (guint i = 0; changes && i < changes->len; i++)
    {
      const GatePinChange *change = changes->pdata[i];
      GateHubChange *copy = g_new0 (GateHubChange, 1);

      copy->where = g_strdup (change->where);
      copy->before = g_strdup (change->before);
      copy->after = g_strdup (change->after);
      g_ptr_array_add (found, copy);
    }
  return found;
}

/**
 * gate_hub_item_get_digest:
 * @self: a tool's item
 *
 * Returns: what tells its definition from another, as pins have it
 */
const char *
gate_hub_item_get_digest (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self) && self->kind == GATE_HUB_ITEM_TOOL, NULL);
  if (!self->digest)
    self->digest = gate_tool_pin_digest (gate_hub_item_get_source (self));
  return self->digest;
}

/**
 * gate_hub_item_get_source:
 * @self: an item
 *
 * Returns: (transfer none): the entry as the server sent it
 */
JsonNode *
gate_hub_item_get_source (GateHubItem *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  switch (self->kind)
    {
    case GATE_HUB_ITEM_TOOL:
      return gate_mcp_tool_get_source (GATE_MCP_TOOL (self->object));
    case GATE_HUB_ITEM_RESOURCE:
      return gate_mcp_resource_get_source (GATE_MCP_RESOURCE (self->object));
    case GATE_HUB_ITEM_TEMPLATE:
      return gate_mcp_template_get_source (GATE_MCP_TEMPLATE (self->object));
    case GATE_HUB_ITEM_PROMPT:
      return gate_mcp_prompt_get_source (GATE_MCP_PROMPT (self->object));
    case GATE_HUB_ITEM_SKILL:
    default:
      return gate_mcp_skill_get_source (GATE_MCP_SKILL (self->object));
    }
}

static GateForm *
prompt_form (GateMcpPrompt *prompt)
{
  GateForm *form = gate_form_new ();

  for (guint i = 0; i < gate_mcp_prompt_get_n_arguments (prompt); i++)
    {
      const char *name = gate_mcp_prompt_get_argument_name (prompt, i);
      g_autoptr(GateFormField) field = gate_form_field_new (name, GATE_FORM_TEXT, name, gate_mcp_prompt_get_argument_description (prompt, i),
                                                            gate_mcp_prompt_get_argument_required (prompt, i));
      gate_form_append (form, field);
    }
  return form;
}

static GateForm *
template_form (GateMcpTemplate *template)
{
  GateForm *form = gate_form_new ();
  g_auto(GStrv) variables = gate_mcp_template_dup_variables (template);

  for (guint i = 0; variables[i]; i++)
    {
      g_autoptr(GateFormField) field = gate_form_field_new (variables[i], GATE_FORM_TEXT, variables[i], NULL, TRUE);
      gate_form_append (form, field);
    }
  return form;
}

/**
 * gate_hub_item_dup_form:
 * @self: a tool, prompt or template
 * @error: set to %GATE_ERROR_UNSUPPORTED or %GATE_ERROR_INVALID when the server's schema cannot be used
 *
 * Returns: (transfer full) (nullable): the form of its arguments
 */
GateForm *
gate_hub_item_dup_form (GateHubItem  *self,
                        GError      **error)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self), NULL);
  switch (self->kind)
    {
    case GATE_HUB_ITEM_TOOL:
      return gate_form_new_from_schema (gate_mcp_tool_get_input_schema (GATE_MCP_TOOL (self->object)), error);
    case GATE_HUB_ITEM_PROMPT:
      return prompt_form (GATE_MCP_PROMPT (self->object));
    case GATE_HUB_ITEM_TEMPLATE:
      return template_form (GATE_MCP_TEMPLATE (self->object));
    case GATE_HUB_ITEM_RESOURCE:
    case GATE_HUB_ITEM_SKILL:
    default:
      return gate_form_new ();
    }
}

/**
 * gate_hub_item_expand:
 * @self: a template
 * @values: a value for each variable; a missing one is left out
 * @error: set to %GATE_ERROR_INVALID where the server's template is malformed
 *
 * Returns: (transfer full) (nullable): the address that they lead to (RFC 6570)
 */
char *
gate_hub_item_expand (GateHubItem  *self,
                      JsonObject   *values,
                      GError      **error)
{
  g_return_val_if_fail (GATE_IS_HUB_ITEM (self) && self->kind == GATE_HUB_ITEM_TEMPLATE, NULL);
  return gate_mcp_template_expand (GATE_MCP_TEMPLATE (self->object), values, error);
}
