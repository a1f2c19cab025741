// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-rounds.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-task.h"

#define REQUEST_LIMIT 32

typedef struct {
  JsonObject *requests;
  GList      *keys;      /* (element-type utf8): of requests, unowned; those still to answer */
  GHashTable *visited;
  JsonObject *responses;
} AnswerData;

GATE_DEFINE_DATA (AnswerData, answer_data)

static void
answer_data_clear (AnswerData *self)
{
  g_clear_pointer (&self->requests, json_object_unref);
  g_clear_pointer (&self->keys, g_list_free);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  g_clear_pointer (&self->responses, json_object_unref);
}

static void answer_next (GTask *task);

/* A refusal that only says that the server should have known better is the server's fault. */
static GError *
explain (GError *error)
{
  if (gate_error_get_service_code (error) == 0 || gate_error_matches (error, GATE_ERROR_REFUSED))
    return error;

  GError *own = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                _("The server asked for something that was not offered to it: %s"), error->message);
  g_error_free (error);
  return own;
}

static void
did_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  AnswerData *data = answer_data_of (task);
  GError *error = NULL;
  JsonNode *answer = gate_mcp_host_answer_finish (GATE_MCP_HOST (source), result, &error);

  if (!answer)
    {
      g_task_return_error (task, explain (error));
      return;
    }
  json_object_set_member (data->responses, data->keys->data, answer);
  data->keys = g_list_delete_link (data->keys, data->keys);
  answer_next (g_steal_pointer (&task));
}

/* One question after the other: a person reads one at a time. */
static void
answer_next (GTask *task)
{
  AnswerData *data = answer_data_of (task);
  JsonObject *request = data->keys ? gate_json_get_object (data->requests, data->keys->data) : NULL;
  const char *method = gate_json_get_string (request, "method");

  if (!data->keys)
    {
      g_task_return_pointer (task, g_steal_pointer (&data->responses), (GDestroyNotify) json_object_unref);
      g_object_unref (task);
    }
  else if (!method)
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                                 _("The server asked for something without saying what.")));
      g_object_unref (task);
    }
  else
    gate_mcp_host_answer_async (g_task_get_source_object (task), method, gate_json_get_object (request, "params"), data->visited,
                                g_task_get_cancellable (task), did_answer, task);
}

/**
 * gate_mcp_rounds_answer_async:
 * @host: who answers
 * @requests: (nullable): what is asked, by key
 * @visited: (element-type utf8 utf8): the addresses that were visited for the same call before; added to
 * @cancellable: (nullable): to stop
 * @callback: what to call when done
 * @user_data: its data
 *
 * Finds the answer to every request.
 */
void
gate_mcp_rounds_answer_async (GateMcpHost         *host,
                              JsonObject          *requests,
                              GHashTable          *visited,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (host, cancellable, callback, user_data, gate_mcp_rounds_answer_async);
  AnswerData *data = answer_data_new ();

  data->requests = requests ? json_object_ref (requests) : json_object_new ();
  data->keys = json_object_get_members (data->requests);
  data->visited = g_hash_table_ref (visited);
  data->responses = json_object_new ();
  answer_data_attach (task, data);
  if (json_object_get_size (data->requests) > REQUEST_LIMIT)
    g_task_return_error (task, gate_error_new (GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                               _("The server asked %u things at once."), json_object_get_size (data->requests)));
  else
    answer_next (g_steal_pointer (&task));
}

/**
 * gate_mcp_rounds_answer_finish:
 * @host: who answers
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the answers, by key
 */
JsonObject *
gate_mcp_rounds_answer_finish (GateMcpHost   *host,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, host), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
