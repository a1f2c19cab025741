// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-event-pump.h"

#include "gate-error.h"
#include "gate-event-stream.h"
#include "gate-json-mask.h"
#include "gate-json.h"
#include "gate-property.h"
#include "gate-task.h"

#include <string.h>

#define CHUNK_SIZE (64u * 1024)

struct _GateMcpEventPump {
  GObject  parent_instance;

  char    *last_event_id; /* (nullable): over all streams, so that a broken one can be resumed */
  int      retry;         /* milliseconds, or -1 */
  guint    n_events;      /* of the stream that was read last */
};

G_DEFINE_FINAL_TYPE (GateMcpEventPump, gate_mcp_event_pump, G_TYPE_OBJECT)

static void
gate_mcp_event_pump_finalize (GObject *object)
{
  GateMcpEventPump *self = GATE_MCP_EVENT_PUMP (object);

  g_free (self->last_event_id);
  G_OBJECT_CLASS (gate_mcp_event_pump_parent_class)->finalize (object);
}

static void
gate_mcp_event_pump_class_init (GateMcpEventPumpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_event_pump_finalize;
}

static void
gate_mcp_event_pump_init (GateMcpEventPump *self)
{
  self->retry = -1;
}

/**
 * gate_mcp_event_pump_new:
 *
 * Returns: (transfer full): a pump; it reads one stream after another, each resuming the one before
 */
GateMcpEventPump *
gate_mcp_event_pump_new (void)
{
  return g_object_new (GATE_TYPE_MCP_EVENT_PUMP, NULL);
}

/**
 * gate_mcp_event_pump_get_last_event_id:
 * @self: a pump
 *
 * Returns: (nullable): what to send as Last-Event-ID
 */
const char *
gate_mcp_event_pump_get_last_event_id (GateMcpEventPump *self)
{
  return self->last_event_id;
}

/**
 * gate_mcp_event_pump_get_retry:
 * @self: a pump
 *
 * Returns: after how many milliseconds the server asks to come back, or -1
 */
int
gate_mcp_event_pump_get_retry (GateMcpEventPump *self)
{
  return self->retry;
}

/**
 * gate_mcp_event_pump_get_n_events:
 * @self: a pump
 *
 * Returns: how many events the last stream has had
 */
guint
gate_mcp_event_pump_get_n_events (GateMcpEventPump *self)
{
  return self->n_events;
}

typedef struct {
  char   *type;
  GBytes *text;
} Event;

static void
event_free (Event *self)
{
  g_free (self->type);
  g_bytes_unref (self->text);
  g_free (self);
}

typedef struct {
  SoupMessage          *message;
  GInputStream         *stream;
  GateSecretMask       *mask;    /* (nullable) */
  GateEventStream      *parser;
  GQueue                events;  /* (element-type Event): read and not yet handed on */
  guint                 n_empty; /* events that only gave an id */
  GateMcpEventPumpFunc  function;
  gpointer              function_data;
} RunData;

GATE_DEFINE_DATA (RunData, run_data)

static void
run_data_clear (RunData *self)
{
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_object (&self->mask);
  g_clear_object (&self->parser);
  g_queue_clear_full (&self->events, (GDestroyNotify) event_free);
}

/* Only messages are shown; the address of an endpoint has to stay what it is. */
static GBytes *
text_of (const GateEvent *event,
         GateSecretMask  *mask)
{
  g_autoptr(GBytes) text = g_bytes_new (event->data, strlen (event->data));
  gboolean is_message = !event->type || strcmp (event->type, "message") == 0;

  return is_message ? gate_json_mask (text, mask) : g_steal_pointer (&text);
}

static void
keep_event (const GateEvent *event,
            gpointer         user_data)
{
  RunData *data = user_data;
  Event *kept;

  if (!*event->data)
    {
      data->n_empty++;
      return;
    }
  kept = g_new (Event, 1);
  kept->type = g_strdup (event->type ? event->type : "message");
  kept->text = text_of (event, data->mask);
  g_queue_push_tail (&data->events, kept);
}

static void hand_on (GTask *task);

static void
did_parse (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  RunData *data = run_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) messages = gate_rpc_message_list_parse_finish (result, &error);
  Event *event = g_queue_pop_head (&data->events);

  if (!g_task_return_error_if_cancelled (task))
    {
      data->function (event->type, event->text, messages, error, data->function_data);
      hand_on (g_steal_pointer (&task));
    }
  event_free (event);
}

static void
hand_on_now (RunData *data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  Event *event = g_queue_pop_head (&data->events);

  if (g_str_equal (event->type, "message"))
    messages = gate_rpc_message_list_parse (event->text, &error);
  data->function (event->type, event->text, messages, error, data->function_data);
  event_free (event);
}

static void
got_chunk (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpEventPump *self = g_task_get_source_object (task);
  RunData *data = run_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (data->stream, result, &error);
  gsize size = 0;
  const void *bytes = chunk ? g_bytes_get_data (chunk, &size) : NULL;

  if (!chunk)
    g_task_return_error (task, gate_http_explain (data->message, error));
  else if (size == 0)
    g_task_return_boolean (task, TRUE);
  else if (!gate_event_stream_feed (data->parser, bytes, size, keep_event, data, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      if (gate_event_stream_get_last_event_id (data->parser))
        gate_set_str (&self->last_event_id, gate_event_stream_get_last_event_id (data->parser));
      if (gate_event_stream_get_retry (data->parser) >= 0)
        self->retry = gate_event_stream_get_retry (data->parser);
      self->n_events += data->events.length + data->n_empty;
      data->n_empty = 0;
      hand_on (g_steal_pointer (&task));
    }
}

/* Hands the events on that were read, one after the other, and reads on when there are none. */
static void
hand_on (GTask *task)
{
  RunData *data = run_data_of (task);
  Event *event;

  while ((event = g_queue_peek_head (&data->events)))
    {
      if (g_task_return_error_if_cancelled (task))
        {
          g_object_unref (task);
          return;
        }
      if (!gate_rpc_message_list_is_small (event->text) && g_str_equal (event->type, "message"))
        {
          gate_rpc_message_list_parse_async (event->text, g_task_get_cancellable (task), did_parse, task);
          return;
        }
      hand_on_now (data);
    }
  g_input_stream_read_bytes_async (data->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), got_chunk, task);
}

/**
 * gate_mcp_event_pump_run_async:
 * @self: a pump
 * @reply: an answer of type text/event-stream
 * @function: what takes the events
 * @function_data: its data
 * @cancellable: (nullable): to stop; no event is handed on afterwards
 * @callback: what to call when done
 * @user_data: its data
 *
 * Reads an event stream to its end.
 */
void
gate_mcp_event_pump_run_async (GateMcpEventPump     *self,
                               GateMcpHttpReply     *reply,
                               GateMcpEventPumpFunc  function,
                               gpointer              function_data,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_event_pump_run_async);
  RunData *data = run_data_new ();

  data->message = g_object_ref (reply->message);
  data->stream = g_object_ref (reply->stream);
  data->mask = reply->mask ? g_object_ref (reply->mask) : NULL;
  data->parser = gate_event_stream_new (GATE_JSON_MESSAGE_LIMIT);
  data->function = function;
  data->function_data = function_data;
  run_data_attach (task, data);
  self->n_events = 0;
  hand_on (task);
}

/**
 * gate_mcp_event_pump_run_finish:
 * @self: a pump
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %TRUE when the server ended the stream, %FALSE when it broke
 */
gboolean
gate_mcp_event_pump_run_finish (GateMcpEventPump  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
