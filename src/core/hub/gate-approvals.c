// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-approvals.h"

#include "gate-approval.h"
#include "gate-command-subject.h"
#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-secret-scan.h"
#include "gate-task.h"

#include <string.h>

#define KIND "command"

struct _GateApprovals {
  GObject          parent_instance;

  GateStore       *state;
  GateInteraction *interaction;
};

G_DEFINE_FINAL_TYPE (GateApprovals, gate_approvals, G_TYPE_OBJECT)

typedef struct {
  GateConnector *connector;
  char         **argv;
  char          *folder;      /* (nullable) */
  GateSandbox   *sandbox;     /* (nullable) */
  char          *unconfined;  /* (nullable): why there is no sandbox */
  char          *fingerprint;
} ApproveData;

GATE_DEFINE_DATA (ApproveData, approve_data)

static void
approve_data_clear (ApproveData *self)
{
  g_clear_object (&self->connector);
  g_strfreev (self->argv);
  g_free (self->folder);
  g_clear_object (&self->sandbox);
  g_free (self->unconfined);
  g_free (self->fingerprint);
}

static void
gate_approvals_dispose (GObject *object)
{
  GateApprovals *self = GATE_APPROVALS (object);

  g_clear_object (&self->state);
  g_clear_object (&self->interaction);
  G_OBJECT_CLASS (gate_approvals_parent_class)->dispose (object);
}

static void
gate_approvals_class_init (GateApprovalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_approvals_dispose;
}

static void
gate_approvals_init (GateApprovals *self)
{
}

/**
 * gate_approvals_new:
 * @state: where answers are remembered
 * @interaction: whom to ask
 *
 * Returns: (transfer full): the approvals
 */
GateApprovals *
gate_approvals_new (GateStore       *state,
                    GateInteraction *interaction)
{
  GateApprovals *self = g_object_new (GATE_TYPE_APPROVALS, NULL);

  self->state = g_object_ref (state);
  self->interaction = g_object_ref (interaction);
  return self;
}

/* Everything that the answer is about: another command, directory, confinement or folder is another question. */
static GateCommandFlags
flags_of (ApproveData *data)
{
  return data->sandbox ? GATE_COMMAND_SANDBOXED | GATE_COMMAND_NETWORK | (data->folder ? GATE_COMMAND_FOLDER_WRITABLE : 0) : GATE_COMMAND_NETWORK;
}

/* The subject, and which program its name leads to now. */
static char *
make_fingerprint (ApproveData *data)
{
  g_autofree char *subject = gate_command_subject_digest (data->connector, flags_of (data), data->folder);
  g_autofree char *program = g_find_program_in_path (data->argv[0]);
  g_autofree char *both = g_strjoin ("\n", subject, program ? program : "", NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
}

static void
finish_approved (GTask *task)
{
  ApproveData *data = approve_data_of (task);

  g_task_return_pointer (task, g_steal_pointer (&data->sandbox), g_object_unref);
  g_object_unref (task);
}

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
did_save (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;

  /* The answer holds for this run even where it could not be remembered. */
  if (!gate_approval_save_finish (GATE_STORE (source), result, &error))
    g_warning ("The approval could not be remembered: %s", error->message);
  finish_approved (task);
}

static void
did_ask (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  GateApprovals *self = g_task_get_source_object (task);
  ApproveData *data = approve_data_of (task);
  GError *error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);

  if (!answer)
    {
      fail (task, error);
      return;
    }
  if (gate_answer_is (answer, GATE_CHOICE_ALWAYS))
    {
      const GateApproval approval = { .kind = (char *) KIND, .connector = (char *) gate_connector_get_id (data->connector),
                                      .fingerprint = data->fingerprint, .choice = (char *) "allow" };
      gate_approval_save_async (self->state, &approval, g_task_get_cancellable (task), did_save, task);
    }
  else if (gate_answer_is (answer, GATE_CHOICE_ONCE))
    finish_approved (task);
  else
    fail (task, gate_error_new (GATE_ERROR_REFUSED, GATE_LAYER_POLICY, _("You are asked again when it is needed the next time."),
                                _("The command of %s was not approved, so nothing was run"), gate_connector_get_label (data->connector)));
}

static GateQuestion *
make_question (ApproveData *data)
{
  GateQuestion *question = gate_question_new (GATE_QUESTION_APPROVE_COMMAND, _("Run This Program on Your Computer?"));
  g_autoptr(GateConnector) shown = gate_secret_scan_conceal (data->connector);
  g_autofree char *subject = gate_command_subject_to_text (shown, flags_of (data), data->folder);
  g_autofree char *program = g_find_program_in_path (data->argv[0]);

  gate_question_set_connector (question, gate_connector_get_label (data->connector));
  gate_question_add_detail (question, GATE_DETAIL_COMMAND, _("Command"), subject);
  if (program)
    gate_question_add_detail (question, NULL, _("Program"), program);
  if (data->unconfined)
    gate_question_add_detail (question, NULL, _("Not confined: it can read and change your files"), data->unconfined);
  gate_question_set_body (question, _("Approve it only if you know where the program comes from."));
  gate_question_add_choice (question, GATE_CHOICE_ALWAYS, _("Run It, and Remember Until It Changes"));
  gate_question_add_choice (question, GATE_CHOICE_ONCE, _("Run It Once"));
  gate_question_add_choice (question, GATE_CHOICE_DECLINE, _("Do Not Run It"));
  return question;
}

static void
did_look_up (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  GateApprovals *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GateApproval) approval = gate_approval_lookup_finish (GATE_STORE (source), result, &error);

  if (error)
    {
      fail (task, error);
      return;
    }
  if (approval && strcmp (approval->choice, "allow") == 0)
    {
      finish_approved (task);
      return;
    }
  g_autoptr(GateQuestion) question = make_question (approve_data_of (task));
  gate_interaction_ask_async (self->interaction, question, g_task_get_cancellable (task), did_ask, task);
}

static void
look_up (GTask *task)
{
  GateApprovals *self = g_task_get_source_object (task);
  ApproveData *data = approve_data_of (task);

  data->fingerprint = make_fingerprint (data);
  gate_approval_lookup_async (self->state, KIND, gate_connector_get_id (data->connector), data->fingerprint, NULL,
                              g_task_get_cancellable (task), did_look_up, task);
}

static void
did_probe (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ApproveData *data = approve_data_of (task);
  g_autoptr(GError) error = NULL;

  if (gate_sandbox_probe_finish (result, &error))
    {
      g_autofree char *name = g_build_filename ("homes", gate_connector_get_id (data->connector), NULL);
      g_autofree char *home = gate_dirs_data (name);

      data->sandbox = gate_sandbox_new (home, data->folder, TRUE, TRUE);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (task, g_steal_pointer (&error));
      return;
    }
  else
    data->unconfined = g_strdup_printf ("%s %s", error->message, gate_error_get_remedy (error) ? gate_error_get_remedy (error) : "");
  look_up (task);
}

/* "gatehouse": {"sandbox": false}: the person chose, and the question says so. */
static gboolean
wants_sandbox (GateConnector *connector)
{
  JsonObject *own = gate_json_get_object (gate_json_node_object (gate_connector_get_source (connector)), "gatehouse");

  return !own || gate_json_get_boolean (own, "sandbox", TRUE);
}

/**
 * gate_approvals_gives_folder:
 * @connector: a local server's entry
 *
 * Returns: %TRUE where the entry says that the server is given the project's folder: `"gatehouse": {"folder": true}`
 */
gboolean
gate_approvals_gives_folder (GateConnector *connector)
{
  JsonObject *own = gate_json_get_object (gate_json_node_object (gate_connector_get_source (connector)), "gatehouse");

  return own && gate_json_get_boolean (own, "folder", FALSE);
}

/**
 * gate_approvals_approve_command_async:
 * @self: the approvals
 * @connector: a local server's entry
 * @argv: (array zero-terminated=1): the command, expanded
 * @folder: (nullable): the project's folder
 * @cancellable: (nullable): ends it
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks before the first run of a command and whenever it has changed, with the exact command and how it is confined.
 */
void
gate_approvals_approve_command_async (GateApprovals       *self,
                                      GateConnector       *connector,
                                      const char * const  *argv,
                                      const char          *folder,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_approvals_approve_command_async);
  ApproveData *data = approve_data_new ();

  data->connector = g_object_ref (connector);
  data->argv = g_strdupv ((char **) argv);
  data->folder = gate_approvals_gives_folder (connector) ? g_strdup (folder) : NULL;
  approve_data_attach (task, data);
  if (wants_sandbox (connector))
    gate_sandbox_probe_async (cancellable, did_probe, task);
  else
    {
      data->unconfined = g_strdup (_("its entry says so (\"sandbox\": false)."));
      look_up (task);
    }
}

/**
 * gate_approvals_approve_command_finish:
 * @self: the approvals
 * @result: the result
 * @sandbox: (out) (transfer full) (nullable): what to run it in
 * @error: set to %GATE_ERROR_REFUSED, %GATE_ERROR_ASK_NEEDED or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when it may run
 */
gboolean
gate_approvals_approve_command_finish (GateApprovals  *self,
                                       GAsyncResult   *result,
                                       GateSandbox   **sandbox,
                                       GError        **error)
{
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  *sandbox = g_task_propagate_pointer (G_TASK (result), &local);
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
