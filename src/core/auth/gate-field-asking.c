// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-field-values-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-jwt.h"
#include "gate-task.h"

/* What was answered, on its way into the keyring. */
typedef struct {
  guint       index;
  GateAnswer *answer;
} AskData;

GATE_DEFINE_DATA (AskData, ask_data)

static void
ask_data_clear (AskData *self)
{
  g_clear_object (&self->answer);
}

static void save_next (GTask *task);

static void
did_save (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_vault_keep_finish (GATE_VAULT (source), result);
  save_next (task);
}

static void
did_save_value (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateFieldValues *self = g_task_get_source_object (task);
  GateFieldValue *value = gate_field_values_at (self, ask_data_of (task)->index - 1);

  gate_vault_keep_finish (GATE_VAULT (source), result);
  if (value->field->expires == 0)
    {
      save_next (task);
      return;
    }

  /* The settings' date was the old value's; of the new one is known what it says itself. */
  GateSecretKey key = gate_field_value_key (self, value, GATE_FIELD_KIND_EXPIRY);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value->expires);
  g_autofree char *label = gate_sign_in_context_dup_label (self->context, _("when a field expires"));
  g_autoptr(GateSecret) secret = gate_secret_new (text);
  gate_vault_keep_async (self->context->vault, &key, label, secret, did_save, g_object_ref (task));
}

static gboolean
is_wished (const GateFieldValue *value,
           GateFieldWish         wish)
{
  if (value->field->value)
    return FALSE;
  return wish == GATE_FIELDS_ALL || gate_field_value_has_expired (value) || (!value->value && value->field->required);
}

static void
save_next (GTask *task)
{
  GateFieldValues *self = g_task_get_source_object (task);
  AskData *data = ask_data_of (task);

  while (data->index < self->values->len)
    {
      GateFieldValue *value = gate_field_values_at (self, data->index++);
      const char *text = gate_answer_get_string (data->answer, value->field->name);

      if (value->field->value || !text || !*text)
        continue;

      GateSecretKey key = gate_field_value_key (self, value, GATE_FIELD_KIND_VALUE);
      g_autofree char *label = gate_sign_in_context_dup_label (self->context, value->field->title);
      g_clear_pointer (&value->value, gate_secret_unref);
      value->value = gate_secret_new (text);
      value->expires = gate_jwt_peek_expiry (value->value);
      gate_vault_keep_async (self->context->vault, &key, label, value->value, did_save_value, g_object_ref (task));
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateFieldValues *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);

  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!gate_answer_is (answer, GATE_CHOICE_ACCEPT))
    {
      g_autofree char *title = gate_sign_in_context_dup_title (self->context);
      g_task_return_error (task, gate_error_new (GATE_ERROR_REFUSED, GATE_LAYER_SIGNED_IN, _("Connect again when you want to."),
                                                 _("The values for %s were not given"), title));
    }
  else
    {
      ask_data_of (task)->answer = g_steal_pointer (&answer);
      save_next (task);
    }
}

static GateForm *
make_form (GateFieldValues *self,
           GateFieldWish    wish)
{
  GateForm *form = gate_form_new ();

  for (guint i = 0; i < self->values->len; i++)
    {
      const GateFieldValue *value = gate_field_values_at (self, i);
      const GateSignInField *field = value->field;

      if (is_wished (value, wish))
        {
          g_autoptr(GateFormField) item = gate_form_field_new (field->name, field->secret ? GATE_FORM_SECRET : GATE_FORM_TEXT,
                                                               field->title, field->description, field->required);
          gate_form_append (form, item);
        }
    }
  return form;
}

/**
 * gate_field_values_ask_async:
 * @self: values that were read
 * @wish: which to ask for
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks the person for values and keeps them. Where nothing is to be asked it is done at once.
 */
void
gate_field_values_ask_async (GateFieldValues     *self,
                             GateFieldWish        wish,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_field_values_ask_async);
  g_autoptr(GateForm) form = make_form (self, wish);
  g_autofree char *title = gate_sign_in_context_dup_title (self->context);
  g_autofree char *heading = g_strdup_printf (_("Connect to %s"), title);
  g_autoptr(GError) error = NULL;

  ask_data_attach (task, ask_data_new ());
  if (gate_form_get_n_fields (form) == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (!gate_sign_in_context_can_ask (self->context, GATE_INTERACTION_FORMS))
    {
      if (gate_field_values_check (self, &error))
        gate_error_set (&error, GATE_ERROR_CREDENTIAL_EXPIRED, GATE_LAYER_SIGNED_IN, _("Connect again and give new ones."),
                        _("%s does not accept the credentials of this connector"), gate_sign_in_context_get_host (self->context));
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_autoptr(GateQuestion) question = gate_sign_in_context_question (self->context, GATE_QUESTION_FIELDS, heading);
  gate_question_set_body (question, self->context->again    ? _("What was given before ends soon. The new ones are kept in the keyring.")
                                    : wish == GATE_FIELDS_ALL ? _("The service did not accept what was given before.")
                                                              : _("They are kept in the keyring."));
  gate_sign_in_context_tell_project (self->context, question);
  gate_question_set_form (question, form);
  gate_interaction_ask_async (self->context->interaction, question, cancellable, got_answer, g_steal_pointer (&task));
}

/**
 * gate_field_values_ask_finish:
 * @self: values
 * @result: the result
 * @error: set to %GATE_ERROR_REFUSED, %GATE_ERROR_CREDENTIAL_EXPIRED, %GATE_ERROR_SIGN_IN_NEEDED, or as the face tells it
 *
 * Returns: %TRUE when the values are there
 */
gboolean
gate_field_values_ask_finish (GateFieldValues  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
did_ask_to_begin (GObject      *source,
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

/* A key that nobody asked for is not asked for anew either: the person may be signed in by other means. */
static gboolean
has_any (GateFieldValues *self)
{
  for (guint i = 0; i < self->values->len; i++)
    if (gate_field_values_at (self, i)->value)
      return TRUE;
  return FALSE;
}

/* Without a keyring the person is asked each time. */
static void
did_load_to_begin (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateFieldValues *self = GATE_FIELD_VALUES (source);
  g_autoptr(GError) error = NULL;

  if (gate_field_values_load_finish (self, result, &error) || gate_vault_error_is_keyring (error))
    gate_field_values_ask_async (self, self->context->again && has_any (self) ? GATE_FIELDS_ALL : GATE_FIELDS_MISSING,
                                 g_task_get_cancellable (task), did_ask_to_begin, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_field_values_begin:
 * @self: values
 * @task: (transfer full): ends with %TRUE, or with an error as of [method@Gate.FieldValues.load_finish] and
 *   [method@Gate.FieldValues.ask_finish]
 *
 * Begins a sign-in that needs the values: reads them, and asks the person for those that are missing.
 */
void
gate_field_values_begin (GateFieldValues *self,
                         GTask           *task)
{
  gate_field_values_load_async (self, g_task_get_cancellable (task), did_load_to_begin, task);
}
