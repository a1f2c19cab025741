// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-context.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-file.h"
#include "gate-i18n.h"
#include "gate-lock.h"
#include "gate-text.h"

#define TIME_LIMIT_MS (5 * 60 * 1000)
#define LOOK_AGAIN_MS 15000
#define REQUEST_TIMEOUT_MS 30000
#define LABEL_CHARS 80
#define FILE_LIMIT (256 * 1024)

G_DEFINE_FINAL_TYPE (GateSignInContext, gate_sign_in_context, G_TYPE_OBJECT)

static void
gate_sign_in_context_finalize (GObject *object)
{
  GateSignInContext *self = GATE_SIGN_IN_CONTEXT (object);

  g_clear_object (&self->connector);
  g_free (self->account);
  g_free (self->project);
  g_clear_object (&self->http);
  g_clear_object (&self->vault);
  g_clear_object (&self->mask);
  g_clear_object (&self->interaction);
  g_clear_pointer (&self->address, g_uri_unref);
  G_OBJECT_CLASS (gate_sign_in_context_parent_class)->finalize (object);
}

static void
gate_sign_in_context_class_init (GateSignInContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_sign_in_context_finalize;
}

/* Tests of whole programs do not wait for minutes; nobody makes it longer. */
static guint
choose_time_limit (void)
{
  const char *seconds = g_getenv ("GATE_SIGN_IN_SECONDS");
  guint64 value;

  if (seconds && g_ascii_string_to_unsigned (seconds, 10, 1, TIME_LIMIT_MS / 1000, &value, NULL))
    return (guint) value * 1000;
  return TIME_LIMIT_MS;
}

static void
gate_sign_in_context_init (GateSignInContext *self)
{
  self->mask = gate_secret_mask_new ();
  self->open_browser = TRUE;
  self->time_limit_ms = choose_time_limit ();
  self->look_again_ms = LOOK_AGAIN_MS;
}

/**
 * gate_sign_in_context_new:
 * @connector: the connector
 * @account: (nullable): one of its accounts; %NULL and "" are the first
 * @http: for requests
 * @secrets: the keyring
 * @interaction: (nullable): who can be asked
 *
 * Returns: (transfer full): what the parts of a sign-in share
 */
GateSignInContext *
gate_sign_in_context_new (GateConnector   *connector,
                          const char      *account,
                          GateHttp        *http,
                          GateSecretStore *secrets,
                          GateInteraction *interaction)
{
  GateSignInContext *self = g_object_new (GATE_TYPE_SIGN_IN_CONTEXT, NULL);

  self->connector = g_object_ref (connector);
  self->settings = gate_connector_get_sign_in (connector);
  self->account = account && *account ? g_strdup (account) : NULL;
  self->http = g_object_ref (http);
  self->vault = gate_vault_new (secrets);
  self->interaction = interaction ? g_object_ref (interaction) : NULL;
  return self;
}

/**
 * gate_sign_in_context_key:
 * @self: a context
 * @kind: what is kept
 * @issuer: (nullable): the authorization server
 * @resource: (nullable): the resource
 *
 * Returns: the key of what OAuth keeps: bound to the issuer, the resource, the account, and to the connector by name, so that two
 *   entries for one address stay apart. Borrows its members
 */
GateSecretKey
gate_sign_in_context_key (GateSignInContext *self,
                          const char        *kind,
                          const char        *issuer,
                          const char        *resource)
{
  return (GateSecretKey) { kind, issuer, resource, self->account ? self->account : "", gate_connector_get_id (self->connector) };
}

/**
 * gate_sign_in_context_setting_key:
 * @self: a context
 * @kind: what is kept, "client-secret"
 *
 * Returns: the key of a secret of the connector's settings, the same for all accounts. Borrows its members
 */
GateSecretKey
gate_sign_in_context_setting_key (GateSignInContext *self,
                                  const char        *kind)
{
  return (GateSecretKey) { .kind = kind, .resource = gate_connector_get_id (self->connector) };
}

/**
 * gate_sign_in_context_field_key:
 * @self: a context
 * @kind: what is kept, "field"
 * @name: the field's name
 *
 * Returns: the key of what the person gave for the account. Borrows its members
 */
GateSecretKey
gate_sign_in_context_field_key (GateSignInContext *self,
                                const char        *kind,
                                const char        *name)
{
  return (GateSecretKey) { kind, NULL, gate_connector_get_id (self->connector), self->account, name };
}

/**
 * gate_sign_in_context_dup_title:
 * @self: a context
 *
 * Returns: (transfer full): the connector's name, and the account's where there are several, for people
 */
char *
gate_sign_in_context_dup_title (GateSignInContext *self)
{
  const char *name = gate_connector_get_label (self->connector);
  const char *account = self->account ? gate_connector_get_account_label (self->connector, self->account) : NULL;
  g_autofree char *text = account ? g_strdup_printf ("%s (%s)", name, account) : g_strdup (name);
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);

  return gate_text_shorten (visible, LABEL_CHARS);
}

/**
 * gate_sign_in_context_dup_label:
 * @self: a context
 * @what: what is kept, in the person's language: "sign-in", "client"
 *
 * Returns: (transfer full): what people read in Passwords and Keys
 */
char *
gate_sign_in_context_dup_label (GateSignInContext *self,
                                const char        *what)
{
  g_autofree char *title = gate_sign_in_context_dup_title (self);
  return g_strdup_printf (_("Gatehouse: %s, %s"), title, what);
}

/**
 * gate_sign_in_context_dup_lock:
 * @self: a context
 * @prefix: what kind of lock
 *
 * Returns: (transfer full): the name of a lock that all processes with this sign-in share
 */
char *
gate_sign_in_context_dup_lock (GateSignInContext *self,
                               const char        *prefix)
{
  g_autofree char *what = g_strdup_printf ("%s\n%s", gate_connector_get_id (self->connector), self->account ? self->account : "");
  return gate_lock_name_for (prefix, what);
}

/**
 * gate_sign_in_context_get_host:
 * @self: a context whose address is known
 *
 * Returns: the server's host, for messages
 */
const char *
gate_sign_in_context_get_host (GateSignInContext *self)
{
  return self->address ? g_uri_get_host (self->address) : _("the service");
}

/**
 * gate_sign_in_context_options:
 * @self: a context
 *
 * Returns: how requests on behalf of this server are sent: guarded by its address, no redirects, small answers, 30 s
 */
GateHttpOptions
gate_sign_in_context_options (GateSignInContext *self)
{
  return (GateHttpOptions) { .limit = 1024 * 1024, .timeout_ms = REQUEST_TIMEOUT_MS, .anchor = self->address };
}

/**
 * gate_sign_in_context_can_ask:
 * @self: a context
 * @what: what the face has to be able to do
 *
 * Returns: %TRUE when the person may be asked, and can be
 */
gboolean
gate_sign_in_context_can_ask (GateSignInContext           *self,
                              GateInteractionCapabilities  what)
{
  return self->interactive && self->interaction && (gate_interaction_get_capabilities (self->interaction) & what) == what;
}

/**
 * gate_sign_in_context_question:
 * @self: a context
 * @kind: what kind of question
 * @title: its title
 *
 * Returns: (transfer full): a question about this connector and account, with the time limit as its deadline
 */
GateQuestion *
gate_sign_in_context_question (GateSignInContext *self,
                               GateQuestionKind   kind,
                               const char        *title)
{
  GateQuestion *question = gate_question_new (kind, title);

  gate_question_set_connector (question, gate_connector_get_label (self->connector));
  if (self->account)
    gate_question_set_account (question, gate_connector_get_account_label (self->connector, self->account));
  gate_question_set_deadline (question, (g_get_real_time () / 1000 + self->time_limit_ms) / 1000);
  return question;
}

/**
 * gate_sign_in_context_tell_project:
 * @self: a context
 * @question: what the person is asked in order to sign in
 *
 * Who signs in knows what else comes of it.
 */
void
gate_sign_in_context_tell_project (GateSignInContext *self,
                                   GateQuestion      *question)
{
  if (self->project)
    gate_question_add_detail (question, NULL, _("Turned on in the project"), self->project);
}

/**
 * gate_sign_in_context_read_file:
 * @self: a context
 * @path: the path of a small file of the person's own, perhaps with ${VARIABLES}
 * @what: what it holds, in the person's language: "Private key"
 * @error: set to %GATE_ERROR_CREDENTIAL_EXPIRED when there is nothing in it, else as the file tells it
 *
 * Reads a secret that another program, or the person, keeps in a file.
 *
 * Returns: (transfer full) (nullable): its text without white space at the end
 */
GateSecret *
gate_sign_in_context_read_file (GateSignInContext  *self,
                                const char         *path,
                                const char         *what,
                                GError            **error)
{
  g_autofree char *expanded = gate_connector_expand (path, NULL, NULL, error);
  g_autoptr(GBytes) content = expanded ? gate_file_read (expanded, FILE_LIMIT, error) : NULL;
  if (!content)
    {
      g_prefix_error (error, "%s: ", what);
      return NULL;
    }

  gsize size;
  const char *data = g_bytes_get_data (content, &size);
  g_autoptr(GateSecret) secret = gate_secret_new_take (g_strchomp (g_strndup (size > 0 ? data : "", size)));
  if (gate_secret_get_size (secret) > 0)
    return g_steal_pointer (&secret);
  gate_error_set (error, GATE_ERROR_CREDENTIAL_EXPIRED, GATE_LAYER_SIGNED_IN, _("Put it there, or name another file for the connector."),
                  _("The file “%s” is empty (%s)"), expanded, what);
  return NULL;
}

/**
 * gate_sign_in_context_is_home:
 * @self: a context whose address is known
 * @message: a request
 * @error: set to %GATE_ERROR_UNTRUSTED
 *
 * Checks that credentials may go with a request: to the connector's own origin, encrypted or on this machine.
 *
 * Returns: %TRUE when they may
 */
gboolean
gate_sign_in_context_is_home (GateSignInContext  *self,
                              SoupMessage        *message,
                              GError            **error)
{
  GUri *uri = soup_message_get_uri (message);

  if (!self->address || !gate_address_same_origin (self->address, uri))
    {
      gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                      _("Credentials for %s are not sent to %s"), gate_sign_in_context_get_host (self), g_uri_get_host (uri));
      return FALSE;
    }
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 && !gate_address_is_loopback (uri))
    {
      gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN, _("Use an https address for the connector."),
                      _("Credentials are not sent to %s, because the connection is not encrypted"), g_uri_get_host (uri));
      return FALSE;
    }
  return TRUE;
}

/**
 * gate_sign_in_context_set_needed:
 * @self: a context
 * @error: (out) (optional): set to %GATE_ERROR_SIGN_IN_NEEDED
 * @why: (nullable): a sentence, without its full stop, that says why
 *
 * Tells that the person has to sign in.
 */
void
gate_sign_in_context_set_needed (GateSignInContext  *self,
                                 GError            **error,
                                 const char         *why)
{
  g_autofree char *title = gate_sign_in_context_dup_title (self);
  g_autofree char *remedy = g_strdup_printf (_("Sign in to %s."), title);

  if (why)
    gate_error_set (error, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, remedy, "%s", why);
  else
    gate_error_set (error, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, remedy, _("You are not signed in to %s"), title);
}
