// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-private.h"

#include "gate-certificate-sign-in.h"
#include "gate-error.h"
#include "gate-helper-sign-in.h"
#include "gate-oauth.h"
#include "gate-property.h"
#include "gate-sign-in-resolve.h"
#include "gate-task.h"

enum {
  PROP_0,
  PROP_INTERACTIVE,
  PROP_READ_ONLY,
  PROP_OPEN_BROWSER,
  PROP_PERSISTED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (GateSignIn, gate_sign_in, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_AUTHORIZER, gate_sign_in_authorizer_init))

/**
 * gate_sign_in_update_persisted:
 * @self: a sign-in whose operation has ended
 *
 * Notifies of what could not be put into the keyring.
 */
void
gate_sign_in_update_persisted (GateSignIn *self)
{
  gboolean persisted = gate_vault_has_kept_all (self->context->vault);

  if (persisted == self->persisted)
    return;
  self->persisted = persisted;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PERSISTED]);
}

/**
 * gate_sign_in_mask_error:
 * @self: a sign-in
 * @error: (nullable): where an error may have been set
 *
 * Takes out of an error what a server repeats of what it was sent.
 */
void
gate_sign_in_mask_error (GateSignIn  *self,
                         GError     **error)
{
  if (error)
    gate_secret_mask_apply_error (self->context->mask, *error);
}

/**
 * gate_sign_in_task_for:
 * @method: what the task is for
 * @outer: the task of the whole
 * @callback: called when the method is done, with a reference to @outer, which it frees
 *
 * Returns: (transfer full): a task for one method, on the way to ending the whole
 */
GTask *
gate_sign_in_task_for (GateSignInMethod    *method,
                       GTask               *outer,
                       GAsyncReadyCallback  callback)
{
  return gate_task_new (method, g_task_get_cancellable (outer), callback, g_object_ref (outer), gate_sign_in_task_for);
}

/* --- The address --- */

static void
did_load_values (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignIn *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  GateResolved *resolved = NULL;

  if (gate_field_values_load_finish (GATE_FIELD_VALUES (source), result, &error))
    resolved = gate_resolve (self->context, self->values, &error);
  if (resolved)
    g_task_return_pointer (task, resolved, (GDestroyNotify) gate_resolved_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_sign_in_resolve_async:
 * @self: a sign-in
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Fills in the connector's fields and references.
 */
void
gate_sign_in_resolve_async (GateSignIn          *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_sign_in_resolve_async);
  gate_field_values_load_async (self->values, cancellable, did_load_values, g_steal_pointer (&task));
}

/**
 * gate_sign_in_resolve_finish:
 * @self: a sign-in
 * @result: the result
 * @address: (out) (optional) (nullable) (transfer full): the address of a remote connector
 * @argv: (out) (optional) (nullable) (transfer full): command and arguments of a local one
 * @environment: (out) (optional) (nullable) (transfer full): its variables, "NAME=value"; wipe them after use
 * @error: set to %GATE_ERROR_SIGN_IN_NEEDED or %GATE_ERROR_CREDENTIAL_EXPIRED for values, %GATE_ERROR_INVALID for the entry, or as the
 *   keyring tells it
 *
 * Returns: %TRUE when all is filled in
 */
gboolean
gate_sign_in_resolve_finish (GateSignIn     *self,
                             GAsyncResult   *result,
                             char          **address,
                             char         ***argv,
                             char         ***environment,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_autoptr(GateResolved) resolved = g_task_propagate_pointer (G_TASK (result), error);
  gate_sign_in_mask_error (self, error);
  if (!resolved)
    return FALSE;
  if (address)
    *address = g_steal_pointer (&resolved->address);
  if (argv)
    *argv = g_steal_pointer (&resolved->argv);
  if (environment)
    *environment = g_steal_pointer (&resolved->environment);
  return TRUE;
}

/* --- The object --- */

static void
add_method (GateSignIn       *self,
            GateSignInMethod *method)
{
  g_ptr_array_add (self->methods, method);
  self->primary = method;
}

/* What prepares requests, in this order; the last one added answers challenges. */
static void
choose_methods (GateSignIn *self)
{
  GateSignInContext *context = self->context;
  GateSignInSettings *settings = context->settings;
  GateSignInMethod *fields = gate_field_sign_in_new (context, self->values);

  if (settings->certificate && settings->kind != GATE_SIGN_IN_CERTIFICATE)
    add_method (self, gate_certificate_sign_in_new (context));
  add_method (self, fields);

  switch (settings->kind)
    {
    case GATE_SIGN_IN_AUTO:
      self->key = GATE_FIELD_SIGN_IN (gate_field_sign_in_new_key (context));
      add_method (self, gate_oauth_new (context));
      g_ptr_array_add (self->methods, self->key);
      break;
    case GATE_SIGN_IN_OAUTH:
    case GATE_SIGN_IN_CLIENT_CREDENTIALS:
    case GATE_SIGN_IN_ENTERPRISE:
    case GATE_SIGN_IN_WORKLOAD:
      add_method (self, gate_oauth_new (context));
      break;
    case GATE_SIGN_IN_CERTIFICATE:
      add_method (self, gate_certificate_sign_in_new (context));
      break;
    case GATE_SIGN_IN_HELPER:
      add_method (self, gate_helper_sign_in_new (context));
      break;
    case GATE_SIGN_IN_NONE:
    case GATE_SIGN_IN_HEADERS:
    case GATE_SIGN_IN_FIELDS:
    default:
      break;
    }
}

static void
gate_sign_in_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  GateSignIn *self = GATE_SIGN_IN (object);

  switch (id)
    {
    case PROP_INTERACTIVE:
      g_value_set_boolean (value, self->context->interactive);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->context->read_only);
      break;
    case PROP_OPEN_BROWSER:
      g_value_set_boolean (value, self->context->open_browser);
      break;
    case PROP_PERSISTED:
      g_value_set_boolean (value, self->persisted);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_sign_in_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  GateSignIn *self = GATE_SIGN_IN (object);

  switch (id)
    {
    case PROP_INTERACTIVE:
      gate_sign_in_set_interactive (self, g_value_get_boolean (value));
      break;
    case PROP_READ_ONLY:
      gate_sign_in_set_read_only (self, g_value_get_boolean (value));
      break;
    case PROP_OPEN_BROWSER:
      gate_sign_in_set_open_browser (self, g_value_get_boolean (value));
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_sign_in_dispose (GObject *object)
{
  GateSignIn *self = GATE_SIGN_IN (object);

  g_clear_pointer (&self->methods, g_ptr_array_unref);
  g_clear_object (&self->values);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (gate_sign_in_parent_class)->dispose (object);
}

static void
gate_sign_in_class_init (GateSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_sign_in_get_property;
  object_class->set_property = gate_sign_in_set_property;
  object_class->dispose = gate_sign_in_dispose;

  props[PROP_INTERACTIVE] = g_param_spec_boolean ("interactive", NULL, NULL, FALSE, GATE_PARAM_READWRITE);
  props[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, GATE_PARAM_READWRITE);
  props[PROP_OPEN_BROWSER] = g_param_spec_boolean ("open-browser", NULL, NULL, TRUE, GATE_PARAM_READWRITE);
  props[PROP_PERSISTED] = g_param_spec_boolean ("persisted", NULL, NULL, TRUE, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_sign_in_init (GateSignIn *self)
{
  self->methods = g_ptr_array_new_with_free_func (g_object_unref);
  self->persisted = TRUE;
}

/**
 * gate_sign_in_new:
 * @connector: a connector
 * @account: (nullable): one of its accounts; %NULL is the first
 * @http: for requests
 * @secrets: the keyring
 * @interaction: (nullable): who can be asked; %NULL is nobody
 *
 * Returns: (transfer full): a sign-in that asks nobody until it is made interactive
 */
GateSignIn *
gate_sign_in_new (GateConnector   *connector,
                  const char      *account,
                  GateHttp        *http,
                  GateSecretStore *secrets,
                  GateInteraction *interaction)
{
  g_return_val_if_fail (GATE_IS_CONNECTOR (connector), NULL);

  GateSignIn *self = g_object_new (GATE_TYPE_SIGN_IN, NULL);
  self->context = gate_sign_in_context_new (connector, account, http, secrets, interaction);
  self->values = gate_field_values_new (self->context);
  choose_methods (self);
  return self;
}

/**
 * gate_sign_in_set_interactive:
 * @self: a sign-in
 * @interactive: whether the person may be asked
 *
 * Allows, or forbids, questions and browsers.
 */
void
gate_sign_in_set_interactive (GateSignIn *self,
                              gboolean    interactive)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  if (self->context->interactive == interactive)
    return;
  self->context->interactive = interactive;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INTERACTIVE]);
}

/**
 * gate_sign_in_set_again:
 * @self: a sign-in
 * @again: whether to sign in although a sign-in still works
 *
 * For one that is about to end and that nothing renews. Is over with the new sign-in.
 */
void
gate_sign_in_set_again (GateSignIn *self,
                        gboolean    again)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  self->context->again = again;
}

/**
 * gate_sign_in_set_project:
 * @self: a sign-in
 * @project: (nullable): the name of a project
 *
 * What is asked in order to sign in says that the connector is turned on there afterwards.
 */
void
gate_sign_in_set_project (GateSignIn *self,
                          const char *project)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  g_free (self->context->project);
  self->context->project = g_strdup (project);
}

/**
 * gate_sign_in_set_read_only:
 * @self: a sign-in
 * @read_only: whether to ask for reading scopes only
 *
 * Narrows what a sign-in asks for.
 */
void
gate_sign_in_set_read_only (GateSignIn *self,
                            gboolean    read_only)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  if (self->context->read_only == read_only)
    return;
  self->context->read_only = read_only;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_READ_ONLY]);
}

/**
 * gate_sign_in_set_open_browser:
 * @self: a sign-in
 * @open_browser: whether the face opens a browser, rather than showing the address
 *
 * Says how the person gets to the account server's page.
 */
void
gate_sign_in_set_open_browser (GateSignIn *self,
                               gboolean    open_browser)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  if (self->context->open_browser == open_browser)
    return;
  self->context->open_browser = open_browser;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPEN_BROWSER]);
}

/**
 * gate_sign_in_set_time_limit:
 * @self: a sign-in
 * @milliseconds: how long the person may take
 *
 * Bounds the time of a sign-in in the browser.
 */
void
gate_sign_in_set_time_limit (GateSignIn *self,
                             guint       milliseconds)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  self->context->time_limit_ms = milliseconds;
}

/**
 * gate_sign_in_get_persisted:
 * @self: a sign-in
 *
 * Returns: %FALSE while something of it lives in this process only, because there is no keyring
 */
gboolean
gate_sign_in_get_persisted (GateSignIn *self)
{
  g_return_val_if_fail (GATE_IS_SIGN_IN (self), FALSE);

  return self->persisted;
}

/**
 * gate_sign_in_get_mask:
 * @self: a sign-in
 *
 * Returns: (transfer none): the secrets that it gave out, kept up to date: what the server says is shown without them
 */
GateSecretMask *
gate_sign_in_get_mask (GateSignIn *self)
{
  g_return_val_if_fail (GATE_IS_SIGN_IN (self), NULL);

  return self->context->mask;
}

/**
 * gate_sign_in_get_keyring_error:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): why it is not persisted
 */
const GError *
gate_sign_in_get_keyring_error (GateSignIn *self)
{
  g_return_val_if_fail (GATE_IS_SIGN_IN (self), NULL);

  return self->persisted ? NULL : gate_vault_get_error (self->context->vault);
}
