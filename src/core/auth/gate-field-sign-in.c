// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-field-sign-in.h"

#include "gate-error.h"
#include "gate-field-aws.h"
#include "gate-i18n.h"
#include "gate-secret-words.h"
#include "gate-task.h"

#include <string.h>

#define KEY_NAME "api-key"

struct _GateFieldSignIn {
  GateSignInMethod   parent_instance;

  GateSignInContext *context; /* (unowned): the parent's */
  GateFieldValues   *values;
  GateSignInField   *key; /* (unowned) (nullable): the only field, where a server may want a key */
};

typedef struct {
  SoupMessage *message;
  GBytes      *body;
} PrepareData;

G_DEFINE_FINAL_TYPE (GateFieldSignIn, gate_field_sign_in, GATE_TYPE_SIGN_IN_METHOD)
GATE_DEFINE_DATA (PrepareData, prepare_data)

static void
prepare_data_clear (PrepareData *self)
{
  g_clear_object (&self->message);
  g_clear_pointer (&self->body, g_bytes_unref);
}

/* --- Putting values on a request --- */

/* Whether a header of the entry carries a credential; the others may also go out unencrypted. */
static gboolean
is_credential (const char *name,
               const char *value)
{
  return strstr (value, "${keyring:") || g_ascii_strcasecmp (name, "Authorization") == 0;
}

static gboolean
set_header (GateFieldSignIn  *self,
            SoupMessage      *message,
            const char       *name,
            char             *value,
            GError          **error)
{
  gboolean clean = !strpbrk (value, "\r\n");

  if (clean)
    soup_message_headers_replace (soup_message_get_request_headers (message), name, value);
  else
    gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_SIGNED_IN, _("Give the value again."), _("The value of the header %s has a line break"), name);
  gate_secret_wipe (value);
  g_free (value);
  return clean;
}

static gboolean
apply_headers (GateFieldSignIn  *self,
               SoupMessage      *message,
               GError          **error)
{
  const char * const *names = gate_connector_get_header_names (self->context->connector);

  for (guint i = 0; names && names[i]; i++)
    {
      const char *text = gate_connector_get_header (self->context->connector, names[i]);
      char *value;

      if (is_credential (names[i], text) && !gate_sign_in_context_is_home (self->context, message, error))
        return FALSE;
      value = gate_field_values_expand (self->values, text, error);
      if (gate_secret_words_in_name (names[i]))
        gate_secret_mask_add_text (self->context->mask, value);
      if (!value || !set_header (self, message, names[i], value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_field (GateFieldSignIn  *self,
             SoupMessage      *message,
             GateSignInField  *field,
             GError          **error)
{
  const char *text = gate_field_values_peek (self->values, field->name);

  if (field->place != GATE_FIELD_HEADER || !text)
    return TRUE;
  return gate_sign_in_context_is_home (self->context, message, error)
         && set_header (self, message, field->key, g_strconcat (field->prefix ? field->prefix : "", text, NULL), error);
}

static gboolean
apply (GateFieldSignIn  *self,
       SoupMessage      *message,
       GBytes           *body,
       GError          **error)
{
  GPtrArray *fields = self->context->settings->fields;

  if (self->key)
    return apply_field (self, message, self->key, error);
  if (!gate_field_values_check (self->values, error) || !apply_headers (self, message, error))
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    if (!apply_field (self, message, g_ptr_array_index (fields, i), error))
      return FALSE;
  return gate_field_aws_sign (self->context, self->values, message, body, error);
}

static void
did_load (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateFieldSignIn *self = g_task_get_source_object (task);
  PrepareData *data = prepare_data_of (task);
  g_autoptr(GError) error = NULL;

  gboolean loaded = gate_field_values_load_finish (GATE_FIELD_VALUES (source), result, &error);

  /* A key that nobody asked for yet: without a keyring the request goes without it, and the server says what it wants. */
  if (!loaded && self->key && gate_vault_error_is_keyring (error))
    g_task_return_boolean (task, TRUE);
  else if (loaded && apply (self, data->message, data->body, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Nothing to put on it, so the keyring need not be read. */
static gboolean
is_idle (GateFieldSignIn *self,
         SoupMessage     *message)
{
  const char * const *names = gate_connector_get_header_names (self->context->connector);

  if (self->key)
    return soup_message_headers_get_one (soup_message_get_request_headers (message), "Authorization") != NULL;
  return !(names && names[0]) && gate_field_values_get_n_known (self->values) == 0;
}

static void
gate_field_sign_in_prepare (GateSignInMethod *method,
                            SoupMessage      *message,
                            GBytes           *body,
                            GTask            *task)
{
  GateFieldSignIn *self = GATE_FIELD_SIGN_IN (method);
  PrepareData *data = prepare_data_new ();

  prepare_data_attach (task, data);
  data->message = g_object_ref (message);
  data->body = body ? g_bytes_ref (body) : NULL;
  if (is_idle (self, message))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else
    gate_field_values_load_async (self->values, g_task_get_cancellable (task), did_load, task);
}

/* --- Asking --- */

static void
did_ask (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_field_values_ask_finish (GATE_FIELD_VALUES (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gate_field_sign_in_begin (GateSignInMethod *method,
                          GTask            *task)
{
  gate_field_values_begin (GATE_FIELD_SIGN_IN (method)->values, task);
}

/* A 401 means that a value is wrong or out of date: the person is asked for all of them again. */
static void
gate_field_sign_in_challenge (GateSignInMethod *method,
                              SoupMessage      *message,
                              const char       *operation,
                              GTask            *task)
{
  GateFieldSignIn *self = GATE_FIELD_SIGN_IN (method);

  if (soup_message_get_status (message) == SOUP_STATUS_UNAUTHORIZED && gate_field_values_get_n_known (self->values) > 0
      && gate_sign_in_context_can_ask (self->context, GATE_INTERACTION_FORMS))
    gate_field_values_ask_async (self->values, GATE_FIELDS_ALL, g_task_get_cancellable (task), did_ask, task);
  else
    GATE_SIGN_IN_METHOD_CLASS (gate_field_sign_in_parent_class)->challenge (method, message, operation, task);
}

/**
 * gate_field_sign_in_ask_key_async:
 * @self: a sign-in that may ask for a key
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks the person for the key that the server wants.
 */
void
gate_field_sign_in_ask_key_async (GateFieldSignIn     *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_field_sign_in_ask_key_async);
  gate_field_values_ask_async (self->values, GATE_FIELDS_ALL, cancellable, did_ask, g_steal_pointer (&task));
}

/**
 * gate_field_sign_in_ask_key_finish:
 * @self: a sign-in
 * @result: the result
 * @error: as for gate_field_values_ask_finish()
 *
 * Returns: %TRUE when there is a key
 */
gboolean
gate_field_sign_in_ask_key_finish (GateFieldSignIn  *self,
                                   GAsyncResult     *result,
                                   GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Status, end --- */

static GateSignInState
state_of (GateFieldSignIn *self,
          const GError    *load_error)
{
  g_autoptr(GError) error = NULL;

  if (load_error)
    return gate_sign_in_state_for_error (load_error);
  if (gate_field_values_get_n_known (self->values) == 0)
    return GATE_SIGN_IN_STATE_NOT_NEEDED;
  if (!gate_field_values_check (self->values, &error))
    return gate_sign_in_state_for_error (error);
  if (self->key && !gate_field_values_get (self->values, KEY_NAME))
    return GATE_SIGN_IN_STATE_NOT_NEEDED;
  return GATE_SIGN_IN_STATE_SIGNED_IN;
}

static void
did_load_status (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateFieldSignIn *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  GateSignInStatus *status;

  if (!gate_field_values_load_finish (GATE_FIELD_VALUES (source), result, &error) && !gate_vault_error_is_keyring (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  status = gate_sign_in_status_new ();
  status->state = state_of (self, error);
  status->expires = gate_field_values_get_expiry (self->values);
  g_task_return_pointer (task, status, (GDestroyNotify) gate_sign_in_status_free);
}

static void
gate_field_sign_in_get_status (GateSignInMethod *method,
                               GTask            *task)
{
  GateFieldSignIn *self = GATE_FIELD_SIGN_IN (method);

  gate_field_values_drop (self->values);
  gate_field_values_load_async (self->values, g_task_get_cancellable (task), did_load_status, task);
}

static void
did_forget_expiry (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_vault_forget_finish (GATE_VAULT (source), result, &error) || gate_error_matches (error, GATE_ERROR_KEYRING_ABSENT))
    g_task_return_boolean (task, FALSE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static GateSecretKey
all_of (GateFieldSignIn *self,
        const char      *kind)
{
  GateSecretKey key = gate_sign_in_context_field_key (self->context, kind, NULL);

  key.account = self->context->account ? self->context->account : "";
  return key;
}

static void
did_forget (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateFieldSignIn *self = g_task_get_source_object (task);
  GateSecretKey key = all_of (self, "field-expires");
  g_autoptr(GError) error = NULL;

  if (gate_vault_forget_finish (GATE_VAULT (source), result, &error) || gate_error_matches (error, GATE_ERROR_KEYRING_ABSENT))
    gate_vault_forget_async (self->context->vault, &key, g_task_get_cancellable (task), did_forget_expiry, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gate_field_sign_in_disconnect (GateSignInMethod *method,
                               GTask            *task)
{
  GateFieldSignIn *self = GATE_FIELD_SIGN_IN (method);
  GateSecretKey key = all_of (self, "field");

  if (gate_field_values_get_n_known (self->values) == 0)
    {
      g_task_return_boolean (task, FALSE);
      g_object_unref (task);
      return;
    }
  gate_field_values_drop (self->values);
  gate_vault_forget_async (self->context->vault, &key, g_task_get_cancellable (task), did_forget, task);
}

static void
gate_field_sign_in_constructed (GObject *object)
{
  GateFieldSignIn *self = GATE_FIELD_SIGN_IN (object);

  G_OBJECT_CLASS (gate_field_sign_in_parent_class)->constructed (object);
  self->context = gate_sign_in_method_get_context (GATE_SIGN_IN_METHOD (self));
}

static void
gate_field_sign_in_dispose (GObject *object)
{
  GateFieldSignIn *self = GATE_FIELD_SIGN_IN (object);

  g_clear_object (&self->values);
  G_OBJECT_CLASS (gate_field_sign_in_parent_class)->dispose (object);
}

static void
gate_field_sign_in_class_init (GateFieldSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GateSignInMethodClass *method_class = GATE_SIGN_IN_METHOD_CLASS (klass);

  object_class->constructed = gate_field_sign_in_constructed;
  object_class->dispose = gate_field_sign_in_dispose;
  method_class->prepare = gate_field_sign_in_prepare;
  method_class->challenge = gate_field_sign_in_challenge;
  method_class->begin = gate_field_sign_in_begin;
  method_class->get_status = gate_field_sign_in_get_status;
  method_class->disconnect = gate_field_sign_in_disconnect;
}

static void
gate_field_sign_in_init (GateFieldSignIn *self)
{
}

/**
 * gate_field_sign_in_new:
 * @context: the sign-in
 * @values: what the person gave
 *
 * Returns: (transfer full): sign-in by headers and fields
 */
GateSignInMethod *
gate_field_sign_in_new (GateSignInContext *context,
                        GateFieldValues   *values)
{
  GateFieldSignIn *self = g_object_new (GATE_TYPE_FIELD_SIGN_IN, "context", context, NULL);

  self->values = g_object_ref (values);
  return GATE_SIGN_IN_METHOD (self);
}

/**
 * gate_field_sign_in_new_key:
 * @context: the sign-in
 *
 * Returns: (transfer full): sign-in by a key, which is there once it was asked for
 */
GateSignInMethod *
gate_field_sign_in_new_key (GateSignInContext *context)
{
  GateFieldSignIn *self = g_object_new (GATE_TYPE_FIELD_SIGN_IN, "context", context, NULL);
  GateSignInField *field = gate_sign_in_field_new ();

  field->name = g_strdup (KEY_NAME);
  field->title = g_strdup (_("API key"));
  field->description = g_strdup (_("The service wants a key; its own pages say where to get one."));
  field->key = g_strdup ("Authorization");
  field->prefix = g_strdup ("Bearer ");
  field->required = FALSE;
  self->key = field;
  self->values = gate_field_values_new_empty (context);
  gate_field_values_add (self->values, field);
  return GATE_SIGN_IN_METHOD (self);
}
