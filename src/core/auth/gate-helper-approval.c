// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-helper-approval.h"

#include "gate-digest.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"

#include <string.h>

#define KIND "helper-approval"

typedef struct {
  char **argv;
  char  *digest;
} ApprovalData;

GATE_DEFINE_DATA (ApprovalData, approval_data)

static void
approval_data_clear (ApprovalData *self)
{
  g_strfreev (self->argv);
  g_free (self->digest);
}

/* The command as a shell would take it, so that where one argument ends can be seen. */
static char *
show (char **argv)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; argv[i]; i++)
    {
      g_autofree char *quoted = g_shell_quote (argv[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", quoted);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
did_keep (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  gate_vault_keep_finish (GATE_VAULT (source), result);
  g_task_return_boolean (task, TRUE);
}

static void
remember (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  GateSecretKey key = gate_sign_in_context_setting_key (context, KIND);
  g_autofree char *label = gate_sign_in_context_dup_label (context, _("approval of the headers helper"));
  g_autoptr(GateSecret) digest = gate_secret_new (approval_data_of (task)->digest);

  gate_vault_keep_async (context->vault, &key, label, digest, did_keep, g_object_ref (task));
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);

  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (gate_answer_is (answer, GATE_CHOICE_ALWAYS) || gate_answer_is (answer, GATE_CHOICE_ACCEPT))
    remember (task);
  else if (gate_answer_is (answer, GATE_CHOICE_ONCE))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, gate_error_new (GATE_ERROR_REFUSED, GATE_LAYER_POLICY, _("Connect again to be asked again."),
                                               _("The headers helper was not allowed to run")));
}

static void
ask (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  ApprovalData *data = approval_data_of (task);
  g_autofree char *title = gate_sign_in_context_dup_title (context);
  g_autofree char *command = show (data->argv);
  g_autoptr(GateQuestion) question = gate_sign_in_context_question (context, GATE_QUESTION_APPROVE_COMMAND, _("Run This Program on Your Computer?"));

  if (!gate_sign_in_context_can_ask (context, GATE_INTERACTION_CHOICES))
    {
      g_autofree char *remedy = g_strdup_printf (_("Connect %s, and allow the program."), title);

      g_task_return_error (task, gate_error_new (GATE_ERROR_ASK_NEEDED, GATE_LAYER_POLICY, remedy,
                                                 _("The headers helper of %s is not approved yet"), title));
      return;
    }
  gate_question_set_body (question, _("It prints what signs in to the service. Approve it only if you know where the program comes from."));
  gate_question_add_detail (question, GATE_DETAIL_COMMAND, _("Command"), command);
  gate_question_add_detail (question, NULL, _("Not confined"), _("it can read and change your files"));
  gate_question_add_choice (question, GATE_CHOICE_ALWAYS, _("Run It, and Remember Until It Changes"));
  gate_question_add_choice (question, GATE_CHOICE_ONCE, _("Run It Once"));
  gate_question_add_choice (question, GATE_CHOICE_DECLINE, _("Do Not Run It"));
  gate_interaction_ask_async (context->interaction, question, g_task_get_cancellable (task), got_answer, g_object_ref (task));
}

static void
got_approval (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GateSecret) approved = gate_vault_look_finish (GATE_VAULT (source), result, NULL);

  if (g_strcmp0 (gate_secret_peek (approved), approval_data_of (task)->digest) == 0)
    g_task_return_boolean (task, TRUE);
  else
    ask (task);
}

/**
 * gate_helper_approval_async:
 * @context: the sign-in
 * @argv: the helper's exact command
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks before the first run of a headers helper, and whenever its command has changed; what the administrator brought is not asked
 * about. The approval is kept in the keyring, where other programs' settings cannot bring one along.
 */
void
gate_helper_approval_async (GateSignInContext   *context,
                            const char * const  *argv,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_helper_approval_async);
  GateSecretKey key = gate_sign_in_context_setting_key (context, KIND);
  ApprovalData *data = approval_data_new ();

  approval_data_attach (task, data);
  data->argv = g_strdupv ((char **) argv);
  g_autofree char *command = show (data->argv);
  data->digest = gate_sha256_hex (command, strlen (command));
  if (gate_connector_get_origin (context->connector) != GATE_CONNECTOR_ORIGIN_USER)
    g_task_return_boolean (task, TRUE);
  else
    gate_vault_look_async (context->vault, &key, GATE_VAULT_EXACT, cancellable, got_approval, g_steal_pointer (&task));
}

/**
 * gate_helper_approval_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_REFUSED or %GATE_ERROR_ASK_NEEDED
 *
 * Returns: %TRUE when it may be run
 */
gboolean
gate_helper_approval_finish (GateSignInContext  *context,
                             GAsyncResult       *result,
                             GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
