// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-stdio-transport.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json-mask.h"
#include "gate-json.h"
#include "gate-process.h"
#include "gate-rpc-line-reader.h"
#include "gate-task.h"
#include "gate-text.h"

#include <string.h>

/* How much may come on standard output that is no message, in a row, before the server is given up. */
#define JUNK_LIMIT 1000
#define JUNK_KEPT 20
#define JUNK_CHARS 300
/* How long a process whose pipe has closed may take to end, so that its exit can be told. */
#define EXIT_WAIT_MS 3000

struct _GateMcpStdioTransport {
  GObject             parent_instance;

  char              **argv;
  char              **environment;
  char               *directory;
  GateSandbox        *sandbox;      /* (nullable) */
  GateSecretMask     *mask;         /* (nullable): what the server must not repeat */
  GateProcess        *process;      /* (nullable): until started */
  GateRpcLineReader  *reader;
  GQueue              outgoing;     /* (element-type GTask): with the bytes to write as their data */
  GCancellable       *cancellable;  /* ends reading and writing */
  GQueue              junk;         /* (element-type utf8): the last lines that were no messages */
  guint               n_junk;       /* in a row */
  GError             *loss;         /* (nullable): what broke, while the process is still ending */
  guint               exit_timer;
  gboolean            is_writing;
  gboolean            is_closed;    /* by us, or reported as lost */
};

static void gate_mcp_stdio_transport_iface_init (GateMcpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateMcpStdioTransport, gate_mcp_stdio_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_MCP_TRANSPORT, gate_mcp_stdio_transport_iface_init))

static void
gate_mcp_stdio_transport_dispose (GObject *object)
{
  GateMcpStdioTransport *self = GATE_MCP_STDIO_TRANSPORT (object);

  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->exit_timer, g_source_remove);
  if (self->process)
    g_signal_handlers_disconnect_by_data (self->process, self);
  g_clear_object (&self->reader);
  g_clear_object (&self->process);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->mask);
  G_OBJECT_CLASS (gate_mcp_stdio_transport_parent_class)->dispose (object);
}

static void
gate_mcp_stdio_transport_finalize (GObject *object)
{
  GateMcpStdioTransport *self = GATE_MCP_STDIO_TRANSPORT (object);

  g_queue_clear_full (&self->outgoing, g_object_unref);
  g_queue_clear_full (&self->junk, g_free);
  g_strfreev (self->argv);
  g_strfreev (self->environment);
  g_free (self->directory);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->loss);
  G_OBJECT_CLASS (gate_mcp_stdio_transport_parent_class)->finalize (object);
}

static void
gate_mcp_stdio_transport_class_init (GateMcpStdioTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_mcp_stdio_transport_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_stdio_transport_finalize;
}

static void
gate_mcp_stdio_transport_init (GateMcpStdioTransport *self)
{
  g_queue_init (&self->outgoing);
  g_queue_init (&self->junk);
  self->cancellable = g_cancellable_new ();
}

/**
 * gate_mcp_stdio_transport_new:
 * @argv: the program and its arguments
 * @environment: (nullable): `NAME=value` for each variable beside the minimal ones
 * @directory: (nullable): where it runs
 * @sandbox: (nullable): how it is confined
 * @mask: (nullable): the secrets among its variables and arguments
 *
 * Returns: (transfer full): a transport that is not started
 */
GateMcpTransport *
gate_mcp_stdio_transport_new (const char *const *argv,
                              const char *const *environment,
                              const char        *directory,
                              GateSandbox       *sandbox,
                              GateSecretMask    *mask)
{
  GateMcpStdioTransport *self = g_object_new (GATE_TYPE_MCP_STDIO_TRANSPORT, NULL);

  self->argv = g_strdupv ((char **) argv);
  self->environment = g_strdupv ((char **) environment);
  self->directory = g_strdup (directory);
  self->sandbox = sandbox ? g_object_ref (sandbox) : NULL;
  self->mask = mask ? g_object_ref (mask) : NULL;
  return GATE_MCP_TRANSPORT (self);
}

static GError *
exit_error (GateMcpStdioTransport *self)
{
  gboolean exited = gate_process_get_exited (self->process);
  g_autofree char *how = gate_process_describe_exit (self->process);
  GError *error = gate_error_new (GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE,
                                  _("Look at the server’s log and at its command, arguments and environment."),
                                  exited ? _("The server has ended: %s.") : _("The server has closed its standard output: %s."), how);

  gate_secret_mask_apply_error (self->mask, error);
  return error;
}

/* Tells the loss once, and makes sure that nothing of the process stays. */
static void
report_loss (GateMcpStdioTransport *self)
{
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&self->exit_timer, g_source_remove);
  if (self->is_closed)
    return;
  self->is_closed = TRUE;
  error = self->loss ? g_steal_pointer (&self->loss) : exit_error (self);
  g_cancellable_cancel (self->cancellable);
  gate_process_stop_async (self->process, NULL, NULL, NULL);
  gate_mcp_transport_report_loss (GATE_MCP_TRANSPORT (self), error);
}

static gboolean
on_exit_timer (gpointer user_data)
{
  GateMcpStdioTransport *self = user_data;

  self->exit_timer = 0;
  report_loss (self);
  return G_SOURCE_REMOVE;
}

static void
on_exited (GateProcess           *process,
           GateMcpStdioTransport *self)
{
  /* While the pipe still holds messages they are read first; the reader then finds the end. */
  if (self->exit_timer)
    report_loss (self);
}

/* The pipe has closed. The process mostly ends at once; how it ended is worth a short wait. */
static void
did_end (GateMcpStdioTransport *self)
{
  if (self->is_closed || self->exit_timer)
    return;
  if (gate_process_get_exited (self->process))
    report_loss (self);
  else
    self->exit_timer = g_timeout_add (EXIT_WAIT_MS, on_exit_timer, self);
}

static void
break_off (GateMcpStdioTransport *self,
           const GError          *error)
{
  if (!self->loss)
    self->loss = g_error_copy (error);
  report_loss (self);
}

/* Something on standard output is no message. Servers do print there by mistake, so that it is kept and passed over. */
static void
take_junk (GateMcpStdioTransport *self,
           GBytes                *line,
           const GError          *why)
{
  gsize size;
  const char *data = g_bytes_get_data (line, &size);
  g_autofree char *text = g_strndup (data, MIN (size, JUNK_CHARS * 4));
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  g_autoptr(GError) error = NULL;

  g_queue_push_tail (&self->junk, gate_text_shorten (visible, JUNK_CHARS));
  if (self->junk.length > JUNK_KEPT)
    g_free (g_queue_pop_head (&self->junk));
  g_debug ("A line that is no message was passed over: %s", why->message);

  error = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                          _("The server wrote a line that is no message: %s"), why->message);
  if (++self->n_junk > JUNK_LIMIT)
    break_off (self, error);
  else if (size > 0 && data[0] == '{' && strstr (text, "\"jsonrpc\""))
    gate_mcp_transport_report_junk (GATE_MCP_TRANSPORT (self), error);
}

static void read_next (GateMcpStdioTransport *self);

static void
take_messages (GateMcpStdioTransport *self,
               GBytes                *line,
               GPtrArray             *messages,
               const GError          *error)
{
  if (messages)
    {
      self->n_junk = 0;
      gate_mcp_transport_show_traffic (GATE_MCP_TRANSPORT (self), FALSE, line);
      gate_mcp_transport_deliver (GATE_MCP_TRANSPORT (self), messages);
    }
  else
    take_junk (self, line, error);
  if (!self->is_closed)
    read_next (self);
}

typedef struct {
  GateMcpStdioTransport *self; /* (owned) */
  GBytes                *line; /* (owned) */
} ParseData;

static void
did_parse (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree ParseData *data = user_data;
  g_autoptr(GateMcpStdioTransport) self = data->self;
  g_autoptr(GBytes) line = data->line;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) messages = gate_rpc_message_list_parse_finish (result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_messages (self, line, messages, error);
}

static void
take_line (GateMcpStdioTransport *self,
           GBytes                *line)
{
  if (gate_rpc_message_list_is_small (line))
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) messages = gate_rpc_message_list_parse (line, &error);

      take_messages (self, line, messages, error);
    }
  else
    {
      ParseData *data = g_new (ParseData, 1);

      data->self = g_object_ref (self);
      data->line = g_bytes_ref (line);
      gate_rpc_message_list_parse_async (line, self->cancellable, did_parse, data);
    }
}

static void
did_read_line (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GateMcpStdioTransport) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) raw = gate_rpc_line_reader_read_finish (GATE_RPC_LINE_READER (source), result, &error);
  g_autoptr(GBytes) line = raw ? gate_json_mask (raw, self->mask) : NULL;

  if (self->is_closed)
    return;
  if (line)
    take_line (self, line);
  else if (gate_error_matches (error, GATE_ERROR_TOO_LARGE))
    break_off (self, error);
  else
    did_end (self);
}

/* One line is read when the one before has been handed on, so that no message overtakes another and none piles up. */
static void
read_next (GateMcpStdioTransport *self)
{
  gate_rpc_line_reader_read_async (self->reader, self->cancellable, did_read_line, g_object_ref (self));
}

static void
did_spawn (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpStdioTransport *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  self->process = gate_process_spawn_finish (result, &error);
  if (!self->process)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->reader = gate_rpc_line_reader_new (gate_process_get_stdout (self->process), GATE_JSON_MESSAGE_LIMIT);
  g_signal_connect_object (self->process, "exited", G_CALLBACK (on_exited), self, G_CONNECT_DEFAULT);
  read_next (self);
  g_task_return_boolean (task, TRUE);
}

static void
gate_mcp_stdio_transport_start_async (GateMcpTransport    *transport,
                                      guint                timeout_ms,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  GateMcpStdioTransport *self = GATE_MCP_STDIO_TRANSPORT (transport);
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_stdio_transport_start_async);

  gate_process_spawn_async ((const char *const *) self->argv, (const char *const *) self->environment, self->directory,
                            self->sandbox, cancellable, did_spawn, task);
}

static void write_next (GateMcpStdioTransport *self);

static void
did_write (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GateMcpStdioTransport) self = user_data;
  g_autoptr(GTask) task = g_queue_pop_head (&self->outgoing);
  g_autoptr(GError) error = NULL;

  /* When the pipe is broken the process is ending, which tells more than the broken pipe. */
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    did_end (self);
  self->is_writing = FALSE;
  g_task_return_boolean (task, TRUE);
  write_next (self);
}

static void
write_next (GateMcpStdioTransport *self)
{
  GTask *task = g_queue_peek_head (&self->outgoing);
  gsize size;

  if (!task || self->is_writing)
    return;

  self->is_writing = TRUE;
  const void *data = g_bytes_get_data (g_task_get_task_data (task), &size);
  g_output_stream_write_all_async (gate_process_get_stdin (self->process), data, size, G_PRIORITY_DEFAULT, self->cancellable,
                                   did_write, g_object_ref (self));
}

static GBytes *
make_line (GBytes *text)
{
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  char *line = g_malloc (size + 1);

  memcpy (line, data, size);
  line[size] = '\n';
  return g_bytes_new_take (line, size + 1);
}

static void
gate_mcp_stdio_transport_send_async (GateMcpTransport    *transport,
                                     GateRpcMessage      *message,
                                     GateMcpEnvelope     *envelope,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GateMcpStdioTransport *self = GATE_MCP_STDIO_TRANSPORT (transport);
  GTask *task = gate_task_new (self, NULL, callback, user_data, gate_mcp_stdio_transport_send_async);
  g_autoptr(GBytes) text = gate_rpc_message_to_bytes (message);

  if (self->is_closed)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  gate_mcp_transport_show_traffic (transport, TRUE, text);
  g_task_set_task_data (task, make_line (text), (GDestroyNotify) g_bytes_unref);
  g_queue_push_tail (&self->outgoing, task);
  write_next (self);
}

static void
did_stop (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_process_stop_finish (GATE_PROCESS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gate_mcp_stdio_transport_close_async (GateMcpTransport    *transport,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  GateMcpStdioTransport *self = GATE_MCP_STDIO_TRANSPORT (transport);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_stdio_transport_close_async);

  self->is_closed = TRUE;
  g_clear_handle_id (&self->exit_timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->process)
    gate_process_stop_async (self->process, cancellable, did_stop, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/* Standard error, and behind it what came on standard output and was no message. */
static char *
gate_mcp_stdio_transport_dup_log (GateMcpTransport *transport)
{
  GateMcpStdioTransport *self = GATE_MCP_STDIO_TRANSPORT (transport);
  g_autofree char *log = self->process ? gate_process_dup_log (self->process) : NULL;
  GString *text = g_string_new (log);

  for (GList *item = self->junk.head; item; item = item->next)
    {
      if (text->len > 0 && text->str[text->len - 1] != '\n')
        g_string_append_c (text, '\n');
      g_string_append_printf (text, "(standard output) %s\n", (const char *) item->data);
    }
  g_autofree char *whole = g_string_free (text, FALSE);
  char *masked = gate_secret_mask_apply (self->mask, whole);
  return masked ? masked : g_steal_pointer (&whole);
}

static void
gate_mcp_stdio_transport_iface_init (GateMcpTransportInterface *iface)
{
  iface->start_async = gate_mcp_stdio_transport_start_async;
  iface->send_async = gate_mcp_stdio_transport_send_async;
  iface->close_async = gate_mcp_stdio_transport_close_async;
  iface->dup_log = gate_mcp_stdio_transport_dup_log;
}
