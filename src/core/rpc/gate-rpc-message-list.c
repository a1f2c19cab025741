// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-message-list.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-task.h"

#define BATCH_LIMIT 10000

/* The parts of a batch that are no messages are left out, so that one of them does not lose the answers beside it. */
static GPtrArray *
read_batch (JsonArray  *array,
            GError    **error)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_rpc_message_unref);
  g_autoptr(GError) last_error = NULL;
  guint n_elements = json_array_get_length (array);

  if (n_elements > BATCH_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_SERVICE, NULL,
                      _("A batch of %u messages is more than the %d that are accepted."), n_elements, BATCH_LIMIT);
      return NULL;
    }
  for (guint i = 0; i < n_elements; i++)
    {
      GateRpcMessage *message;

      g_clear_error (&last_error);
      message = gate_rpc_message_from_json (json_array_get_element (array, i), &last_error);
      if (message)
        g_ptr_array_add (messages, message);
      else
        g_debug ("Part %u of a batch was left out: %s", i, last_error->message);
    }
  if (messages->len > 0)
    return g_steal_pointer (&messages);
  if (last_error)
    g_propagate_error (error, g_steal_pointer (&last_error));
  else
    gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                    _("The message is an empty batch."));
  return NULL;
}

/**
 * gate_rpc_message_list_from_json:
 * @node: an object, or an array of objects
 * @error: return location for an error
 *
 * Reads a message or a batch of messages (JSON-RPC 2.0 §6).
 *
 * Sets %GATE_ERROR_PROTOCOL, %GATE_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full) (element-type GateRpcMessage): at least one message
 */
GPtrArray *
gate_rpc_message_list_from_json (JsonNode  *node,
                                 GError   **error)
{
  if (node && JSON_NODE_HOLDS_ARRAY (node))
    return read_batch (json_node_get_array (node), error);

  GateRpcMessage *message = gate_rpc_message_from_json (node, error);
  if (!message)
    return NULL;
  GPtrArray *messages = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_rpc_message_unref);
  g_ptr_array_add (messages, message);
  return messages;
}

/**
 * gate_rpc_message_list_is_small:
 * @text: the text of a message
 *
 * Returns: %TRUE when the text is parsed faster than a worker is woken
 */
gboolean
gate_rpc_message_list_is_small (GBytes *text)
{
  return g_bytes_get_size (text) <= GATE_JSON_WORKER_THRESHOLD;
}

static GPtrArray *
read_sized (JsonNode  *node,
            gsize      size,
            GError   **error)
{
  GPtrArray *messages = gate_rpc_message_list_from_json (node, error);

  for (guint i = 0; messages && i < messages->len; i++)
    gate_rpc_message_set_size (messages->pdata[i], size);
  return messages;
}

/**
 * gate_rpc_message_list_parse:
 * @text: the text of a message or a batch
 * @error: return location for an error
 *
 * Parses at once, in this thread; meant for small texts.
 *
 * Sets %GATE_ERROR_PROTOCOL, and what gate_json_parse() sets.
 *
 * Returns: (transfer full) (element-type GateRpcMessage): at least one message
 */
GPtrArray *
gate_rpc_message_list_parse (GBytes  *text,
                             GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  g_autoptr(JsonNode) node = gate_json_parse (data ? data : "", (gssize) size, GATE_JSON_MESSAGE_LIMIT, error);

  return node ? read_sized (node, size, error) : NULL;
}

static void
did_parse (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = gate_json_parse_finish (result, &error);
  gsize size = GPOINTER_TO_SIZE (g_task_get_task_data (task));
  GPtrArray *messages = node ? read_sized (node, size, &error) : NULL;

  if (messages)
    g_task_return_pointer (task, messages, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_rpc_message_list_parse_async:
 * @text: the text of a message or a batch
 * @cancellable: (nullable): to stop waiting
 * @callback: what to call when done
 * @user_data: its data
 *
 * Parses a message, a big one in a worker. Whoever has several messages to parse starts the next when the one before has come, so
 * that none overtakes another.
 */
void
gate_rpc_message_list_parse_async (GBytes              *text,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_rpc_message_list_parse_async);

  g_task_set_task_data (task, GSIZE_TO_POINTER (g_bytes_get_size (text)), NULL);
  gate_json_parse_async (text, GATE_JSON_MESSAGE_LIMIT, cancellable, did_parse, task);
}

/**
 * gate_rpc_message_list_parse_finish:
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type GateRpcMessage): at least one message
 */
GPtrArray *
gate_rpc_message_list_parse_finish (GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
