// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-operation.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-mcp-rounds.h"
#include "gate-mcp-task.h"
#include "gate-mcp-visit.h"
#include "gate-task.h"
#include "gate-text.h"

#define UNSUPPORTED_VERSION (-32022)
#define VISIT_NEEDED (-32042)
#define ROUND_LIMIT 10
#define VISIT_ROUND_LIMIT 3

typedef struct {
  char                *method;
  JsonObject          *params;        /* (nullable): the caller's */
  char               **headers;       /* (nullable) */
  gboolean             is_safe;
  gboolean             is_patient;
  gboolean             as_task;
  GateRpcProgressFunc  progress;
  gpointer             progress_data;

  GateMcpConnection   *connection;    /* (nullable): of this attempt */
  GateMcpEnvelope     *envelope;      /* (nullable): of this attempt */
  gsize                received;
  gboolean             asked_task;    /* this attempt asks for a legacy task */
  gboolean             was_resent;    /* after the session or the connection was lost */
  gboolean             tried_version; /* after the server named a version */
  guint                n_rounds;
  guint                n_visits;
  GHashTable          *visited;       /* (element-type utf8 utf8) */
  JsonObject          *responses;     /* (nullable): inputResponses of the next round */
  JsonNode            *state;         /* (nullable): requestState of the next round, as it came */
} RunData;

GATE_DEFINE_DATA (RunData, run_data)

static void
run_data_clear (RunData *self)
{
  g_free (self->method);
  g_clear_pointer (&self->params, json_object_unref);
  g_strfreev (self->headers);
  g_clear_object (&self->connection);
  g_clear_object (&self->envelope);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  g_clear_pointer (&self->responses, json_object_unref);
  g_clear_pointer (&self->state, json_node_unref);
}

/**
 * gate_mcp_outcome_free:
 * @self: (transfer full) (nullable): an outcome
 */
void
gate_mcp_outcome_free (GateMcpOutcome *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->result, json_node_unref);
  g_free (self);
}

static void connect_and_send (GTask *task);
static void send_request (GTask *task);

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
succeed (GTask    *task,
         JsonNode *result)
{
  RunData *data = run_data_of (task);
  GateMcpOutcome *outcome = g_new0 (GateMcpOutcome, 1);

  outcome->result = json_node_copy (result);
  outcome->received = data->received;
  outcome->had_rounds = data->n_rounds > 0 || data->n_visits > 0;
  g_task_return_pointer (task, outcome, (GDestroyNotify) gate_mcp_outcome_free);
  g_object_unref (task);
}

static void
fail_shape (GTask      *task,
            const char *what)
{
  fail (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                              _("The server’s answer to “%s” is malformed: %s."), run_data_of (task)->method, what));
}

static void
did_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  RunData *data = run_data_of (task);
  GError *error = NULL;
  JsonObject *responses = gate_mcp_rounds_answer_finish (GATE_MCP_HOST (source), result, &error);

  if (!responses)
    {
      fail (task, error);
      return;
    }
  if (json_object_get_size (responses) > 0)
    data->responses = responses;
  else
    json_object_unref (responses);
  connect_and_send (task);
}

/* The server wants answers first (2026-07-28, multi-round requests): the request is made anew with them, and with its state. */
static void
begin_round (GTask      *task,
             JsonObject *result)
{
  RunData *data = run_data_of (task);
  JsonNode *state = gate_json_get (result, "requestState");
  gboolean is_allowed = g_str_equal (data->method, "tools/call") || g_str_equal (data->method, "prompts/get")
                        || g_str_equal (data->method, "resources/read");

  if (!is_allowed || (!gate_json_get_object (result, "inputRequests") && !state))
    {
      fail_shape (task, _("it asks for more where that is not possible"));
      return;
    }
  if (++data->n_rounds > ROUND_LIMIT)
    {
      fail (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                  _("The server asked for more %d times and still has not answered “%s”."), ROUND_LIMIT, data->method));
      return;
    }
  g_clear_pointer (&data->responses, json_object_unref);
  g_clear_pointer (&data->state, json_node_unref);
  data->state = state ? json_node_copy (state) : NULL;
  gate_mcp_rounds_answer_async (gate_mcp_keeper_get_host (g_task_get_source_object (task)), gate_json_get_object (result, "inputRequests"),
                                data->visited, g_task_get_cancellable (task), did_answer, task);
}

static void
did_wait (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) node = gate_mcp_task_wait_finish (GATE_MCP_KEEPER (source), result, &error);

  if (node)
    succeed (task, node);
  else
    fail (task, error);
}

static void
wait_for_task (GTask            *task,
               JsonObject       *created,
               GateMcpTaskForm   form)
{
  RunData *data = run_data_of (task);
  const GateMcpTaskCall call = {
    .form = form, .created = created, .visited = data->visited, .connection = data->connection, .token = data->envelope->id,
    .progress = data->progress, .progress_data = data->progress_data,
  };

  gate_mcp_task_wait_async (g_task_get_source_object (task), &call, g_task_get_cancellable (task), did_wait, task);
}

static void
take_result (GTask    *task,
             JsonNode *node)
{
  RunData *data = run_data_of (task);
  JsonObject *result = gate_json_node_object (node);
  gboolean is_modern = gate_mcp_connection_get_era (data->connection) == GATE_MCP_ERA_MODERN;
  JsonNode *type_node = is_modern ? gate_json_get (result, "resultType") : NULL;
  const char *type = type_node ? gate_json_node_string (type_node) : NULL;
  JsonObject *legacy_task = data->asked_task ? gate_json_get_object (result, "task") : NULL;

  if (!result)
    fail_shape (task, _("it is not an object"));
  else if (legacy_task)
    wait_for_task (task, legacy_task, GATE_MCP_TASK_CORE);
  else if (!type_node || g_strcmp0 (type, "complete") == 0)
    succeed (task, node);
  else if (g_strcmp0 (type, "input_required") == 0)
    begin_round (task, result);
  else if (g_strcmp0 (type, "task") == 0 && g_str_equal (data->method, "tools/call"))
    wait_for_task (task, result, GATE_MCP_TASK_EXTENSION);
  else
    fail_shape (task, _("its type is unknown"));
}

static void
did_visit (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (gate_mcp_visit_finish (GATE_MCP_HOST (source), result, &error))
    connect_and_send (task);
  else
    fail (task, error);
}

static void
visit (GTask  *task,
       GError *error)
{
  const char *text = gate_error_get_service_data (error);
  g_autoptr(JsonNode) details = text ? gate_json_parse (text, -1, GATE_JSON_METADATA_LIMIT, NULL) : NULL;

  run_data_of (task)->n_visits++;
  gate_mcp_visit_async (gate_mcp_keeper_get_host (g_task_get_source_object (task)),
                        gate_json_get_array (gate_json_node_object (details), "elicitations"), run_data_of (task)->visited,
                        g_task_get_cancellable (task), did_visit, task);
  g_error_free (error);
}

/* Whether a version that the server speaks is one of ours, so that asking once more makes sense. */
static gboolean
names_our_version (const GError *error)
{
  const char *text = gate_error_get_service_data (error);
  g_autoptr(JsonNode) node = text ? gate_json_parse (text, -1, GATE_JSON_METADATA_LIMIT, NULL) : NULL;
  g_auto(GStrv) supported = gate_json_get_strv (gate_json_node_object (node), "supported");

  return gate_mcp_version_pick_modern ((const char *const *) supported) != NULL;
}

/* A modern server would not have refused in this way: it has become a legacy one since it was asked. It did not take the request. */
static gboolean
speaks_against_era (RunData      *data,
                    const GError *error)
{
  guint status = data->envelope->status;
  gint64 code = gate_error_get_service_code (error);

  return gate_mcp_connection_get_era (data->connection) == GATE_MCP_ERA_MODERN && gate_mcp_connection_is_http (data->connection)
         && (status == 400 || status == 404 || status == 405) && (code >= 0 || code == -32000);
}

static void
take_error (GTask  *task,
            GError *error)
{
  RunData *data = run_data_of (task);
  gint64 code = gate_error_get_service_code (error);
  gboolean is_lost = gate_mcp_connection_is_lost (data->connection) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  gboolean may_be_repeated = data->is_safe && (is_lost || data->envelope->was_broken);

  if (!data->was_resent && (data->envelope->was_forgotten || may_be_repeated))
    {
      data->was_resent = TRUE;
      g_error_free (error);
      connect_and_send (task);
    }
  else if (!data->was_resent && speaks_against_era (data, error))
    {
      data->was_resent = TRUE;
      g_error_free (error);
      gate_mcp_keeper_drop (g_task_get_source_object (task), data->connection);
      connect_and_send (task);
    }
  else if (code == UNSUPPORTED_VERSION && !data->tried_version && names_our_version (error))
    {
      data->tried_version = TRUE;
      g_error_free (error);
      send_request (task);
    }
  else if (code == VISIT_NEEDED && data->n_visits < VISIT_ROUND_LIMIT)
    visit (task, error);
  else
    fail (task, error);
}

static void
did_request (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  RunData *data = run_data_of (task);
  GError *error = NULL;
  g_autoptr(JsonNode) node = gate_mcp_connection_request_finish (data->connection, result, &error);

  data->received += data->envelope->received;
  if (node)
    take_result (task, node);
  else
    take_error (task, error);
}

static gboolean
makes_tasks (GateMcpConnection *connection)
{
  JsonObject *tasks = gate_json_get_object (gate_mcp_connection_get_capabilities (connection), "tasks");
  JsonObject *tools = gate_json_get_object (gate_json_get_object (tasks, "requests"), "tools");

  return gate_mcp_connection_get_era (connection) == GATE_MCP_ERA_LEGACY && gate_json_get_object (tools, "call");
}

/* The caller's parameters, with what this round adds to them; no more of it than the last result asked for. */
static JsonObject *
make_params (RunData *data)
{
  JsonObject *params = gate_rpc_copy_object (data->params);

  if (data->responses)
    json_object_set_object_member (params, "inputResponses", json_object_ref (data->responses));
  if (data->state)
    json_object_set_member (params, "requestState", json_node_copy (data->state));
  data->asked_task = data->as_task && makes_tasks (data->connection);
  if (data->asked_task)
    {
      JsonObject *wish = json_object_new ();

      json_object_set_int_member (wish, "ttl", gate_mcp_connection_get_limits (data->connection)->total_ms);
      json_object_set_object_member (params, "task", wish);
    }
  return params;
}

static void
send_request (GTask *task)
{
  RunData *data = run_data_of (task);
  const GateMcpLimits *limits = gate_mcp_connection_get_limits (data->connection);
  g_autoptr(JsonObject) params = make_params (data);

  g_clear_object (&data->envelope);
  data->envelope = gate_mcp_envelope_new ((const char *const *) data->headers);

  const GateMcpRequest request = {
    .method = data->method, .params = params, .envelope = data->envelope,
    .timeout_ms = data->is_patient ? limits->total_ms : limits->request_ms, .total_ms = limits->total_ms,
    .ask_progress = data->progress || g_str_equal (data->method, "tools/call"), .progress = data->progress,
    .progress_data = data->progress_data,
  };
  gate_mcp_connection_request_async (data->connection, &request, g_task_get_cancellable (task), did_request, task);
}

static void
did_ensure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  RunData *data = run_data_of (task);
  GError *error = NULL;

  g_clear_object (&data->connection);
  data->connection = gate_mcp_keeper_ensure_finish (GATE_MCP_KEEPER (source), result, &error);
  if (data->connection)
    send_request (task);
  else
    fail (task, error);
}

static void
connect_and_send (GTask *task)
{
  gate_mcp_keeper_ensure_async (g_task_get_source_object (task), FALSE, g_task_get_cancellable (task), did_ensure, task);
}

/**
 * gate_mcp_operation_run_async:
 * @keeper: which server
 * @operation: what to do
 * @cancellable: (nullable): to give up; the server is told
 * @callback: what to call when done
 * @user_data: its data
 *
 * Carries an operation through.
 */
void
gate_mcp_operation_run_async (GateMcpKeeper          *keeper,
                              const GateMcpOperation *operation,
                              GCancellable           *cancellable,
                              GAsyncReadyCallback     callback,
                              gpointer                user_data)
{
  GTask *task = gate_task_new (keeper, cancellable, callback, user_data, gate_mcp_operation_run_async);
  RunData *data = run_data_new ();

  data->method = g_strdup (operation->method);
  data->params = operation->params ? json_object_ref (operation->params) : NULL;
  data->headers = g_strdupv ((char **) operation->headers);
  data->is_safe = operation->is_safe;
  data->is_patient = operation->is_patient;
  data->as_task = operation->as_task;
  data->progress = operation->progress;
  data->progress_data = operation->progress_data;
  data->visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run_data_attach (task, data);
  connect_and_send (task);
}

/**
 * gate_mcp_operation_run_finish:
 * @keeper: which server
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): how it ended
 */
GateMcpOutcome *
gate_mcp_operation_run_finish (GateMcpKeeper  *keeper,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keeper), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
