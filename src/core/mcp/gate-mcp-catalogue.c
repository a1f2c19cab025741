// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-catalogue.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-mcp-headers.h"
#include "gate-mcp-operation.h"
#include "gate-task.h"
#include "gate-text.h"

#define SIZE_LIMIT (256u * 1024 * 1024)
#define REASON_CHARS 400
#define EXCLUDED_LIMIT 1000
#define SKILLS "io.modelcontextprotocol/skills"

typedef GObject *(*ReadItemFunc) (JsonNode  *node,
                                  GError   **error);

/* A list by its kind: how to ask for it, where its items stand, what makes a server have it. */
typedef struct {
  const char   *method;
  const char   *member;
  const char   *capability; /* (nullable): NULL for an extension */
  const char   *unique;     /* what no two items may share */
  ReadItemFunc  read;
} ListType;

static const ListType list_types[] = {
  [GATE_MCP_LIST_TOOLS] = { "tools/list", "tools", "tools", "name", (ReadItemFunc) gate_mcp_tool_new_from_json },
  [GATE_MCP_LIST_RESOURCES] = { "resources/list", "resources", "resources", "uri", (ReadItemFunc) gate_mcp_resource_new_from_json },
  [GATE_MCP_LIST_TEMPLATES] = { "resources/templates/list", "resourceTemplates", "resources", "uriTemplate",
                                (ReadItemFunc) gate_mcp_template_new_from_json },
  [GATE_MCP_LIST_PROMPTS] = { "prompts/list", "prompts", "prompts", "name", (ReadItemFunc) gate_mcp_prompt_new_from_json },
  [GATE_MCP_LIST_SKILLS] = { "skills/list", "skills", NULL, "uri", (ReadItemFunc) gate_mcp_skill_new_from_json },
};

G_DEFINE_BOXED_TYPE (GateMcpCatalogue, gate_mcp_catalogue, gate_mcp_catalogue_copy, gate_mcp_catalogue_free)

static GateMcpCatalogue *
catalogue_new (void)
{
  GateMcpCatalogue *self = g_new0 (GateMcpCatalogue, 1);

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->excluded = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * gate_mcp_catalogue_copy:
 * @self: a catalogue
 *
 * Returns: (transfer full): the same items in another catalogue
 */
GateMcpCatalogue *
gate_mcp_catalogue_copy (const GateMcpCatalogue *self)
{
  GateMcpCatalogue *copy = g_memdup2 (self, sizeof *self);

  g_ptr_array_ref (copy->items);
  g_ptr_array_ref (copy->excluded);
  return copy;
}

/**
 * gate_mcp_catalogue_free:
 * @self: (transfer full) (nullable): a catalogue
 */
void
gate_mcp_catalogue_free (GateMcpCatalogue *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->excluded);
  g_free (self);
}

/**
 * gate_mcp_catalogue_get_method:
 * @kind: which list
 *
 * Returns: the method that asks for it
 */
const char *
gate_mcp_catalogue_get_method (GateMcpListKind kind)
{
  return list_types[kind].method;
}

typedef struct {
  const ListType    *type;
  GateMcpConnection *connection;
  GateMcpCatalogue  *catalogue;
  GHashTable        *cursors;    /* (element-type utf8 utf8): seen so far */
  GHashTable        *names;      /* (element-type utf8 utf8): seen so far */
  guint              n_pages;
  gboolean           has_started_over;
} FetchData;

GATE_DEFINE_DATA (FetchData, fetch_data)

static void
fetch_data_clear (FetchData *self)
{
  g_clear_object (&self->connection);
  g_clear_pointer (&self->catalogue, gate_mcp_catalogue_free);
  g_clear_pointer (&self->cursors, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

static void
start_over (FetchData *data)
{
  g_clear_pointer (&data->catalogue, gate_mcp_catalogue_free);
  data->catalogue = catalogue_new ();
  data->catalogue->ttl_ms = GATE_MCP_ERA_LEGACY == gate_mcp_connection_get_era (data->connection) ? 0 : G_MAXINT64;
  g_hash_table_remove_all (data->cursors);
  g_hash_table_remove_all (data->names);
  data->n_pages = 0;
}

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
exclude (FetchData  *data,
         JsonNode   *node,
         const char *reason)
{
  const char *name = gate_json_get_string (gate_json_node_object (node), data->type->unique);
  g_autofree char *text = name ? g_strdup_printf ("%s: %s", name, reason) : g_strdup (reason);
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);

  if (data->catalogue->excluded->len < EXCLUDED_LIMIT)
    g_ptr_array_add (data->catalogue->excluded, gate_text_shorten (visible, REASON_CHARS));
  g_debug ("Left out of %s: %s", data->type->method, visible);
}

/* Over stateless HTTP a tool whose header annotations are wrong must not be offered. */
static gboolean
check_tool (FetchData *data,
            GObject   *item,
            GError   **error)
{
  if (!GATE_IS_MCP_TOOL (item) || !gate_mcp_connection_is_http (data->connection)
      || gate_mcp_connection_get_era (data->connection) != GATE_MCP_ERA_MODERN)
    return TRUE;
  return gate_mcp_headers_check_tool (gate_mcp_tool_get_input_schema (GATE_MCP_TOOL (item)), error);
}

static void
add_item (FetchData *data,
          JsonNode  *node)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GObject) item = data->type->read (node, &error);
  const char *name = item ? gate_json_get_string (gate_json_node_object (node), data->type->unique) : NULL;

  if (!item || !check_tool (data, item, &error))
    exclude (data, node, error->message);
  else if (!g_hash_table_add (data->names, g_strdup (name)))
    exclude (data, node, _("it is listed twice; the first one counts."));
  else
    g_ptr_array_add (data->catalogue->items, g_steal_pointer (&item));
}

static gboolean
add_page (GTask      *task,
          JsonObject *page,
          GError    **error)
{
  FetchData *data = fetch_data_of (task);
  const GateMcpLimits *limits = gate_mcp_connection_get_limits (data->connection);
  JsonArray *items = gate_json_get_array (page, data->type->member);

  if (!items)
    {
      gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                      _("The server’s answer to “%s” has no list."), data->type->method);
      return FALSE;
    }
  if (data->catalogue->items->len + json_array_get_length (items) > limits->item_limit || data->catalogue->size > SIZE_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, _("Report it to who runs the server."),
                      _("The server’s list “%s” is longer than the %u items, or larger than the bytes, that are accepted."),
                      data->type->method, limits->item_limit);
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    add_item (data, json_array_get_element (items, i));
  if (gate_mcp_connection_get_era (data->connection) == GATE_MCP_ERA_MODERN)
    {
      data->catalogue->ttl_ms = MIN (data->catalogue->ttl_ms, gate_json_get_int (page, "ttlMs", 0));
      data->catalogue->is_private |= g_strcmp0 (gate_json_get_string (page, "cacheScope"), "public") != 0;
    }
  return TRUE;
}

static void fetch_page (GTask      *task,
                        const char *cursor);

/* The end is where no cursor is given; an empty one is a cursor. One that was seen before leads round in a circle. */
static void
go_on (GTask      *task,
       JsonObject *page)
{
  FetchData *data = fetch_data_of (task);
  const GateMcpLimits *limits = gate_mcp_connection_get_limits (data->connection);
  const char *cursor = gate_json_get_string (page, "nextCursor");

  if (!cursor)
    {
      g_ptr_array_add (data->catalogue->excluded, NULL);
      g_task_return_pointer (task, g_steal_pointer (&data->catalogue), (GDestroyNotify) gate_mcp_catalogue_free);
      g_object_unref (task);
    }
  else if (!g_hash_table_add (data->cursors, g_strdup (cursor)))
    fail (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                _("The pages of the server’s list “%s” lead round in a circle."), data->type->method));
  else if (++data->n_pages >= limits->page_limit)
    fail (task, gate_error_new (GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, _("Report it to who runs the server."),
                                _("The server’s list “%s” has more than the %u pages that are accepted."), data->type->method,
                                limits->page_limit));
  else
    fetch_page (task, cursor);
}

static void
got_page (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  FetchData *data = fetch_data_of (task);
  GError *error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);
  gboolean is_stale = gate_error_get_service_code (error) == GATE_RPC_INVALID_PARAMS && data->n_pages > 0;

  if (outcome)
    {
      data->catalogue->size += outcome->received;
      if (add_page (task, gate_json_node_object (outcome->result), &error))
        go_on (task, gate_json_node_object (outcome->result));
      else
        fail (task, error);
    }
  else if (is_stale && !data->has_started_over)
    {
      /* The list changed under its cursor: all pages are asked for anew. */
      g_error_free (error);
      data->has_started_over = TRUE;
      start_over (data);
      fetch_page (task, NULL);
    }
  else if (gate_error_matches (error, GATE_ERROR_UNSUPPORTED) && data->n_pages == 0)
    {
      /* Some servers advertise what they do not have. */
      g_error_free (error);
      go_on (task, NULL);
    }
  else
    fail (task, error);
}

static void
fetch_page (GTask      *task,
            const char *cursor)
{
  FetchData *data = fetch_data_of (task);
  g_autoptr(JsonObject) params = json_object_new ();
  const GateMcpOperation operation = { .method = data->type->method, .params = params, .is_safe = TRUE };

  if (cursor)
    json_object_set_string_member (params, "cursor", cursor);
  gate_mcp_operation_run_async (g_task_get_source_object (task), &operation, g_task_get_cancellable (task), got_page, task);
}

static gboolean
has_list (FetchData *data)
{
  JsonObject *capabilities = gate_mcp_connection_get_capabilities (data->connection);
  JsonObject *extensions = gate_json_get_object (capabilities, "extensions");

  return data->type->capability ? gate_json_get (capabilities, data->type->capability) != NULL : gate_json_get (extensions, SKILLS) != NULL;
}

/* In the legacy era a list may be kept where the server says when it changes, over a way that cannot break unnoticed. */
static void
allow_keeping (FetchData *data)
{
  JsonObject *capabilities = gate_mcp_connection_get_capabilities (data->connection);
  JsonObject *capability = data->type->capability ? gate_json_get_object (capabilities, data->type->capability) : NULL;

  if (gate_mcp_connection_get_era (data->connection) == GATE_MCP_ERA_LEGACY && !gate_mcp_connection_is_http (data->connection)
      && gate_json_get_boolean (capability, "listChanged", FALSE))
    data->catalogue->ttl_ms = G_MAXINT64;
}

static void
did_ensure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  FetchData *data = fetch_data_of (task);
  GError *error = NULL;

  data->connection = gate_mcp_keeper_ensure_finish (GATE_MCP_KEEPER (source), result, &error);
  if (!data->connection)
    {
      fail (task, error);
      return;
    }
  start_over (data);
  allow_keeping (data);
  if (has_list (data))
    fetch_page (task, NULL);
  else
    go_on (task, NULL);
}

/**
 * gate_mcp_catalogue_fetch_async:
 * @keeper: which server
 * @kind: which list
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Fetches every page of a list, within the limits of pages, items and bytes. A server that does not have the list has an empty one.
 */
void
gate_mcp_catalogue_fetch_async (GateMcpKeeper       *keeper,
                                GateMcpListKind      kind,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = gate_task_new (keeper, cancellable, callback, user_data, gate_mcp_catalogue_fetch_async);
  FetchData *data = fetch_data_new ();

  data->type = &list_types[kind];
  data->cursors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  data->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fetch_data_attach (task, data);
  gate_mcp_keeper_ensure_async (keeper, FALSE, cancellable, did_ensure, task);
}

/**
 * gate_mcp_catalogue_fetch_finish:
 * @keeper: which server
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_PROTOCOL, %GATE_ERROR_TOO_LARGE, and what the requests end with.
 *
 * Returns: (transfer full): the list
 */
GateMcpCatalogue *
gate_mcp_catalogue_fetch_finish (GateMcpKeeper  *keeper,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keeper), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
