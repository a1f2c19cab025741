// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-json.h"

#include "gate-connector.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-property.h"
#include "gate-text.h"

/* A bare map has nothing but entries, and at least one thing that only an entry has. */
static gboolean
is_bare_map (JsonObject *root)
{
  JsonObjectIter iter;
  JsonNode *value;
  gboolean found = FALSE;

  json_object_iter_init (&iter, root);
  while (json_object_iter_next (&iter, NULL, &value))
    {
      JsonObject *entry = gate_json_node_object (value);

      if (!entry)
        return FALSE;
      found = found || gate_json_get (entry, "url") || gate_json_get (entry, "command") || gate_json_get (entry, "type");
    }
  return found;
}

/**
 * gate_mcp_json_find_servers:
 * @root: a document
 * @servers: (out) (transfer none) (nullable): its map of entries, %NULL when there is none yet
 * @error: set to %GATE_ERROR_INVALID
 *
 * Finds the entries of a document, which are either in its member "mcpServers" or are the document itself.
 *
 * Returns: %FALSE when the document is not of this form
 */
gboolean
gate_mcp_json_find_servers (JsonNode    *root,
                            JsonObject **servers,
                            GError     **error)
{
  JsonObject *object = gate_json_node_object (root);
  JsonNode *member = object ? gate_json_get (object, GATE_MCP_JSON_SERVERS) : NULL;

  *servers = NULL;
  if (!object)
    gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, _("Correct the file."), _("The document must be an object, not a list"));
  else if (member && !gate_json_node_object (member))
    gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, _("Correct the file."), _("“mcpServers” must be an object"));
  else
    {
      *servers = member ? gate_json_node_object (member) : is_bare_map (object) ? object : NULL;
      return TRUE;
    }
  return FALSE;
}

/* The name in the map of an entry that is called by its name or by its id. */
static const char *
find_name (JsonObject *servers,
           const char *wanted)
{
  JsonObjectIter iter;
  const char *name;

  if (json_object_has_member (servers, wanted))
    return wanted;
  json_object_iter_init_ordered (&iter, servers);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      g_autofree char *id = gate_connector_id_from_name (name);

      if (g_str_equal (id, wanted))
        return name;
    }
  return NULL;
}

static guint
position_of (JsonObject *servers,
             const char *wanted)
{
  JsonObjectIter iter;
  const char *name;
  guint position = 0;

  json_object_iter_init_ordered (&iter, servers);
  while (json_object_iter_next_ordered (&iter, &name, NULL) && !g_str_equal (name, wanted))
    position++;
  return position;
}

static JsonObject *
insert (JsonObject    *servers,
        GateMcpChange *change)
{
  JsonObject *result = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  guint position = 0;

  json_object_iter_init_ordered (&iter, servers);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (position++ == change->position)
        json_object_set_member (result, change->name, gate_json_copy (change->entry));
      json_object_set_member (result, name, gate_json_copy (value));
    }
  if (!json_object_has_member (result, change->name))
    json_object_set_member (result, change->name, gate_json_copy (change->entry));
  return result;
}

static char *
show (const char *text)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  return gate_text_shorten (visible, 80);
}

static gboolean
fail_missing (const char  *name,
              GError     **error)
{
  g_autofree char *shown = show (name);

  gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_INSTALLED, _("See the list of connectors for its name."), _("There is no connector “%s”"), shown);
  return FALSE;
}

static gboolean
fail_exists (const char  *name,
             GError     **error)
{
  g_autofree char *shown = show (name);

  gate_error_set (error, GATE_ERROR_EXISTS, GATE_LAYER_INSTALLED, _("Choose another name, or replace the connector."),
                  _("There is a connector “%s” already"), shown);
  return FALSE;
}

static gboolean
put (JsonObject     *root,
     JsonObject     *servers,
     GateMcpChange  *change,
     GError        **error)
{
  g_autofree char *id = gate_connector_id_from_name (change->name);
  const char *existing = find_name (servers, change->name);

  if (!existing)
    existing = find_name (servers, id);
  if (existing && change->kind == GATE_MCP_CHANGE_ADD)
    return fail_exists (existing, error);
  if (!existing && change->kind == GATE_MCP_CHANGE_REPLACE)
    return fail_missing (change->name, error);
  if (existing)
    {
      g_autofree char *name = g_strdup (existing);

      change->position = position_of (servers, name);
      json_object_set_member (servers, name, gate_json_copy (change->entry));
      gate_set_str (&change->name, name);
    }
  else if (servers == root)
    json_object_set_member (servers, change->name, gate_json_copy (change->entry));
  else
    json_object_set_object_member (root, GATE_MCP_JSON_SERVERS, insert (servers, change));
  return TRUE;
}

static gboolean
remove_entry (JsonObject     *servers,
              GateMcpChange  *change,
              GError        **error)
{
  const char *existing = find_name (servers, change->name);
  g_autofree char *name = g_strdup (existing);

  if (!name || (change->expected && !gate_json_equal (json_object_get_member (servers, name), change->expected)))
    return fail_missing (change->name, error);
  change->position = position_of (servers, name);
  change->entry = gate_json_copy (json_object_get_member (servers, name));
  json_object_remove_member (servers, name);
  g_free (change->name);
  change->name = g_steal_pointer (&name);
  return TRUE;
}

/* The object of that name; made where there is none. */
static JsonObject *
ensure_object (JsonObject *parent,
               const char *member)
{
  if (!gate_json_get_object (parent, member))
    json_object_set_object_member (parent, member, json_object_new ());
  return gate_json_get_object (parent, member);
}

static gboolean
has_account (JsonArray  *accounts,
             const char *id,
             guint      *index)
{
  for (guint i = 0; i < json_array_get_length (accounts); i++)
    {
      JsonObject *account = gate_json_node_object (json_array_get_element (accounts, i));

      if (account && g_strcmp0 (gate_json_get_string (account, "id"), id) == 0)
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

static char *
make_account_id (JsonArray  *accounts,
                 const char *label)
{
  g_autofree char *base = gate_connector_id_from_name (label);
  g_autofree char *id = g_strdup (base);
  guint index;

  for (guint number = 2; has_account (accounts, id, &index); number++)
    {
      g_free (id);
      id = g_strdup_printf ("%.*s-%u", GATE_CONNECTOR_ID_LIMIT - 4, base, number);
    }
  return g_steal_pointer (&id);
}

static void
add_account (JsonArray     *accounts,
             GateMcpChange *change)
{
  JsonObject *account = json_object_new ();

  g_free (change->account);
  change->account = make_account_id (accounts, change->label);
  json_object_set_string_member (account, "id", change->account);
  json_object_set_string_member (account, "label", change->label);
  json_array_add_object_element (accounts, account);
}

/* The first one stands in no list. */
static void
rename_account (JsonObject    *own,
                JsonArray     *accounts,
                guint          index,
                GateMcpChange *change)
{
  JsonObject *account = *change->account ? gate_json_node_object (json_array_get_element (accounts, index)) : own;

  json_object_set_string_member (account, *change->account ? "label" : "accountLabel", change->label);
}

static gboolean
change_accounts (JsonObject     *servers,
                 GateMcpChange  *change,
                 GError        **error)
{
  const char *existing = find_name (servers, change->name);
  JsonObject *entry = existing ? gate_json_get_object (servers, existing) : NULL;
  if (!entry)
    return fail_missing (change->name, error);

  JsonObject *own = ensure_object (entry, "gatehouse");
  if (!gate_json_get_array (own, "accounts"))
    json_object_set_array_member (own, "accounts", json_array_new ());
  JsonArray *accounts = gate_json_get_array (own, "accounts");

  guint index = 0;
  gboolean renames = change->kind == GATE_MCP_CHANGE_RENAME_ACCOUNT;
  if (change->kind == GATE_MCP_CHANGE_ADD_ACCOUNT)
    add_account (accounts, change);
  else if (renames && (!*change->account || has_account (accounts, change->account, &index)))
    rename_account (own, accounts, index, change);
  else if (!renames && has_account (accounts, change->account, &index))
    json_array_remove_element (accounts, index);
  else
    {
      g_autofree char *shown = show (change->account);
      gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_INSTALLED, NULL, _("The connector “%s” has no account “%s”"), existing, shown);
      return FALSE;
    }
  return TRUE;
}

/**
 * gate_mcp_json_change:
 * @root: a document
 * @change: (inout): what to change; its members are filled in with what came of it
 * @error: set to %GATE_ERROR_INVALID, %GATE_ERROR_EXISTS or %GATE_ERROR_NOT_FOUND
 *
 * Makes one change. Everything else in the document, unknown members and their order included, stays as it is.
 *
 * Returns: (transfer full) (nullable): the changed document
 */
JsonNode *
gate_mcp_json_change (JsonNode       *root,
                      GateMcpChange  *change,
                      GError        **error)
{
  g_autoptr(JsonNode) copy = gate_json_copy (root);
  JsonObject *servers;

  if (!gate_mcp_json_find_servers (copy, &servers, error))
    return NULL;

  JsonObject *object = gate_json_node_object (copy);
  if (!servers)
    servers = ensure_object (object, GATE_MCP_JSON_SERVERS);

  gboolean done = FALSE;
  switch (change->kind)
    {
    case GATE_MCP_CHANGE_ADD:
    case GATE_MCP_CHANGE_REPLACE:
    case GATE_MCP_CHANGE_PUT:
      done = put (object, servers, change, error);
      break;
    case GATE_MCP_CHANGE_REMOVE:
      done = remove_entry (servers, change, error);
      break;
    case GATE_MCP_CHANGE_ADD_ACCOUNT:
    case GATE_MCP_CHANGE_REMOVE_ACCOUNT:
    case GATE_MCP_CHANGE_RENAME_ACCOUNT:
      done = change_accounts (servers, change, error);
      break;
    default:
      g_assert_not_reached ();
    }
  return done ? g_steal_pointer (&copy) : NULL;
}

/**
 * gate_mcp_change_new:
 * @kind: what is changed
 * @name: the entry's name, or its id
 *
 * Returns: (transfer full): a change whose other members are still to be filled in
 */
GateMcpChange *
gate_mcp_change_new (GateMcpChangeKind  kind,
                     const char        *name)
{
  GateMcpChange *self = g_new0 (GateMcpChange, 1);

  self->kind = kind;
  self->name = g_strdup (name);
  return self;
}

/**
 * gate_mcp_change_free:
 * @self: (nullable) (transfer full): a change
 *
 * Frees a change.
 */
void
gate_mcp_change_free (GateMcpChange *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_clear_pointer (&self->entry, json_node_unref);
  g_clear_pointer (&self->expected, json_node_unref);
  g_free (self->label);
  g_free (self->account);
  g_free (self);
}
