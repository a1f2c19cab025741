// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-task.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-mcp-operation.h"
#include "gate-mcp-rounds.h"
#include "gate-rpc-error.h"
#include "gate-task.h"

#include <math.h>

#define POLL_MS 1000
#define SHORTEST_POLL_MS 50
#define LONGEST_POLL_MS 60000
/* However long a server keeps a task, it is not waited for longer than this. */
#define LONGEST_USEC (24 * G_TIME_SPAN_HOUR)

typedef struct {
  GateMcpTaskForm      form;
  char                *task_id;
  GHashTable          *visited;
  GHashTable          *answered;      /* (element-type utf8 utf8): the keys of what was asked and answered */
  gint64               deadline;
  guint                poll_ms;
  GSource             *timer;         /* (nullable) */
  GCancellable        *cancellable;   /* (nullable): the caller's */
  gulong               handler;
  GateMcpConnection   *connection;    /* whose notifications are listened to */
  gulong               notified;
  JsonNode            *token;         /* (nullable): of progress */
  GateRpcProgressFunc  progress;
  gpointer             progress_data;
} WaitData;

GATE_DEFINE_DATA (WaitData, wait_data)

static void
stop_timer (WaitData *self)
{
  if (self->handler)
    g_signal_handler_disconnect (self->cancellable, self->handler);
  self->handler = 0;
  if (self->timer)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
wait_data_clear (WaitData *self)
{
  stop_timer (self);
  g_clear_signal_handler (&self->notified, self->connection);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->token, json_node_unref);
  g_clear_object (&self->cancellable);
  g_free (self->task_id);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  g_clear_pointer (&self->answered, g_hash_table_unref);
}

static void poll_later (GTask *task);
static void take_state (GTask      *task,
                        JsonObject *state);

static void
run (GTask               *task,
     const char          *method,
     JsonObject          *extra,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  WaitData *data = wait_data_of (task);
  g_autoptr(JsonObject) params = gate_rpc_copy_object (extra);
  const GateMcpOperation operation = {
    .method = method, .params = params, .is_safe = TRUE, .is_patient = g_str_equal (method, "tasks/result"),
  };

  json_object_set_string_member (params, "taskId", data->task_id);
  gate_mcp_operation_run_async (g_task_get_source_object (task), &operation, cancellable, callback, user_data);
}

/* Nobody waits for the task any more: the server may stop working on it. It is not connected to again for that. */
static void
cancel_task (GTask *task)
{
  if (gate_mcp_keeper_get_connection (g_task_get_source_object (task)))
    run (task, "tasks/cancel", NULL, NULL, NULL, NULL);
}

static void
fail (GTask  *task,
      GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || gate_error_matches (error, GATE_ERROR_REFUSED))
    cancel_task (task);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
fail_shape (GTask      *task,
            const char *what)
{
  fail (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                              _("The state of the server’s task is malformed: %s."), what));
}

static void
succeed (GTask    *task,
         JsonNode *result)
{
  g_task_return_pointer (task, json_node_copy (result), (GDestroyNotify) json_node_unref);
  g_object_unref (task);
}

static void
got_result (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (outcome)
    succeed (task, outcome->result);
  else
    fail (task, error);
}

static void
got_state (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (outcome)
    take_state (task, gate_json_node_object (outcome->result));
  else
    fail (task, error);
}

static void
did_update (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (outcome)
    poll_later (task);
  else
    fail (task, error);
}

static void
did_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  WaitData *data = wait_data_of (task);
  g_autoptr(JsonObject) extra = json_object_new ();
  GError *error = NULL;
  JsonObject *responses = gate_mcp_rounds_answer_finish (GATE_MCP_HOST (source), result, &error);

  if (!responses)
    {
      fail (task, error);
      return;
    }
  json_object_set_object_member (extra, "inputResponses", responses);
  run (task, "tasks/update", extra, data->cancellable, did_update, task);
}

/* Answers what was not answered yet: a poll repeats what the server still waits for. */
static void
answer_requests (GTask      *task,
                 JsonObject *requests)
{
  WaitData *data = wait_data_of (task);
  g_autoptr(JsonObject) fresh = json_object_new ();
  JsonObjectIter iter;
  const char *key;
  JsonNode *request;

  if (requests)
    json_object_iter_init_ordered (&iter, requests);
  while (requests && json_object_iter_next_ordered (&iter, &key, &request))
    if (g_hash_table_add (data->answered, g_strdup (key)))
      json_object_set_member (fresh, key, json_node_copy (request));
  if (json_object_get_size (fresh) == 0)
    poll_later (task);
  else
    gate_mcp_rounds_answer_async (gate_mcp_keeper_get_host (g_task_get_source_object (task)), fresh, data->visited,
                                  data->cancellable, did_answer, task);
}

static GError *
error_of_state (JsonObject *state)
{
  JsonObject *object = gate_json_get_object (state, "error");
  const char *status_text = gate_json_get_string (state, "statusMessage");
  const char *text = object ? gate_json_get_string (object, "message") : status_text;
  JsonNode *details = gate_json_get (object, "data");
  g_autoptr(GateRpcMessage) failure = gate_rpc_message_new_failure (NULL, gate_json_get_int (object, "code", GATE_RPC_INTERNAL_ERROR), text,
                                                                    details ? json_node_copy (details) : NULL);

  return gate_rpc_error_from_failure (failure, "tools/call");
}

static void
take_end (GTask      *task,
          JsonObject *state,
          gboolean    completed)
{
  WaitData *data = wait_data_of (task);
  JsonNode *result = gate_json_get (state, "result");

  if (data->form == GATE_MCP_TASK_CORE)
    run (task, "tasks/result", NULL, data->cancellable, got_result, task);
  else if (!completed)
    fail (task, error_of_state (state));
  else if (!gate_json_node_object (result))
    fail_shape (task, _("it is completed, but has no result"));
  else
    succeed (task, result);
}

static void
take_interval (WaitData   *data,
               JsonObject *state)
{
  gint64 poll_ms = gate_json_get_int (state, data->form == GATE_MCP_TASK_CORE ? "pollInterval" : "pollIntervalMs", data->poll_ms);

  data->poll_ms = (guint) CLAMP (poll_ms, SHORTEST_POLL_MS, LONGEST_POLL_MS);
}

static void
take_state (GTask      *task,
            JsonObject *state)
{
  WaitData *data = wait_data_of (task);
  const char *status = gate_json_get_string (state, "status");

  take_interval (data, state);
  if (g_strcmp0 (status, "working") == 0)
    poll_later (task);
  else if (g_strcmp0 (status, "completed") == 0)
    take_end (task, state, TRUE);
  else if (g_strcmp0 (status, "failed") == 0)
    take_end (task, state, FALSE);
  else if (g_strcmp0 (status, "cancelled") == 0)
    fail (task, gate_error_new (GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, _("Call it again."), _("The server cancelled the task.")));
  else if (g_strcmp0 (status, "input_required") == 0 && data->form == GATE_MCP_TASK_EXTENSION)
    answer_requests (task, gate_json_get_object (state, "inputRequests"));
  else if (g_strcmp0 (status, "input_required") == 0)
    /* The questions come as requests of their own while tasks/result waits. */
    run (task, "tasks/result", NULL, data->cancellable, got_result, task);
  else
    fail_shape (task, _("its status is unknown"));
}

static void
ask_state (GTask *task)
{
  run (task, "tasks/get", NULL, wait_data_of (task)->cancellable, got_state, task);
}

static gboolean
on_timer (gpointer user_data)
{
  GTask *task = user_data;
  WaitData *data = wait_data_of (task);

  stop_timer (data);
  if (g_cancellable_is_cancelled (data->cancellable))
    fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The task was cancelled")));
  else if (g_get_monotonic_time () >= data->deadline)
    {
      cancel_task (task);
      fail (task, gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_SERVICE, _("Try again later; if it stays so, ask who runs the server."),
                                  _("The server’s task did not end within its time.")));
    }
  else
    ask_state (task);
  return G_SOURCE_REMOVE;
}

static void
wake_timer (GCancellable *cancellable,
            gpointer      user_data)
{
  g_source_set_ready_time (user_data, 0);
}

static void
poll_later (GTask *task)
{
  WaitData *data = wait_data_of (task);

  data->timer = g_timeout_source_new (g_cancellable_is_cancelled (data->cancellable) ? 0 : data->poll_ms);
  g_source_set_callback (data->timer, on_timer, task, NULL);
  g_source_attach (data->timer, g_task_get_context (task));
  if (data->cancellable)
    data->handler = g_signal_connect (data->cancellable, "cancelled", G_CALLBACK (wake_timer), data->timer);
}

/* A change of state is only hinted at: it is asked for, a little earlier. */
static void
on_notification (GateMcpConnection *connection,
                 const char        *method,
                 JsonObject        *params,
                 WaitData          *data)
{
  JsonNode *token = params ? gate_json_get (params, "progressToken") : NULL;

  if (g_str_equal (method, "notifications/progress") && data->progress && token && data->token && gate_json_equal (token, data->token))
    data->progress (gate_json_get_double (params, "progress", 0), gate_json_get_double (params, "total", NAN),
                    gate_json_get_string (params, "message"), data->progress_data);
  else if (g_str_equal (method, "notifications/tasks/status") && data->timer
           && g_strcmp0 (gate_json_get_string (params, "taskId"), data->task_id) == 0)
    g_source_set_ready_time (data->timer, 0);
}

/* What a server tells of a task of 2025-11-25 in between. */
static void
listen_to_call (WaitData              *data,
                const GateMcpTaskCall *call)
{
  data->connection = g_object_ref (call->connection);
  data->token = call->token ? json_node_copy (call->token) : NULL;
  data->progress = call->progress;
  data->progress_data = call->progress_data;
  if (call->form == GATE_MCP_TASK_CORE)
    data->notified = g_signal_connect (data->connection, "notification", G_CALLBACK (on_notification), data);
}

/**
 * gate_mcp_task_wait_async:
 * @keeper: which server
 * @call: the call that became a task
 * @cancellable: (nullable): to give up; the server is asked to cancel the task
 * @callback: what to call when done
 * @user_data: its data
 *
 * Asks for the state of a task until it ends, as often as the server wishes, and answers what the server asks on the way.
 */
void
gate_mcp_task_wait_async (GateMcpKeeper         *keeper,
                          const GateMcpTaskCall *call,
                          GCancellable          *cancellable,
                          GAsyncReadyCallback    callback,
                          gpointer               user_data)
{
  GTask *task = gate_task_new (keeper, cancellable, callback, user_data, gate_mcp_task_wait_async);
  WaitData *data = wait_data_new ();
  gint64 ttl = gate_json_get_int (call->created, call->form == GATE_MCP_TASK_CORE ? "ttl" : "ttlMs", 0);
  gint64 total = gate_mcp_keeper_get_limits (keeper)->total_ms;

  data->form = call->form;
  data->task_id = g_strdup (gate_json_get_string (call->created, "taskId"));
  data->visited = g_hash_table_ref (call->visited);
  data->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  data->deadline = g_get_monotonic_time () + CLAMP (MAX (ttl, total), 0, LONGEST_USEC / 1000) * 1000;
  data->poll_ms = POLL_MS;
  data->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  listen_to_call (data, call);
  wait_data_attach (task, data);
  if (!data->task_id)
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                                 _("The server made a task without an id.")));
      g_object_unref (task);
    }
  else
    {
      /* The description of a new task holds neither its result nor its questions, even where it has ended already. */
      take_interval (data, call->created);
      if (g_strcmp0 (gate_json_get_string (call->created, "status"), "working") == 0)
        poll_later (task);
      else
        ask_state (task);
    }
}

/**
 * gate_mcp_task_wait_finish:
 * @keeper: which server
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the result of the call
 */
JsonNode *
gate_mcp_task_wait_finish (GateMcpKeeper  *keeper,
                           GAsyncResult   *result,
                           GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keeper), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
