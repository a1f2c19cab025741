// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-http-private.h"

#include "gate-config.h"
#include "gate-error.h"
#include "gate-http-error.h"
#include "gate-http-exchange.h"
#include "gate-i18n.h"
#include "gate-property.h"
#include "gate-task.h"
#include "gate-text.h"

#define MAX_CONNECTIONS 256
#define MAX_CONNECTIONS_PER_HOST 16
#define MAX_STREAMS_PER_HOST 64
#define MAX_NOTED_PEERS 1024
#define BODY_KEY "gate-http-body"
#define TYPE_KEY "gate-http-type"
#define CERTIFICATE_KEY "gate-http-certificate"

struct _GateHttp {
  GObject          parent_instance;

  char            *trust_file; /* (owned) (nullable) */
  GNetworkMonitor *network_monitor; /* (owned) (nullable): NULL: the system's, asked only when needed */
  GTlsDatabase    *extra_trust; /* (owned) (nullable) */
  GateProxySignIn *proxy_sign_in; /* (owned) */
  GateKeyUnlock   *key_unlock; /* (owned) */
  GHashTable      *sessions; /* (element-type utf8 SoupSession): by what may share connections */
  GHashTable      *peers; /* (element-type utf8 GateReach): how near the peer was that last answered for an origin */
};

enum {
  PROP_TRUST_FILE = 1,
  PROP_NETWORK_MONITOR,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateHttp, gate_http, G_TYPE_OBJECT)

static void
load_extra_trust (GateHttp *self)
{
  g_autoptr(GError) error = NULL;

  if (!self->trust_file)
    return;
  g_autofree char *path = g_canonicalize_filename (self->trust_file, NULL);
  self->extra_trust = g_tls_file_database_new (path, &error);
  if (!self->extra_trust)
    g_warning ("The certificate authorities of %s are not used: %s", self->trust_file, error->message);
}

static void
gate_http_constructed (GObject *object)
{
  GateHttp *self = GATE_HTTP (object);

  G_OBJECT_CLASS (gate_http_parent_class)->constructed (object);
  if (!self->trust_file)
    gate_set_str (&self->trust_file, g_getenv ("GATE_EXTRA_TRUST_FILE"));
  load_extra_trust (self);
}

static void
gate_http_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  GateHttp *self = GATE_HTTP (object);

  switch (prop_id)
    {
    case PROP_TRUST_FILE:
      g_value_set_string (value, self->trust_file);
      break;
    case PROP_NETWORK_MONITOR:
      g_value_set_object (value, self->network_monitor);
      break;
    GATE_INVALID_PROPERTY (object, prop_id, pspec);
    }
}

static void
gate_http_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  GateHttp *self = GATE_HTTP (object);

  switch (prop_id)
    {
    case PROP_TRUST_FILE:
      self->trust_file = g_value_dup_string (value);
      break;
    case PROP_NETWORK_MONITOR:
      self->network_monitor = g_value_dup_object (value);
      break;
    GATE_INVALID_PROPERTY (object, prop_id, pspec);
    }
}

static void
gate_http_dispose (GObject *object)
{
  GateHttp *self = GATE_HTTP (object);

  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_clear_object (&self->proxy_sign_in);
  g_clear_object (&self->key_unlock);
  g_clear_object (&self->extra_trust);
  g_clear_object (&self->network_monitor);
  G_OBJECT_CLASS (gate_http_parent_class)->dispose (object);
}

static void
gate_http_finalize (GObject *object)
{
  GateHttp *self = GATE_HTTP (object);

  g_hash_table_unref (self->peers);
  g_free (self->trust_file);
  G_OBJECT_CLASS (gate_http_parent_class)->finalize (object);
}

static void
gate_http_class_init (GateHttpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = gate_http_constructed;
  object_class->get_property = gate_http_get_property;
  object_class->set_property = gate_http_set_property;
  object_class->dispose = gate_http_dispose;
  object_class->finalize = gate_http_finalize;

  /**
   * GateHttp:trust-file:
   *
   * A PEM file of certificate authorities that count beside those of the system store, as the environment variable
   * `GATE_EXTRA_TRUST_FILE` names one: for a test, or a machine whose store cannot be changed.
   */
  props[PROP_TRUST_FILE] = g_param_spec_string ("trust-file", NULL, NULL, NULL, GATE_PARAM_CONSTRUCT_ONLY);
  /**
   * GateHttp:network-monitor:
   *
   * Who knows whether a captive portal is in the way; %NULL: the system's.
   */
  props[PROP_NETWORK_MONITOR] = g_param_spec_object ("network-monitor", NULL, NULL, G_TYPE_NETWORK_MONITOR, GATE_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_http_init (GateHttp *self)
{
  self->proxy_sign_in = gate_proxy_sign_in_new ();
  self->key_unlock = gate_key_unlock_new ();
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->peers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * gate_http_new:
 *
 * Returns: (transfer full): what to make requests with
 */
GateHttp *
gate_http_new (void)
{
  return g_object_new (GATE_TYPE_HTTP, NULL);
}

/**
 * gate_http_set_interaction:
 * @self: what to make requests with
 * @interaction: (nullable): whom to ask for the user name and the password of a proxy, where the proxy setting holds none, and for
 *   the PIN of a token that holds the key of a client certificate
 *
 * What is answered is kept until the process ends, and nowhere else. Without anybody to ask the error says that the proxy wants a
 * sign-in, and what to do.
 */
void
gate_http_set_interaction (GateHttp        *self,
                           GateInteraction *interaction)
{
  g_return_if_fail (GATE_IS_HTTP (self));

  gate_proxy_sign_in_set_interaction (self->proxy_sign_in, interaction);
  gate_key_unlock_set_interaction (self->key_unlock, interaction);
}

/**
 * gate_http_prepare:
 * @self: what to make requests with
 *
 * Loads the module that knows the system's proxy setting, which takes some milliseconds and cannot be done in a thread: for a time
 * at which the main loop has nothing else to do. Without this the first request does it.
 */
void
gate_http_prepare (GateHttp *self)
{
  g_return_if_fail (GATE_IS_HTTP (self));
  g_proxy_resolver_get_default ();
}

/* Time limits are ours, an exchange each; what libsoup would do by itself about 401 is switched off. */
static SoupSession *
session_new (GateHttp *self,
             gboolean  stream)
{
  int per_host = stream ? MAX_STREAMS_PER_HOST : MAX_CONNECTIONS_PER_HOST;
  SoupSession *session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host", per_host,
                                                        "timeout", 0, "user-agent", "Gatehouse/" GATE_VERSION, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  gate_proxy_sign_in_watch (self->proxy_sign_in, session);
  return session;
}

static char *
fingerprint (GTlsCertificate *certificate)
{
  g_autoptr(GByteArray) der = NULL;

  if (!certificate)
    return g_strdup ("");
  g_object_get (certificate, "certificate", &der, NULL);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
}

/**
 * gate_http_get_session:
 * @self: what to make requests with
 * @reach: how near the peer may be
 * @stream: whether the answer is read as a stream, for as long as it takes
 * @certificate: (nullable): the client certificate
 *
 * Connections are shared within a session only: never those that were opened under a laxer guard, or that showed another client
 * certificate; and streams, which keep theirs, never leave an exchange without one.
 *
 * Returns: (transfer none): the session to use
 */
SoupSession *
gate_http_get_session (GateHttp        *self,
                       GateReach        reach,
                       gboolean         stream,
                       GTlsCertificate *certificate)
{
  g_autofree char *print = fingerprint (certificate);
  g_autofree char *key = g_strdup_printf ("%s %s %s", gate_reach_to_string (reach), stream ? "stream" : "whole", print);
  SoupSession *session = g_hash_table_lookup (self->sessions, key);

  if (!session)
    {
      session = session_new (self, stream);
      g_hash_table_insert (self->sessions, g_steal_pointer (&key), session);
    }
  return session;
}

/**
 * gate_http_get_allowed_reach:
 * @self: what to make requests with
 * @anchor: (nullable): on whose behalf a request is made
 *
 * A name of the internet may lead into a company's own network, by a name server of its own: where the anchor itself last answered
 * from there, on a request that the person asked for, that counts.
 *
 * Returns: how near the peer may be
 */
GateReach
gate_http_get_allowed_reach (GateHttp *self,
                             GUri     *anchor)
{
  if (!anchor)
    return GATE_REACH_LOOPBACK;

  g_autofree char *origin = gate_address_origin (anchor);
  GateReach by_name = gate_address_reach_of_host (g_uri_get_host (anchor));
  GateReach by_peer = (GateReach) GPOINTER_TO_UINT (g_hash_table_lookup (self->peers, origin));
  return MAX (by_name, by_peer);
}

/**
 * gate_http_note_peer:
 * @self: what to make requests with
 * @message: a message without an anchor that was answered
 *
 * Remembers how near the peer is that answers for an origin; the latest counts.
 */
void
gate_http_note_peer (GateHttp    *self,
                     SoupMessage *message)
{
  GSocketAddress *address = soup_message_get_remote_address (message);

  if (!G_IS_INET_SOCKET_ADDRESS (address) || G_IS_PROXY_ADDRESS (address))
    return;

  GateReach reach = gate_address_reach_of_inet (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  g_autofree char *origin = gate_address_origin (soup_message_get_uri (message));
  if (g_hash_table_size (self->peers) >= MAX_NOTED_PEERS)
    g_hash_table_remove_all (self->peers);
  g_hash_table_insert (self->peers, g_steal_pointer (&origin), GUINT_TO_POINTER ((guint) reach));
}

/**
 * gate_http_get_proxy_sign_in:
 * @self: what to make requests with
 *
 * Returns: (transfer none): what signs in to proxies
 */
GateProxySignIn *
gate_http_get_proxy_sign_in (GateHttp *self)
{
  return self->proxy_sign_in;
}

/**
 * gate_http_get_key_unlock:
 * @self: what to make requests with
 *
 * Returns: (transfer none): what asks for the PINs of tokens
 */
GateKeyUnlock *
gate_http_get_key_unlock (GateHttp *self)
{
  return self->key_unlock;
}

/**
 * gate_http_get_extra_trust:
 * @self: what to make requests with
 *
 * Returns: (nullable): the certificate authorities that count beside the system's
 */
GTlsDatabase *
gate_http_get_extra_trust (GateHttp *self)
{
  return self->extra_trust;
}

/**
 * gate_http_is_behind_portal:
 * @self: what to make requests with
 *
 * Returns: %TRUE when the system knows of a captive portal in the way
 */
gboolean
gate_http_is_behind_portal (GateHttp *self)
{
  GNetworkMonitor *monitor = self->network_monitor ? self->network_monitor : g_network_monitor_get_default ();

  return g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_PORTAL;
}

/**
 * gate_http_set_body:
 * @message: a request
 * @content_type: its media type
 * @body: the bytes
 *
 * Gives a request its body, so that it can be sent more than once where that is needed.
 */
void
gate_http_set_body (SoupMessage *message,
                    const char  *content_type,
                    GBytes      *body)
{
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  soup_message_set_request_body_from_bytes (message, content_type, body);
  g_object_set_data_full (G_OBJECT (message), BODY_KEY, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
  g_object_set_data_full (G_OBJECT (message), TYPE_KEY, g_strdup (content_type), g_free);
}

/**
 * gate_http_set_certificate:
 * @message: a request
 * @certificate: (nullable): the client certificate to offer with it
 *
 * Gives a request a client certificate where its sender does not know of one. Connections that showed it are not lent to others.
 */
void
gate_http_set_certificate (SoupMessage     *message,
                           GTlsCertificate *certificate)
{
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  g_object_set_data_full (G_OBJECT (message), CERTIFICATE_KEY, certificate ? g_object_ref (certificate) : NULL, g_object_unref);
}

/**
 * gate_http_get_certificate:
 * @message: a request
 *
 * Returns: (transfer none) (nullable): what [func@Gate.Http.set_certificate] gave it
 */
GTlsCertificate *
gate_http_get_certificate (SoupMessage *message)
{
  return g_object_get_data (G_OBJECT (message), CERTIFICATE_KEY);
}

/**
 * gate_http_get_body:
 * @message: a request
 * @content_type: (out) (transfer none) (nullable): where its media type is put
 *
 * Returns: (transfer none) (nullable): what [func@Gate.Http.set_body] gave it
 */
GBytes *
gate_http_get_body (SoupMessage  *message,
                    const char  **content_type)
{
  *content_type = g_object_get_data (G_OBJECT (message), TYPE_KEY);
  return g_object_get_data (G_OBJECT (message), BODY_KEY);
}

/**
 * gate_http_send_async:
 * @self: what to make requests with
 * @message: the request
 * @options: (nullable): how to send it; copied
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when the whole answer is there
 * @user_data: for @callback
 *
 * Sends a request and reads the whole answer, whatever its status.
 */
void
gate_http_send_async (GateHttp              *self,
                      SoupMessage           *message,
                      const GateHttpOptions *options,
                      GCancellable          *cancellable,
                      GAsyncReadyCallback    callback,
                      gpointer               user_data)
{
  g_return_if_fail (GATE_IS_HTTP (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  gate_http_exchange_run (gate_task_new (self, cancellable, callback, user_data, gate_http_send_async), message, options, TRUE);
}

/**
 * gate_http_send_finish:
 * @self: what to make requests with
 * @result: what the callback was given
 * @error: set to %GATE_ERROR_NETWORK, %GATE_ERROR_CERTIFICATE, %GATE_ERROR_TIMED_OUT, %GATE_ERROR_TOO_LARGE, %GATE_ERROR_UNTRUSTED (a
 *   peer that the anchor may not reach, a redirect to another origin), %GATE_ERROR_PROTOCOL, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the body of the answer, maybe empty
 */
GBytes *
gate_http_send_finish (GateHttp      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_http_open_async:
 * @self: what to make requests with
 * @message: the request
 * @options: (nullable): how to send it; copied; its limit does not count, and its time limit only for the head
 * @cancellable: (nullable): to give up waiting for the head
 * @callback: (scope async): called when the head of the answer is there
 * @user_data: for @callback
 *
 * Sends a request whose answer is to be read as it comes. Closing or dropping the stream before its end closes the connection.
 */
void
gate_http_open_async (GateHttp              *self,
                      SoupMessage           *message,
                      const GateHttpOptions *options,
                      GCancellable          *cancellable,
                      GAsyncReadyCallback    callback,
                      gpointer               user_data)
{
  g_return_if_fail (GATE_IS_HTTP (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  gate_http_exchange_run (gate_task_new (self, cancellable, callback, user_data, gate_http_open_async), message, options, FALSE);
}

/**
 * gate_http_open_finish:
 * @self: what to make requests with
 * @result: what the callback was given
 * @error: set like by [method@Gate.Http.send_finish]
 *
 * Returns: (transfer full) (nullable): the body of the answer; what reading it ends with is told by [func@Gate.Http.explain]
 */
GInputStream *
gate_http_open_finish (GateHttp      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_accepted (const char *type,
             const char *accepted)
{
  g_auto(GStrv) types = g_strsplit (accepted, ",", -1);

  for (guint i = 0; types[i]; i++)
    if (g_ascii_strcasecmp (g_strstrip (types[i]), type) == 0)
      return TRUE;
  return FALSE;
}

/**
 * gate_http_may_be_portal:
 * @self: what to make requests with
 * @message: an answered message
 *
 * Whether an answer that is not the service's may be a captive portal's: the system knows of one, or anybody on the way could have
 * given it, since the way to another machine was not encrypted. Behind a certificate that is good, only the service answers.
 *
 * Returns: %TRUE when it may be one
 */
gboolean
gate_http_may_be_portal (GateHttp    *self,
                         SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);

  return gate_http_is_behind_portal (self) || (g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && !gate_address_is_loopback (uri));
}

/**
 * gate_http_check_content:
 * @self: what to make requests with
 * @message: a message that was answered with a success and a body
 * @accepted: the media types that make sense, "application/json, text/event-stream"
 * @error: set to %GATE_ERROR_NETWORK behind a captive portal, else %GATE_ERROR_PROTOCOL
 *
 * Checks the media type of an answer before anything is made of it. A web page in its place is what captive portals give, and the
 * wrong address.
 *
 * Returns: %TRUE when the answer is of one of the types
 */
gboolean
gate_http_check_content (GateHttp     *self,
                         SoupMessage  *message,
                         const char   *accepted,
                         GError      **error)
{
  g_return_val_if_fail (GATE_IS_HTTP (self), FALSE);

  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  gboolean page = type && is_accepted (type, "text/html, application/xhtml+xml");

  if (type && is_accepted (type, accepted))
    return TRUE;
  if (page && gate_http_may_be_portal (self, message))
    g_propagate_error (error, gate_http_error_new_portal (host));
  else if (page)
    gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE,
                    _("Check the address; if it is right, this network may want you to sign in: open a page in a web browser."),
                    _("“%s” answered with a web page, where %s was expected"), host, accepted);
  else if (!type)
    gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Check the address, or report it to who runs the service."),
                    _("“%s” did not say what kind of answer it gave; %s was expected"), host, accepted);
  else
    {
      g_autofree char *visible = gate_text_make_visible (type, GATE_TEXT_LINE);
      g_autofree char *shown = gate_text_shorten (visible, 80);

      gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Check the address, or report it to who runs the service."),
                      _("“%s” answered with %s, where %s was expected"), host, shown, accepted);
    }
  return FALSE;
}
