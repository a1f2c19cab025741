// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-field-values-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-jwt.h"
#include "gate-task.h"

#include <string.h>

/* A walk over the values. */
typedef struct {
  guint index;
} LoadData;

G_DEFINE_FINAL_TYPE (GateFieldValues, gate_field_values, G_TYPE_OBJECT)
GATE_DEFINE_DATA (LoadData, load_data)

static void
load_data_clear (LoadData *self)
{
}

static void
value_free (GateFieldValue *value)
{
  g_clear_pointer (&value->value, gate_secret_unref);
  g_free (value);
}

static void
gate_field_values_finalize (GObject *object)
{
  GateFieldValues *self = GATE_FIELD_VALUES (object);

  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->made);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (gate_field_values_parent_class)->finalize (object);
}

static void
gate_field_values_class_init (GateFieldValuesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_field_values_finalize;
}

static void
gate_field_values_init (GateFieldValues *self)
{
  self->made = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_sign_in_field_free);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) value_free);
}

/* The value at a place, below the length of the array. */
GateFieldValue *
gate_field_values_at (GateFieldValues *self,
                      guint            index)
{
  return g_ptr_array_index (self->values, index);
}

static GateFieldValue *
find (GateFieldValues *self,
      const char      *name)
{
  for (guint i = 0; i < self->values->len; i++)
    if (strcmp (gate_field_values_at (self, i)->field->name, name) == 0)
      return gate_field_values_at (self, i);
  return NULL;
}

/* Under what the keyring has a value, or its date. */
GateSecretKey
gate_field_value_key (GateFieldValues      *self,
                      const GateFieldValue *value,
                      const char           *kind)
{
  return value->setting ? gate_sign_in_context_setting_key (self->context, value->field->name)
                        : gate_sign_in_context_field_key (self->context, kind, value->field->name);
}

static GateFieldValue *
append (GateFieldValues *self,
        GateSignInField *field)
{
  GateFieldValue *value = g_new0 (GateFieldValue, 1);

  value->field = field;
  value->expires = field->expires;
  if (field->value)
    value->value = gate_secret_new (field->value);
  g_ptr_array_add (self->values, value);
  return value;
}

/**
 * gate_field_values_new_empty:
 * @context: the sign-in
 *
 * Returns: (transfer full): no values
 */
GateFieldValues *
gate_field_values_new_empty (GateSignInContext *context)
{
  GateFieldValues *self = g_object_new (GATE_TYPE_FIELD_VALUES, NULL);

  self->context = g_object_ref (context);
  return self;
}

/**
 * gate_field_values_new:
 * @context: the sign-in
 *
 * Returns: (transfer full): the values of its fields and references, not yet read
 */
GateFieldValues *
gate_field_values_new (GateSignInContext *context)
{
  GateFieldValues *self = gate_field_values_new_empty (context);
  g_auto(GStrv) names = gate_connector_dup_keyring_names (context->connector);

  for (guint i = 0; i < context->settings->fields->len; i++)
    append (self, g_ptr_array_index (context->settings->fields, i));
  for (guint i = 0; names[i]; i++)
    if (!find (self, names[i]))
      {
        GateSignInField *field = gate_sign_in_field_new ();

        field->name = g_strdup (names[i]);
        field->title = g_strdup (names[i]);
        gate_field_values_add (self, field);
      }
  return self;
}

/**
 * gate_field_values_add:
 * @self: values
 * @field: (transfer full): a field
 *
 * Adds a field that the settings do not have.
 */
void
gate_field_values_add (GateFieldValues *self,
                       GateSignInField *field)
{
  g_ptr_array_add (self->made, field);
  append (self, field);
}

/**
 * gate_field_values_add_setting:
 * @self: values
 * @kind: the kind of secret
 * @title: for people
 * @description: (nullable): help
 *
 * Adds a secret that belongs to the connector's settings and is the same for all its accounts.
 */
void
gate_field_values_add_setting (GateFieldValues *self,
                               const char      *kind,
                               const char      *title,
                               const char      *description)
{
  GateSignInField *field = gate_sign_in_field_new ();

  field->name = g_strdup (kind);
  field->title = g_strdup (title);
  field->description = g_strdup (description);
  g_ptr_array_add (self->made, field);
  append (self, field)->setting = TRUE;
}

/**
 * gate_field_values_get_n_known:
 * @self: values
 *
 * Returns: how many fields there are, whether they have values or not
 */
guint
gate_field_values_get_n_known (GateFieldValues *self)
{
  return self->values->len;
}

/**
 * gate_field_values_drop:
 * @self: values
 *
 * Forgets what was read; the keyring is not touched.
 */
void
gate_field_values_drop (GateFieldValues *self)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      GateFieldValue *value = gate_field_values_at (self, i);

      if (!value->field->value)
        g_clear_pointer (&value->value, gate_secret_unref);
      value->expires = value->field->expires;
    }
  self->loaded = FALSE;
}

/* --- Reading --- */

static void load_next (GTask *task);

static void
got_expiry (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LoadData *data = load_data_of (task);
  g_autoptr(GateSecret) text = gate_vault_look_finish (GATE_VAULT (source), result, NULL);

  if (text)
    gate_field_values_at (g_task_get_source_object (task), data->index)->expires = g_ascii_strtoll (gate_secret_peek (text), NULL, 10);
  data->index++;
  load_next (task);
}

static void
got_value (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateFieldValues *self = g_task_get_source_object (task);
  LoadData *data = load_data_of (task);
  GateFieldValue *value = gate_field_values_at (self, data->index);
  GateSecretKey key = gate_field_value_key (self, value, GATE_FIELD_KIND_EXPIRY);
  g_autoptr(GError) error = NULL;
  GateSecret *secret = gate_vault_look_finish (GATE_VAULT (source), result, &error);

  if (error)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_clear_pointer (&value->value, gate_secret_unref);
  value->value = secret;
  if (value->field->expires > 0)
    {
      gate_vault_look_async (self->context->vault, &key, GATE_VAULT_EXACT, g_task_get_cancellable (task), got_expiry, g_object_ref (task));
      return;
    }
  value->expires = secret ? gate_jwt_peek_expiry (secret) : 0;
  data->index++;
  load_next (task);
}

static void
load_next (GTask *task)
{
  GateFieldValues *self = g_task_get_source_object (task);
  LoadData *data = load_data_of (task);

  while (data->index < self->values->len && gate_field_values_at (self, data->index)->field->value)
    data->index++;
  if (data->index == self->values->len)
    {
      self->loaded = TRUE;
      g_task_return_boolean (task, TRUE);
      return;
    }

  GateSecretKey key = gate_field_value_key (self, gate_field_values_at (self, data->index), GATE_FIELD_KIND_VALUE);
  GateVaultFlags flags = GATE_VAULT_EXACT | (self->context->interactive ? GATE_VAULT_UNLOCK : 0);
  gate_vault_look_async (self->context->vault, &key, flags, g_task_get_cancellable (task), got_value, g_object_ref (task));
}

/**
 * gate_field_values_load_async:
 * @self: values
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads the values from the keyring, once.
 */
void
gate_field_values_load_async (GateFieldValues     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_field_values_load_async);

  load_data_attach (task, load_data_new ());
  if (self->loaded)
    g_task_return_boolean (task, TRUE);
  else
    load_next (task);
}

/**
 * gate_field_values_load_finish:
 * @self: values
 * @result: the result
 * @error: as the keyring tells it
 *
 * Returns: %TRUE when they were read
 */
gboolean
gate_field_values_load_finish (GateFieldValues  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_field_values_get:
 * @self: values
 * @name: a field's name
 *
 * Returns: (transfer none) (nullable): its value
 */
GateSecret *
gate_field_values_get (GateFieldValues *self,
                       const char      *name)
{
  GateFieldValue *value = find (self, name);

  /* Whoever asks for it is about to send it. */
  if (value && value->value && (value->field->secret || !value->field->value))
    gate_secret_mask_add (self->context->mask, value->value);
  return value ? value->value : NULL;
}

/**
 * gate_field_values_peek:
 * @self: values
 * @name: a field's name
 *
 * Returns: (transfer none) (nullable): its value's text
 */
const char *
gate_field_values_peek (GateFieldValues *self,
                        const char      *name)
{
  return gate_secret_peek (gate_field_values_get (self, name));
}

/* Whether there is a value whose date has passed. */
gboolean
gate_field_value_has_expired (const GateFieldValue *value)
{
  return value->value && value->expires > 0 && value->expires <= g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * gate_field_values_check:
 * @self: values that were read
 * @error: set to %GATE_ERROR_CREDENTIAL_EXPIRED or %GATE_ERROR_SIGN_IN_NEEDED
 *
 * Returns: %TRUE when nothing that is required is missing, and nothing has expired
 */
gboolean
gate_field_values_check (GateFieldValues  *self,
                         GError          **error)
{
  g_autofree char *title = gate_sign_in_context_dup_title (self->context);

  for (guint i = 0; i < self->values->len; i++)
    {
      const GateFieldValue *value = gate_field_values_at (self, i);
      g_autofree char *remedy = g_strdup_printf (_("Connect %s again and give a new one."), title);

      if (gate_field_value_has_expired (value))
        {
          g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc (value->expires);
          g_autofree char *date = when ? g_date_time_format (when, "%Y-%m-%d") : g_strdup ("?");

          gate_error_set (error, GATE_ERROR_CREDENTIAL_EXPIRED, GATE_LAYER_SIGNED_IN, remedy,
                          _("“%s” of %s expired on %s"), value->field->title, title, date);
          return FALSE;
        }
      if (!value->value && value->field->required)
        {
          g_autofree char *why = g_strdup_printf (_("“%s” of %s is missing"), value->field->title, title);

          gate_sign_in_context_set_needed (self->context, error, why);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * gate_field_values_get_expiry:
 * @self: values that were read
 *
 * Returns: when the first of them expires, seconds since the epoch, 0: not known
 */
gint64
gate_field_values_get_expiry (GateFieldValues *self)
{
  gint64 first = 0;

  for (guint i = 0; i < self->values->len; i++)
    {
      const GateFieldValue *value = gate_field_values_at (self, i);

      if (value->value && value->expires > 0 && (first == 0 || value->expires < first))
        first = value->expires;
    }
  return first;
}

static char *
expand_reference (const char *name,
                  gpointer    user_data)
{
  return g_strdup (gate_field_values_peek (user_data, name));
}

/**
 * gate_field_values_expand:
 * @self: values that were read
 * @text: a text of the entry
 * @error: as for gate_connector_expand()
 *
 * Returns: (transfer full) (nullable): the text with its references replaced; wipe it after use
 */
char *
gate_field_values_expand (GateFieldValues  *self,
                          const char       *text,
                          GError          **error)
{
  return gate_connector_expand (text, expand_reference, self, error);
}
