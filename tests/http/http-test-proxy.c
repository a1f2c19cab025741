// SPDX-License-Identifier: GPL-3.0-or-later
#include "http-test-proxy.h"

#include "gate-challenge.h"
#include "gate-test.h"

#include <string.h>

struct _TestProxy {
  GSocketService *service;
  TestProxyKind   kind;
  guint16         port;
  guint16         target;
  GMutex          mutex;
  GString        *seen;
  guint           n_heads;
  guint           n_denied;
  guint           nonce;
  guint           n_threads;
};

typedef struct {
  GInputStream  *from;
  GOutputStream *to;
  GSocket       *end; /* shut down when the source has ended */
} Pump;

static gpointer
pump (gpointer user_data)
{
  Pump *self = user_data;

  g_output_stream_splice (self->to, self->from, G_OUTPUT_STREAM_SPLICE_NONE, NULL, NULL);
  g_socket_shutdown (self->end, TRUE, TRUE, NULL);
  return NULL;
}

/* A head, and the body that it announces. */
static char *
read_request (GDataInputStream *input)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gsize length = 0;

  while (TRUE)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (!line)
        return NULL;
      g_string_append_printf (text, "%s\n", line);
      if (g_ascii_strncasecmp (line, "content-length:", 15) == 0)
        length = g_ascii_strtoull (line + 15, NULL, 10);
      if (!*line || strcmp (line, "\r") == 0)
        break;
    }

  g_autofree char *body = g_malloc0 (length + 1);
  g_input_stream_read_all (G_INPUT_STREAM (input), body, length, NULL, NULL, NULL);
  g_string_append (text, body);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
header_of (const char *head,
           const char *name)
{
  g_auto(GStrv) lines = g_strsplit (head, "\n", -1);
  gsize length = strlen (name);

  for (guint i = 0; lines[i]; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strdup (g_strstrip (lines[i] + length + 1));
  return NULL;
}

static char *
md5_take (char *text)
{
  g_autofree char *owned = text;
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, owned, -1);
}

/* RFC 7616 with MD5 and qop=auth. */
static gboolean
is_digest_right (GateChallenge *given,
                 const char    *method,
                 const char    *nonce)
{
  const char *names[] = { "username", "nonce", "uri", "response", "cnonce", "nc" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!gate_challenge_get (given, names[i]))
      return FALSE;
  if (strcmp (gate_challenge_get (given, "nonce"), nonce) != 0)
    return FALSE;

  g_autofree char *a1 = md5_take (g_strdup (TEST_PROXY_USER ":proxy:" TEST_PROXY_PASSWORD));
  g_autofree char *a2 = md5_take (g_strdup_printf ("%s:%s", method, gate_challenge_get (given, "uri")));
  g_autofree char *response = md5_take (g_strdup_printf ("%s:%s:%s:%s:auth:%s", a1, nonce, gate_challenge_get (given, "nc"),
                                                         gate_challenge_get (given, "cnonce"), a2));
  return strcmp (response, gate_challenge_get (given, "response")) == 0
         && strcmp (gate_challenge_get (given, "username"), TEST_PROXY_USER) == 0;
}

static gboolean
is_signed_in (TestProxy  *self,
              const char *head,
              const char *method,
              gboolean   *stale)
{
  g_autofree char *header = header_of (head, "Proxy-Authorization");
  g_autoptr(GPtrArray) given = gate_challenge_parse (header ? header : "");
  g_autofree char *right = g_base64_encode ((const guchar *) TEST_PROXY_USER ":" TEST_PROXY_PASSWORD,
                                            strlen (TEST_PROXY_USER ":" TEST_PROXY_PASSWORD));
  g_autofree char *nonce = g_strdup_printf ("nonce%u", self->nonce);

  if (self->kind == TEST_PROXY_OPEN || self->kind == TEST_PROXY_FORBIDS || self->kind == TEST_PROXY_SILENT)
    return TRUE;
  if (given->len != 1)
    return FALSE;

  GateChallenge *first = g_ptr_array_index (given, 0);
  if (gate_challenge_is (first, "Basic"))
    return self->kind == TEST_PROXY_BASIC && g_strcmp0 (gate_challenge_get_token68 (first), right) == 0;
  *stale = g_strcmp0 (gate_challenge_get (first, "nonce"), nonce) != 0;
  return self->kind != TEST_PROXY_BASIC && is_digest_right (first, method, nonce);
}

static char *
challenge (TestProxy *self,
           gboolean   stale)
{
  g_autofree char *digest = g_strdup_printf ("Proxy-Authenticate: Digest realm=\"proxy\", nonce=\"nonce%u\", qop=\"auth\"%s\r\n", self->nonce,
                                             stale ? ", stale=true" : "");
  const char *basic = "Proxy-Authenticate: Basic realm=\"proxy\"\r\n";
  const char *ntlm = "Proxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n";

  return g_strdup_printf ("HTTP/1.1 407 Proxy Authentication Required\r\n%s%s%sContent-Length: 4\r\n\r\nnope",
                          self->kind == TEST_PROXY_BASIC || self->kind == TEST_PROXY_BOTH ? basic : "",
                          self->kind == TEST_PROXY_DIGEST || self->kind == TEST_PROXY_BOTH ? digest : "",
                          self->kind == TEST_PROXY_NTLM ? ntlm : "");
}

static gboolean
say (GIOStream  *stream,
     const char *text)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text), NULL, NULL, NULL);
}

static void
tunnel (TestProxy         *self,
        GSocketConnection *near,
        GInputStream      *near_input)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  g_autoptr(GSocketConnection) far = g_socket_client_connect_to_host (client, "127.0.0.1", self->target, NULL, NULL);
  if (!far)
    {
      say (G_IO_STREAM (near), "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
      return;
    }
  say (G_IO_STREAM (near), "HTTP/1.1 200 Connection established\r\n\r\n");

  Pump up = { near_input, g_io_stream_get_output_stream (G_IO_STREAM (far)), g_socket_connection_get_socket (far) };
  Pump down = { g_io_stream_get_input_stream (G_IO_STREAM (far)), g_io_stream_get_output_stream (G_IO_STREAM (near)),
                g_socket_connection_get_socket (near) };
  GThread *thread = g_thread_new ("pump", pump, &up);
  pump (&down);
  g_socket_shutdown (g_socket_connection_get_socket (near), TRUE, FALSE, NULL);
  g_thread_join (thread);
}

/* Returns: whether the connection can take another request. */
static gboolean
serve (TestProxy         *self,
       GSocketConnection *stream,
       GDataInputStream  *input)
{
  g_autofree char *head = read_request (input);
  gboolean stale = FALSE;

  if (!head)
    return FALSE;
  g_mutex_lock (&self->mutex);
  g_auto(GStrv) words = g_strsplit (head, " ", 3);
  gboolean ok = is_signed_in (self, head, words[0], &stale);
  g_autofree char *denial = challenge (self, stale);
  self->n_heads++;
  self->n_denied += ok ? 0 : 1;
  g_string_append (self->seen, head);
  g_mutex_unlock (&self->mutex);

  if (!ok)
    return say (G_IO_STREAM (stream), denial);
  if (self->kind == TEST_PROXY_FORBIDS)
    return say (G_IO_STREAM (stream), "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
  if (self->kind == TEST_PROXY_SILENT)
    return TRUE;
  if (strcmp (words[0], "CONNECT") != 0)
    return say (G_IO_STREAM (stream), "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nproxy");
  tunnel (self, stream, G_INPUT_STREAM (input));
  return FALSE;
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection      *stream,
        GObject                *source_object,
        gpointer                user_data)
{
  g_autoptr(GDataInputStream) input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (stream)));

  TestProxy *self = user_data;

  g_mutex_lock (&self->mutex);
  self->n_threads++;
  g_mutex_unlock (&self->mutex);
  while (serve (self, stream, input))
    ;
  g_io_stream_close (G_IO_STREAM (stream), NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->n_threads--;
  g_mutex_unlock (&self->mutex);
  g_main_context_wakeup (NULL);
  return TRUE;
}

TestProxy *
test_proxy_new (TestProxyKind kind,
                guint16       target)
{
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) bound = NULL;
  TestProxy *self = g_new0 (TestProxy, 1);

  self->kind = kind;
  self->target = target;
  self->seen = g_string_new (NULL);
  g_mutex_init (&self->mutex);
  self->service = g_threaded_socket_service_new (64);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                                NULL, &bound, NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

static guint
count_threads (TestProxy *self)
{
  g_mutex_lock (&self->mutex);
  guint n = self->n_threads;
  g_mutex_unlock (&self->mutex);
  return n;
}

/* Each client has a thread, which ends when the client is gone. */
void
test_proxy_free (TestProxy *self)
{
  gate_test_wait_until (count_threads (self) == 0);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_string_free (self->seen, TRUE);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
test_proxy_get_port (TestProxy *self)
{
  return self->port;
}

guint
test_proxy_get_n_heads (TestProxy *self)
{
  g_mutex_lock (&self->mutex);
  guint n = self->n_heads;
  g_mutex_unlock (&self->mutex);
  return n;
}

guint
test_proxy_get_n_denied (TestProxy *self)
{
  g_mutex_lock (&self->mutex);
  guint n = self->n_denied;
  g_mutex_unlock (&self->mutex);
  return n;
}

gboolean
test_proxy_has_seen (TestProxy  *self,
                     const char *text)
{
  g_mutex_lock (&self->mutex);
  gboolean found = strstr (self->seen->str, text) != NULL;
  g_mutex_unlock (&self->mutex);
  return found;
}

void
test_proxy_renew_nonce (TestProxy *self)
{
  g_mutex_lock (&self->mutex);
  self->nonce++;
  g_mutex_unlock (&self->mutex);
}
