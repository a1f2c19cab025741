// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-proxy-sign-in.h"

#include "gate-challenge.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-property.h"
#include "gate-proxy-resolver.h"
#include "gate-task.h"

#include <string.h>

/* What is known of one proxy. */
typedef struct {
  char         *authority; /* (owned) */
  char         *user; /* (owned) (nullable) */
  GateSecret   *password; /* (owned) (nullable) */
  gboolean      refused; /* what stands above is not right */
  gboolean      basic; /* what it last asked for */
  SoupAuth     *digest; /* (owned) (nullable) */
  GCancellable *asking; /* (owned) (nullable): of the question that is open */
  GQueue        waiting; /* (element-type GTask): those that the answer is for */
} Proxy;

struct _GateProxySignIn {
  GObject            parent_instance;

  GateProxyResolver *resolver; /* (owned) */
  GateInteraction   *interaction; /* (owned) (nullable) */
  GHashTable        *proxies; /* (element-type utf8 Proxy): by authority */
};

/* One that waits for an answer. */
typedef struct {
  char    *proxy; /* (owned) */
  GSource *cancelled; /* (owned) (nullable) */
} Waiter;

GATE_DEFINE_DATA (Waiter, waiter)

static void
waiter_clear (Waiter *self)
{
  if (self->cancelled)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_free (self->proxy);
}

G_DEFINE_FINAL_TYPE (GateProxySignIn, gate_proxy_sign_in, G_TYPE_OBJECT)

static void
proxy_free (Proxy *self)
{
  g_free (self->authority);
  g_free (self->user);
  g_clear_pointer (&self->password, gate_secret_unref);
  g_clear_object (&self->digest);
  g_clear_object (&self->asking);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_free (self);
}

static Proxy *
ensure_proxy (GateProxySignIn *self,
              const char      *authority)
{
  Proxy *proxy = g_hash_table_lookup (self->proxies, authority);

  if (!proxy)
    {
      proxy = g_new0 (Proxy, 1);
      proxy->authority = g_strdup (authority);
      g_queue_init (&proxy->waiting);
      g_hash_table_insert (self->proxies, proxy->authority, proxy);
    }
  return proxy;
}

/**
 * gate_proxy_sign_in_dup_proxy:
 * @message: a message that is connected, or was
 *
 * Returns: (transfer full) (nullable): the HTTP proxy that it goes through, host and port
 */
char *
gate_proxy_sign_in_dup_proxy (SoupMessage *message)
{
  GSocketAddress *address = soup_message_get_remote_address (message);

  if (!G_IS_PROXY_ADDRESS (address) || g_strcmp0 (g_proxy_address_get_protocol (G_PROXY_ADDRESS (address)), "http") != 0)
    return NULL;
  return gate_proxy_authority (g_proxy_address_get_uri (G_PROXY_ADDRESS (address)));
}

/* What the proxy itself reads: requests for tunnels, and requests that do not go through one. */
static gboolean
is_read_by_proxy (SoupMessage *message)
{
  return soup_message_get_method (message) == SOUP_METHOD_CONNECT
         || g_strcmp0 (g_uri_get_scheme (soup_message_get_uri (message)), "http") == 0;
}

static Proxy *
proxy_of (GateProxySignIn *self,
          SoupMessage     *message)
{
  g_autofree char *authority = is_read_by_proxy (message) ? gate_proxy_sign_in_dup_proxy (message) : NULL;
  return authority ? ensure_proxy (self, authority) : NULL;
}

static char *
make_authorization (Proxy       *proxy,
                    SoupMessage *message)
{
  if (!proxy->user || proxy->refused)
    return NULL;
  if (proxy->digest)
    {
      soup_auth_authenticate (proxy->digest, proxy->user, gate_secret_peek (proxy->password));
      return soup_auth_get_authorization (proxy->digest, message);
    }
  if (!proxy->basic)
    return NULL;

  char *pair = g_strdup_printf ("%s:%s", proxy->user, gate_secret_peek (proxy->password));
  char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  char *header = g_strdup_printf ("Basic %s", encoded);
  gate_secret_wipe (pair);
  gate_secret_wipe (encoded);
  g_free (pair);
  g_free (encoded);
  return header;
}

static void
on_starting (SoupMessage *message,
             gpointer     user_data)
{
  GateProxySignIn *self = user_data;
  Proxy *proxy = proxy_of (self, message);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_remove (headers, "Proxy-Authorization");
  if (!proxy)
    return;

  char *value = make_authorization (proxy, message);
  if (!value)
    return;
  soup_message_headers_replace (headers, "Proxy-Authorization", value);
  gate_secret_wipe (value);
  g_free (value);
}

/* libsoup makes its answer to a Digest challenge from the header's own text. */
static SoupAuth *
make_digest (SoupMessage *message)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;

  soup_message_headers_iter_init (&iter, soup_message_get_response_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, "Proxy-Authenticate") == 0 && g_ascii_strncasecmp (value, "Digest ", strlen ("Digest ")) == 0)
      return soup_auth_new (SOUP_TYPE_AUTH_DIGEST, message, value);
  return NULL;
}

static void
on_got_headers (SoupMessage *message,
                gpointer     user_data)
{
  GateProxySignIn *self = user_data;
  Proxy *proxy = soup_message_get_status (message) == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED ? proxy_of (self, message) : NULL;
  gboolean stale = FALSE;

  if (!proxy)
    return;

  g_autoptr(GPtrArray) challenges = gate_challenge_parse_headers (soup_message_get_response_headers (message), "Proxy-Authenticate");
  g_clear_object (&proxy->digest);
  proxy->digest = make_digest (message);
  proxy->basic = FALSE;
  for (guint i = 0; i < challenges->len; i++)
    {
      GateChallenge *challenge = g_ptr_array_index (challenges, i);
      const char *value = gate_challenge_get (challenge, "stale");

      proxy->basic |= gate_challenge_is (challenge, "Basic");
      stale |= value && g_ascii_strcasecmp (value, "true") == 0;
    }
  if (soup_message_headers_get_one (soup_message_get_request_headers (message), "Proxy-Authorization") && !stale)
    proxy->refused = TRUE;
}

static void
on_request_queued (SoupSession *session,
                   SoupMessage *message,
                   gpointer     user_data)
{
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), user_data);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), user_data);
}

static void
on_request_unqueued (SoupSession *session,
                     SoupMessage *message,
                     gpointer     user_data)
{
  g_signal_handlers_disconnect_by_data (message, user_data);
  /* What was put on it is of no use to anybody else. */
  soup_message_headers_remove (soup_message_get_request_headers (message), "Proxy-Authorization");
}

/**
 * gate_proxy_sign_in_watch:
 * @self: what signs in
 * @session: a session without a [class@Soup.AuthManager]
 *
 * Gives the session our proxy resolver, and its messages what proxies want.
 */
void
gate_proxy_sign_in_watch (GateProxySignIn *self,
                          SoupSession     *session)
{
  soup_session_set_proxy_resolver (session, G_PROXY_RESOLVER (self->resolver));
  g_signal_connect_object (session, "request-queued", G_CALLBACK (on_request_queued), self, 0);
  g_signal_connect_object (session, "request-unqueued", G_CALLBACK (on_request_unqueued), self, 0);
}

static void
gate_proxy_sign_in_dispose (GObject *object)
{
  GateProxySignIn *self = GATE_PROXY_SIGN_IN (object);

  g_hash_table_remove_all (self->proxies);
  g_clear_object (&self->interaction);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (gate_proxy_sign_in_parent_class)->dispose (object);
}

static void
gate_proxy_sign_in_finalize (GObject *object)
{
  GateProxySignIn *self = GATE_PROXY_SIGN_IN (object);

  g_hash_table_unref (self->proxies);
  G_OBJECT_CLASS (gate_proxy_sign_in_parent_class)->finalize (object);
}

static void
gate_proxy_sign_in_class_init (GateProxySignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_proxy_sign_in_dispose;
  object_class->finalize = gate_proxy_sign_in_finalize;
}

static void
gate_proxy_sign_in_init (GateProxySignIn *self)
{
  self->resolver = gate_proxy_resolver_new ();
  self->proxies = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) proxy_free);
}

/**
 * gate_proxy_sign_in_new:
 *
 * Returns: (transfer full): what signs in to the system's proxies
 */
GateProxySignIn *
gate_proxy_sign_in_new (void)
{
  return g_object_new (GATE_TYPE_PROXY_SIGN_IN, NULL);
}

/**
 * gate_proxy_sign_in_set_interaction:
 * @self: what signs in
 * @interaction: (nullable): whom to ask for a user name and a password
 */
void
gate_proxy_sign_in_set_interaction (GateProxySignIn *self,
                                    GateInteraction *interaction)
{
  g_set_object (&self->interaction, interaction);
}

static GError *
error_for (Proxy *proxy)
{
  const char *setting = _("Put the user name and the password into the proxy setting of this computer.");

  if (!proxy->basic && !proxy->digest)
    return gate_error_new (GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, _("Ask the administrator for a proxy that takes a user name and a password."),
                           _("The proxy %s wants a sign-in of a kind that is not supported"), proxy->authority);
  if (proxy->refused)
    return gate_error_new (GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, setting, _("The proxy %s refused the user name and the password"),
                           proxy->authority);
  return gate_error_new (GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, setting, _("The proxy %s wants a sign-in"), proxy->authority);
}

static void
set_credentials (Proxy      *proxy,
                 const char *user,
                 GateSecret *password)
{
  gate_set_str (&proxy->user, user);
  g_clear_pointer (&proxy->password, gate_secret_unref);
  proxy->password = gate_secret_ref (password);
  proxy->refused = FALSE;
}

/* Ends the question for all who wait for it. */
static void
end_question (Proxy    *proxy,
              gboolean  answered)
{
  GQueue waiting = proxy->waiting;
  GTask *task;

  g_queue_init (&proxy->waiting);
  g_clear_object (&proxy->asking);
  while ((task = g_queue_pop_head (&waiting)))
    {
      if (answered)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, error_for (proxy));
      g_object_unref (task);
    }
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateProxySignIn *self = g_task_get_source_object (task);
  Proxy *proxy = g_hash_table_lookup (self->proxies, g_task_get_task_data (task));
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, NULL);

  /* Nobody waits any more, or the question is a newer one. */
  if (!proxy || proxy->asking != g_task_get_cancellable (task))
    return;

  const char *user = answer && gate_answer_is (answer, GATE_CHOICE_ACCEPT) ? gate_answer_get_string (answer, "user") : NULL;
  const char *text = user ? gate_answer_get_string (answer, "password") : NULL;
  g_autoptr(GateSecret) password = text ? gate_secret_new (text) : NULL;
  if (password)
    set_credentials (proxy, user, password);
  end_question (proxy, password != NULL);
}

static void
ask (GateProxySignIn *self,
     Proxy           *proxy)
{
  g_autofree char *title = g_strdup_printf (_("The proxy %s wants a sign-in"), proxy->authority);
  g_autoptr(GateQuestion) question = gate_question_new (GATE_QUESTION_FIELDS, title);
  g_autoptr(GateForm) form = gate_form_new ();
  g_autoptr(GateFormField) user = gate_form_field_new ("user", GATE_FORM_TEXT, _("User name"), NULL, TRUE);
  g_autoptr(GateFormField) password = gate_form_field_new ("password", GATE_FORM_SECRET, _("Password"), NULL, TRUE);

  gate_form_append (form, user);
  gate_form_append (form, password);
  gate_question_set_form (question, form);
  gate_question_set_body (question, proxy->refused ? _("The user name or the password was not right. They are kept until this program ends.")
                                                   : _("They are kept until this program ends."));
  proxy->asking = g_cancellable_new ();

  GTask *task = g_task_new (self, proxy->asking, NULL, NULL);
  g_task_set_task_data (task, g_strdup (proxy->authority), g_free);
  gate_interaction_ask_async (self->interaction, question, proxy->asking, got_answer, task);
}

static gboolean
waiter_cancelled (GCancellable *cancellable,
                  gpointer      user_data)
{
  GTask *task = user_data;
  GateProxySignIn *self = g_task_get_source_object (task);
  Proxy *proxy = g_hash_table_lookup (self->proxies, waiter_of (task)->proxy);

  if (!proxy || !g_queue_remove (&proxy->waiting, task))
    return G_SOURCE_REMOVE;
  if (g_queue_is_empty (&proxy->waiting))
    {
      g_cancellable_cancel (proxy->asking);
      g_clear_object (&proxy->asking);
    }
  /* Told last: who is told may let all of this go. */
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
watch_waiter (GTask *task)
{
  Waiter *self = waiter_of (task);

  if (!g_task_get_cancellable (task))
    return;
  self->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (waiter_cancelled), task, NULL);
  g_source_attach (self->cancelled, g_task_get_context (task));
}

/* What the proxy setting holds now, unless it is what was refused. */
static void
take_from_setting (GateProxySignIn *self,
                   Proxy           *proxy)
{
  g_autofree char *user = NULL;
  g_autoptr(GateSecret) password = NULL;

  if (proxy->user && !proxy->refused)
    return;
  if (!gate_proxy_resolver_get_credentials (self->resolver, proxy->authority, &user, &password))
    return;
  if (proxy->user && strcmp (proxy->user, user) == 0 && gate_secret_equal (proxy->password, password))
    return;
  set_credentials (proxy, user, password);
}

/**
 * gate_proxy_sign_in_answer_async:
 * @self: what signs in
 * @proxy: the proxy that answered with 407
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when it is known whether sending again can help
 * @user_data: for @callback
 *
 * Gets what the proxy wants: the setting's own, where that was not tried yet, else the person is asked, once for all that wait.
 */
void
gate_proxy_sign_in_answer_async (GateProxySignIn     *self,
                                 const char          *proxy,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_proxy_sign_in_answer_async);
  Proxy *found = ensure_proxy (self, proxy);

  Waiter *waiter = waiter_new ();
  waiter->proxy = g_strdup (proxy);
  waiter_attach (task, waiter);
  take_from_setting (self, found);
  if (!found->basic && !found->digest)
    g_task_return_error (task, error_for (found));
  else if (found->user && !found->refused)
    g_task_return_boolean (task, TRUE);
  else if (!self->interaction)
    g_task_return_error (task, error_for (found));
  else
    {
      watch_waiter (task);
      g_queue_push_tail (&found->waiting, g_steal_pointer (&task));
      if (!found->asking)
        ask (self, found);
    }
}

/**
 * gate_proxy_sign_in_answer_finish:
 * @self: what signs in
 * @result: what the callback was given
 * @error: set to %GATE_ERROR_NETWORK, or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the request is to be sent again
 */
gboolean
gate_proxy_sign_in_answer_finish (GateProxySignIn  *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
