// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-visit.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-task.h"

#define VISIT_LIMIT 8
#define COMPLETE_SECONDS (5 * 60)

typedef struct {
  JsonArray    *elicitations;
  guint         index;          /* of the one under way */
  GHashTable   *visited;
  GHashTable   *completed;      /* (element-type utf8 utf8): ids that the server said are done */
  gulong        handler;
  GateMcpHost  *host;           /* (owned): whose signal is listened to */
  GCancellable *waiting;        /* (nullable): takes the question back that waits with the person */
  gulong        waiting_handler;
  GCancellable *outer;          /* (nullable): the caller's */
  GSource      *timer;          /* (nullable): where nobody can be asked whether it is done */
} VisitData;

GATE_DEFINE_DATA (VisitData, visit_data)

static void
stop_waiting (VisitData *self)
{
  if (self->timer)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (self->waiting_handler)
    g_signal_handler_disconnect (self->outer, self->waiting_handler);
  self->waiting_handler = 0;
  g_clear_object (&self->waiting);
}

static void
visit_data_clear (VisitData *self)
{
  stop_waiting (self);
  g_clear_signal_handler (&self->handler, self->host);
  g_clear_object (&self->host);
  g_clear_object (&self->outer);
  g_clear_pointer (&self->elicitations, json_array_unref);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  g_clear_pointer (&self->completed, g_hash_table_unref);
}

static JsonObject *
current_of (VisitData *data)
{
  return gate_json_node_object (json_array_get_element (data->elicitations, data->index));
}

static gboolean
is_completed (VisitData *data)
{
  const char *id = gate_json_get_string (current_of (data), "elicitationId");

  return id && g_hash_table_contains (data->completed, id);
}

static void visit_next (GTask *task);

static void
go_on (GTask *task)
{
  VisitData *data = visit_data_of (task);

  stop_waiting (data);
  data->index++;
  visit_next (task);
}

static GError *
refused_error (void)
{
  return gate_error_new (GATE_ERROR_REFUSED, GATE_LAYER_SERVICE, _("Call it again when you want to visit the page."),
                         _("The page that the server wants you to visit first was not visited."));
}

static void
did_confirm (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  VisitData *data = visit_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (is_completed (data) || (answer && gate_answer_is (answer, GATE_CHOICE_ACCEPT)))
    go_on (g_steal_pointer (&task));
  else
    g_task_return_error (task, answer ? refused_error () : g_steal_pointer (&error));
}

static void
wake_timer (GCancellable *outer,
            gpointer      user_data)
{
  g_source_set_ready_time (user_data, 0);
}

static gboolean
on_timer (gpointer user_data)
{
  GTask *task = user_data;
  VisitData *data = visit_data_of (task);

  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else if (is_completed (data))
    go_on (task);
  else
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_SERVICE, _("Call it again when you are done in the browser."),
                                                 _("The server did not say in time that your visit was done.")));
      g_object_unref (task);
    }
  return G_SOURCE_REMOVE;
}

/* What the person does in the browser takes its time: the server says when it is done, or the person does. */
static void
wait_for_end (GTask *task)
{
  VisitData *data = visit_data_of (task);
  GateMcpHost *host = g_task_get_source_object (task);
  GateInteraction *interaction = gate_mcp_host_get_interaction (host);
  g_autoptr(GateQuestion) question = NULL;

  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  if (is_completed (data))
    {
      go_on (task);
      return;
    }
  if (!(gate_interaction_get_capabilities (interaction) & GATE_INTERACTION_CHOICES))
    {
      data->timer = g_timeout_source_new_seconds (COMPLETE_SECONDS);
      g_source_set_callback (data->timer, on_timer, task, NULL);
      g_source_attach (data->timer, g_task_get_context (task));
      if (data->outer)
        data->waiting_handler = g_signal_connect (data->outer, "cancelled", G_CALLBACK (wake_timer), data->timer);
      return;
    }
  data->waiting = g_cancellable_new ();
  if (data->outer)
    data->waiting_handler = g_signal_connect_swapped (data->outer, "cancelled", G_CALLBACK (g_cancellable_cancel), data->waiting);
  question = gate_mcp_host_new_question (host, GATE_QUESTION_CONFIRM, _("“%s” waits for what you do in the browser"));
  gate_question_set_body (question, _("Go on when you are done there."));
  gate_question_add_choice (question, GATE_CHOICE_ACCEPT, _("Go on"));
  gate_question_add_choice (question, GATE_CHOICE_CANCEL, _("Cancel"));
  gate_interaction_ask_async (interaction, question, data->waiting, did_confirm, task);
}

static void
on_complete (GateMcpHost *host,
             const char  *id,
             VisitData   *data)
{
  if (g_hash_table_size (data->completed) < VISIT_LIMIT)
    g_hash_table_add (data->completed, g_strdup (id));
  if (data->index >= json_array_get_length (data->elicitations) || !is_completed (data))
    return;
  /* A face may end the question right then, and with it all of this. */
  if (data->waiting)
    g_cancellable_cancel (data->waiting);
  else if (data->timer)
    g_source_set_ready_time (data->timer, 0);
}

static void
did_elicit (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = gate_mcp_host_answer_finish (GATE_MCP_HOST (source), result, &error);

  if (!answer)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_strcmp0 (gate_json_get_string (gate_json_node_object (answer), "action"), "accept") != 0)
    g_task_return_error (task, refused_error ());
  else
    wait_for_end (g_steal_pointer (&task));
}

static void
visit_next (GTask *task)
{
  VisitData *data = visit_data_of (task);

  if (data->index >= json_array_get_length (data->elicitations))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  g_autoptr(JsonObject) params = json_object_new ();
  JsonObject *elicitation = current_of (data);
  json_object_set_string_member (params, "mode", "url");
  if (gate_json_get_string (elicitation, "url"))
    json_object_set_string_member (params, "url", gate_json_get_string (elicitation, "url"));
  if (gate_json_get_string (elicitation, "message"))
    json_object_set_string_member (params, "message", gate_json_get_string (elicitation, "message"));
  gate_mcp_host_answer_async (g_task_get_source_object (task), "elicitation/create", params, data->visited,
                              g_task_get_cancellable (task), did_elicit, task);
}

/**
 * gate_mcp_visit_async:
 * @host: who answers
 * @elicitations: (nullable): `elicitations` of the data of error -32042 (2025-11-25)
 * @visited: (element-type utf8 utf8): the addresses that were visited for the same call before; added to
 * @cancellable: (nullable): to stop
 * @callback: what to call when done
 * @user_data: its data
 *
 * Has the person visit each address, and waits until the server or the person says that it is done.
 */
void
gate_mcp_visit_async (GateMcpHost         *host,
                      JsonArray           *elicitations,
                      GHashTable          *visited,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (host, cancellable, callback, user_data, gate_mcp_visit_async);
  VisitData *data = visit_data_new ();
  guint n_visits = elicitations ? json_array_get_length (elicitations) : 0;

  visit_data_attach (task, data);
  if (n_visits < 1 || n_visits > VISIT_LIMIT)
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                                 _("The server wants you to visit a page first, but does not say which.")));
      return;
    }
  data->elicitations = json_array_ref (elicitations);
  data->visited = g_hash_table_ref (visited);
  data->completed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  data->host = g_object_ref (host);
  data->outer = cancellable ? g_object_ref (cancellable) : NULL;
  data->handler = g_signal_connect (host, "elicitation-complete", G_CALLBACK (on_complete), data);
  visit_next (g_steal_pointer (&task));
}

/**
 * gate_mcp_visit_finish:
 * @host: who answers
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_REFUSED, %GATE_ERROR_TIMED_OUT, %GATE_ERROR_PROTOCOL, and what the interaction ends with.
 *
 * Returns: %TRUE when the call can be made again
 */
gboolean
gate_mcp_visit_finish (GateMcpHost   *host,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, host), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
