// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-roster.h"

#include "gate-task.h"

typedef struct {
  GateRoster      *roster;
  GateStore       *state;
  GateMcpClient   *client;
  GateHubItemKind  kinds;
  gboolean         refresh;
  guint            index; /* into list_kinds */
  guint            n_pending; /* of the lists and the pins */
  GError          *error; /* (nullable): the first of both */
} TakeData;

typedef GObject *(*ReadFunc) (JsonNode  *node,
                              GError   **error);
typedef JsonNode *(*SourceFunc) (gpointer object);

GATE_DEFINE_DATA (TakeData, take_data)

static const struct {
  GateHubItemKind  item;
  GateMcpListKind  list;
  const char      *name;
  ReadFunc         read;
  SourceFunc       source;
} list_kinds[] = {
  { GATE_HUB_ITEM_TOOL, GATE_MCP_LIST_TOOLS, "tools", (ReadFunc) gate_mcp_tool_new_from_json, (SourceFunc) gate_mcp_tool_get_source },
  { GATE_HUB_ITEM_RESOURCE, GATE_MCP_LIST_RESOURCES, "resources", (ReadFunc) gate_mcp_resource_new_from_json,
    (SourceFunc) gate_mcp_resource_get_source },
  { GATE_HUB_ITEM_TEMPLATE, GATE_MCP_LIST_TEMPLATES, "templates", (ReadFunc) gate_mcp_template_new_from_json,
    (SourceFunc) gate_mcp_template_get_source },
  { GATE_HUB_ITEM_PROMPT, GATE_MCP_LIST_PROMPTS, "prompts", (ReadFunc) gate_mcp_prompt_new_from_json, (SourceFunc) gate_mcp_prompt_get_source },
  { GATE_HUB_ITEM_SKILL, GATE_MCP_LIST_SKILLS, "skills", (ReadFunc) gate_mcp_skill_new_from_json, (SourceFunc) gate_mcp_skill_get_source },
};

static void
take_data_clear (TakeData *self)
{
  g_clear_pointer (&self->roster, gate_roster_unref);
  g_clear_object (&self->state);
  g_clear_object (&self->client);
  g_clear_error (&self->error);
}

static void
roster_clear (gpointer data)
{
  GateRoster *self = data;

  g_clear_object (&self->link);
  g_ptr_array_unref (self->objects);
  g_hash_table_unref (self->pins);
  g_strfreev (self->notes);
}

/**
 * gate_roster_ref:
 * @self: a roster
 *
 * Returns: (transfer full): the same, counted once more
 */
GateRoster *
gate_roster_ref (GateRoster *self)
{
  return g_rc_box_acquire (self);
}

/**
 * gate_roster_unref:
 * @self: (transfer full) (nullable): a roster
 */
void
gate_roster_unref (GateRoster *self)
{
  if (self)
    g_rc_box_release_full (self, roster_clear);
}

static GateRoster *
roster_new (GateLink *link)
{
  GateRoster *self = g_rc_box_new0 (GateRoster);

  self->link = g_object_ref (link);
  self->objects = g_ptr_array_new_with_free_func (g_object_unref);
  self->pins = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) gate_pin_free);
  return self;
}

/* Takes the reference to the task that belongs to what ended. */
static void
end_part (GTask  *ended,
          GError *error)
{
  g_autoptr(GTask) task = ended;
  TakeData *data = take_data_of (task);

  if (error && !data->error)
    data->error = error;
  else
    g_clear_error (&error);
  if (--data->n_pending > 0)
    return;
  if (data->error)
    g_task_return_error (task, g_steal_pointer (&data->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&data->roster), (GDestroyNotify) gate_roster_unref);
}

static void
got_pins (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  TakeData *data = take_data_of (user_data);
  GError *error = NULL;
  g_autoptr(GPtrArray) pins = gate_pin_list_finish (GATE_STORE (source), result, &error);

  for (guint i = 0; pins && i < pins->len; i++)
    {
      GatePin *pin = gate_pin_copy (pins->pdata[i]);
      g_hash_table_replace (data->roster->pins, pin->tool, pin);
    }
  end_part (user_data, error);
}

/* Beside the lists: the roster counts as taken now, when the older of both begins. */
static void
look_up_pins (GTask *task)
{
  TakeData *data = take_data_of (task);

  data->roster->taken_at = g_get_monotonic_time ();
  if (!(data->kinds & GATE_HUB_ITEM_TOOL))
    return;
  data->n_pending++;
  gate_pin_list_async (data->state, gate_connector_get_id (gate_link_get_connector (data->roster->link)),
                       gate_link_get_account (data->roster->link), NULL, g_task_get_cancellable (task), got_pins, g_object_ref (task));
}

/* For the day on which the server cannot be reached. */
static void
note_list (GateRoster *roster,
           guint       index,
           GPtrArray  *objects)
{
  g_autoptr(GPtrArray) nodes = g_ptr_array_new_full (objects->len, (GDestroyNotify) json_node_unref);

  if (!gate_link_get_memory (roster->link))
    return;
  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (nodes, json_node_ref (list_kinds[index].source (objects->pdata[i])));
  gate_server_memory_note_list (gate_link_get_memory (roster->link), gate_link_get_connector (roster->link),
                                gate_link_get_account (roster->link), list_kinds[index].name, nodes);
}

static void list_next (GTask *task);

static void
did_list (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  TakeData *data = take_data_of (task);
  GateMcpClient *client = GATE_MCP_CLIENT (source);
  GError *error = NULL;
  g_autoptr(GPtrArray) objects = gate_mcp_client_list_finish (client, result, &error);

  if (!objects)
    {
      end_part (task, error);
      return;
    }
  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (data->roster->objects, g_object_ref (objects->pdata[i]));
  if (list_kinds[data->index].list == GATE_MCP_LIST_TOOLS)
    data->roster->notes = g_strdupv ((char **) gate_mcp_client_get_excluded_tools (client));
  note_list (data->roster, data->index, objects);
  data->index++;
  list_next (task);
}

static void
list_next (GTask *task)
{
  TakeData *data = take_data_of (task);

  while (data->index < G_N_ELEMENTS (list_kinds) && !(data->kinds & list_kinds[data->index].item))
    data->index++;
  if (data->index < G_N_ELEMENTS (list_kinds))
    {
      gate_mcp_client_list_async (data->client, list_kinds[data->index].list, data->refresh, g_task_get_cancellable (task), did_list, task);
      return;
    }
  end_part (task, NULL);
}

static void
did_ensure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  TakeData *data = take_data_of (task);
  GError *error = NULL;
  GateMcpClient *client = gate_link_ensure_finish (GATE_LINK (source), result, &error);

  if (!client)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  data->client = g_object_ref (client);
  data->n_pending = 1;
  look_up_pins (task);
  list_next (task);
}

/**
 * gate_roster_take_async:
 * @link: a link
 * @state: where pins are kept
 * @kinds: what to list
 * @refresh: whether to ask past the cache
 * @interactive: whether the person may be asked to sign in
 * @cancellable: (nullable): ends it
 * @callback: called with the roster
 * @user_data: for @callback
 *
 * Connects if need be, lists every kind that was asked for, and looks up the pins meanwhile.
 */
void
gate_roster_take_async (GateLink            *link,
                        GateStore           *state,
                        GateHubItemKind      kinds,
                        gboolean             refresh,
                        gboolean             interactive,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_roster_take_async);
  TakeData *data = take_data_new ();

  data->roster = roster_new (link);
  data->state = g_object_ref (state);
  data->kinds = kinds;
  data->refresh = refresh;
  take_data_attach (task, data);
  gate_link_ensure_async (link, interactive, cancellable, did_ensure, task);
}

/**
 * gate_roster_take_finish:
 * @result: the result
 * @error: set to what a layer, the service or the network said
 *
 * Returns: (transfer full) (nullable): the roster
 */
GateRoster *
gate_roster_take_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void recall_next (GTask *task);

static void
did_recall (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  TakeData *data = take_data_of (task);
  gint64 as_of = 0;
  g_autoptr(JsonNode) node = gate_server_memory_recall_list_finish (GATE_SERVER_MEMORY (source), result, &as_of);
  JsonArray *list = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list && i < json_array_get_length (list); i++)
    {
      GObject *object = list_kinds[data->index].read (json_array_get_element (list, i), NULL);

      if (object)
        g_ptr_array_add (data->roster->objects, object);
    }
  if (list && (data->roster->as_of == 0 || as_of < data->roster->as_of))
    data->roster->as_of = as_of;
  data->index++;
  recall_next (task);
}

static void
recall_next (GTask *task)
{
  TakeData *data = take_data_of (task);
  GateLink *link = data->roster->link;

  while (data->index < G_N_ELEMENTS (list_kinds) && !(data->kinds & list_kinds[data->index].item))
    data->index++;
  if (data->index < G_N_ELEMENTS (list_kinds))
    gate_server_memory_recall_list_async (gate_link_get_memory (link), gate_link_get_connector (link), gate_link_get_account (link),
                                          list_kinds[data->index].name, g_task_get_cancellable (task), did_recall, task);
  else if (data->roster->as_of > 0)
    {
      data->n_pending = 1;
      look_up_pins (task);
      end_part (task, NULL);
    }
  else
    {
      g_task_return_pointer (task, NULL, NULL);
      g_object_unref (task);
    }
}

/**
 * gate_roster_recall_async:
 * @link: a link
 * @state: where pins are kept
 * @kinds: what to recall
 * @cancellable: (nullable): ends it
 * @callback: called with the roster
 * @user_data: for @callback
 *
 * Recalls what the server listed the last time, with `as_of` set to the oldest of it. Nothing is connected.
 */
void
gate_roster_recall_async (GateLink            *link,
                          GateStore           *state,
                          GateHubItemKind      kinds,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_roster_recall_async);
  TakeData *data = take_data_new ();

  data->roster = roster_new (link);
  data->state = g_object_ref (state);
  data->kinds = kinds;
  take_data_attach (task, data);
  recall_next (task);
}

/**
 * gate_roster_recall_finish:
 * @result: the result
 * @error: set to what the store said
 *
 * Returns: (transfer full) (nullable): the roster; %NULL without an error where nothing is remembered
 */
GateRoster *
gate_roster_recall_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
