// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-diagnose-job.h"

#include "gate-hub-private.h"
#include "gate-i18n.h"
#include "gate-judge.h"
#include "gate-roster.h"
#include "gate-system-check.h"
#include "gate-text.h"
#include "gate-unused-check.h"

#include <string.h>

struct _GateDiagnoseJob {
  GateJob         parent_instance;

  GateHub        *hub;
  GateHubProject *project;
  char           *connector; /* (nullable) */
  char           *tool;      /* (nullable) */
  guint           n_pending;
  GPtrArray      *groups;    /* (element-type GPtrArray): findings of the system, then of each connector */
  GPtrArray      *unused;    /* (element-type GateFinding): of accounts that nobody uses, whether they are on or not */
  GPtrArray      *findings;  /* (element-type GateFinding): all of them, once the job is done */
};

G_DEFINE_FINAL_TYPE (GateDiagnoseJob, gate_diagnose_job, GATE_TYPE_JOB)

/* The walk through one account of one connector. */
typedef struct {
  GTask     *task;
  GateLink  *link;
  char      *subject;
  GPtrArray *findings; /* (not owned): the job's */
} Walk;

static void
walk_free (Walk *walk)
{
  g_object_unref (walk->task);
  g_object_unref (walk->link);
  g_free (walk->subject);
  g_free (walk);
}

static void
add (GPtrArray        *findings,
     const char       *subject,
     GateLayer         layer,
     GateFindingState  state,
     const char       *message,
     const char       *remedy,
     const char       *command)
{
  g_ptr_array_add (findings, gate_finding_new (subject, layer, state, message, remedy, command));
}

static void
add_error (GPtrArray    *findings,
           const char   *subject,
           GateLayer     layer,
           const GError *error,
           const char   *command)
{
  g_ptr_array_add (findings, gate_finding_new_for_error (subject, layer, error, command));
}

static char *
command_for (GateDiagnoseJob *self,
             const char      *verb,
             GateLink        *link)
{
  const char *account = gate_link_get_account (link);
  const char *project = gate_hub_project_get_id (self->project);
  gboolean needs_project = strcmp (project, "default") != 0;

  return g_strconcat ("gatehousectl ", verb, " ", gate_connector_get_id (gate_link_get_connector (link)), *account ? " --account " : "",
                      account, needs_project ? " --project " : "", needs_project ? project : "", NULL);
}

/* What is said of one subject stands together. */
static void
take_unused (GateDiagnoseJob *self,
             const char      *subject)
{
  for (guint i = 0; i < self->unused->len;)
    if (!subject || strcmp (gate_finding_get_subject (self->unused->pdata[i]), subject) == 0)
      g_ptr_array_add (self->findings, g_ptr_array_steal_index (self->unused, i));
    else
      i++;
}

static void
finish_one (GTask *task)
{
  GateDiagnoseJob *self = g_task_get_source_object (task);

  if (--self->n_pending > 0)
    return;
  for (guint i = 0; i < self->groups->len; i++)
    {
      GPtrArray *group = self->groups->pdata[i];

      g_ptr_array_extend (self->findings, group, (GCopyFunc) (GCallback) g_object_ref, NULL);
      if (group->len > 0)
        take_unused (self, gate_finding_get_subject (group->pdata[0]));
    }
  take_unused (self, NULL);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
end_walk (Walk *walk)
{
  g_autoptr(GTask) task = g_object_ref (walk->task);

  walk_free (walk);
  finish_one (task);
}

static void
skip_after (Walk      *walk,
            GateLayer  failed)
{
  static const struct { GateLayer layer; const char *message; } later[] = {
    { GATE_LAYER_SIGNED_IN, N_("Signed in") },
    { GATE_LAYER_NETWORK, N_("The network and the service") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (later); i++)
    if (later[i].layer > failed)
      add (walk->findings, walk->subject, later[i].layer, GATE_FINDING_SKIPPED, _(later[i].message), NULL, NULL);
}

static void
judge_tool (Walk       *walk,
            GateRoster *roster)
{
  GateDiagnoseJob *self = g_task_get_source_object (walk->task);
  g_autoptr(GPtrArray) rosters = g_ptr_array_new ();

  g_ptr_array_add (rosters, roster);
  g_autoptr(GPtrArray) items = gate_judge_items (self->hub, self->project, rosters);
  for (guint i = 0; i < items->len; i++)
    {
      GateHubItem *item = items->pdata[i];

      if (strcmp (gate_hub_item_get_full_name (item), self->tool) != 0 && strcmp (gate_hub_item_get_name (item), self->tool) != 0)
        continue;
      gboolean blocked = g_strcmp0 (gate_hub_item_get_decision (item), "block") == 0;
      g_autofree char *message = g_strdup_printf (_("The tool %s is there. %s"), gate_hub_item_get_full_name (item),
                                                  gate_hub_item_get_reason (item) ? gate_hub_item_get_reason (item) : "");
      add (walk->findings, walk->subject, GATE_LAYER_POLICY, blocked ? GATE_FINDING_FAILED : GATE_FINDING_OK, message,
           blocked ? _("Ask whoever blocked it, or allow it.") : NULL, NULL);
      return;
    }

  g_autofree char *tool = gate_text_make_visible (self->tool, GATE_TEXT_LINE);
  g_autofree char *message = g_strdup_printf (_("The service lists no tool “%s”"), tool);
  add (walk->findings, walk->subject, GATE_LAYER_SERVICE, GATE_FINDING_FAILED, message,
       _("Look at the list of its tools; signing in with more access may bring more of them."), "gatehousectl tools");
}

static void
got_roster (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Walk *walk = user_data;
  GateDiagnoseJob *self = g_task_get_source_object (walk->task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateRoster) roster = gate_roster_take_finish (result, &error);

  if (!roster)
    {
      GateLayer layer = gate_error_get_layer (error);
      g_autofree char *command = layer == GATE_LAYER_SIGNED_IN ? command_for (self, "connect", walk->link) : NULL;

      add_error (walk->findings, walk->subject, layer == GATE_LAYER_NONE ? GATE_LAYER_SERVICE : layer, error, command);
      end_walk (walk);
      return;
    }

  GateMcpClient *client = gate_link_get_client (walk->link);
  guint n = roster->objects->len;
  g_autofree char *message = g_strdup_printf (ngettext ("It answers: protocol %s, %u tool", "It answers: protocol %s, %u tools", n),
                                              gate_mcp_client_get_protocol_version (client), n);
  add (walk->findings, walk->subject, GATE_LAYER_NETWORK, GATE_FINDING_OK, message, NULL, NULL);
  for (char **note = roster->notes; note && *note; note++)
    add (walk->findings, walk->subject, GATE_LAYER_SERVICE, GATE_FINDING_WARNING, *note, _("Tell who runs the service."), NULL);
  if (self->tool)
    judge_tool (walk, roster);
  end_walk (walk);
}

static void
ask_service (Walk *walk)
{
  GateDiagnoseJob *self = g_task_get_source_object (walk->task);

  gate_roster_take_async (walk->link, self->hub->state, GATE_HUB_ITEM_TOOL, TRUE, FALSE, g_task_get_cancellable (walk->task), got_roster,
                          walk);
}

static void
got_status (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Walk *walk = user_data;
  GateDiagnoseJob *self = g_task_get_source_object (walk->task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSignInStatus) status = gate_sign_in_status_finish (GATE_SIGN_IN (source), result, &error);
  g_autofree char *command = command_for (self, "connect", walk->link);

  if (!status)
    {
      add_error (walk->findings, walk->subject, GATE_LAYER_SIGNED_IN, error, NULL);
      skip_after (walk, GATE_LAYER_SIGNED_IN);
      end_walk (walk);
      return;
    }
  switch (status->state)
    {
    case GATE_SIGN_IN_STATE_SIGNED_IN:
      add (walk->findings, walk->subject, GATE_LAYER_SIGNED_IN, GATE_FINDING_OK, _("Signed in"), NULL, NULL);
      break;
    case GATE_SIGN_IN_STATE_EXPIRED:
      add (walk->findings, walk->subject, GATE_LAYER_SIGNED_IN, GATE_FINDING_FAILED,
           _("The sign-in has expired, and nothing is there to refresh it with"), _("Sign in again."), command);
      skip_after (walk, GATE_LAYER_SIGNED_IN);
      end_walk (walk);
      return;
    case GATE_SIGN_IN_STATE_KEYRING_LOCKED:
      g_ptr_array_add (walk->findings, gate_finding_new_keyring_locked (walk->subject));
      skip_after (walk, GATE_LAYER_SIGNED_IN);
      end_walk (walk);
      return;
    case GATE_SIGN_IN_STATE_KEYRING_ABSENT:
    case GATE_SIGN_IN_STATE_NOT_NEEDED:
    case GATE_SIGN_IN_STATE_UNKNOWN:
    case GATE_SIGN_IN_STATE_SIGNED_OUT:
    default:
      /* Whether the service wants a sign-in at all is the service's to say. */
      break;
    }
  ask_service (walk);
}

static void
walk_link (GTask    *task,
           GateLink *link)
{
  GateDiagnoseJob *self = g_task_get_source_object (task);
  const char *id = gate_connector_get_id (gate_link_get_connector (link));
  const char *account = gate_link_get_account (link);
  Walk *walk = g_new0 (Walk, 1);
  g_autoptr(GError) error = NULL;

  walk->task = g_object_ref (task);
  walk->link = g_object_ref (link);
  walk->subject = *account ? g_strdup_printf ("%s/%s", id, account) : g_strdup (id);
  walk->findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->groups, walk->findings);
  self->n_pending++;
  add (walk->findings, walk->subject, GATE_LAYER_INSTALLED, GATE_FINDING_OK, _("Installed"), NULL, NULL);
  if (!gate_hub_check_active (self->hub, self->project, id, account, &error))
    {
      g_autofree char *command = command_for (self, "activate", link);

      add_error (walk->findings, walk->subject, GATE_LAYER_ACTIVE, error, gate_hub_is_locked_off (self->hub, id) ? NULL : command);
      skip_after (walk, GATE_LAYER_ACTIVE);
      end_walk (walk);
      return;
    }
  add (walk->findings, walk->subject, GATE_LAYER_ACTIVE, GATE_FINDING_OK, _("On in this project"), NULL, NULL);
  gate_sign_in_status_async (gate_link_get_sign_in (link), g_task_get_cancellable (task), got_status, walk);
}

static void
did_check_system (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateDiagnoseJob *self = g_task_get_source_object (task);
  g_autoptr(GPtrArray) findings = gate_system_check_finish (GATE_HUB (source), result, NULL);

  /* Only a cancellation ends it without an answer, and that ends the job too. */
  if (findings)
    g_ptr_array_extend_and_steal (self->groups->pdata[0], g_steal_pointer (&findings));
  finish_one (task);
}

static void
did_check_unused (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateDiagnoseJob *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = gate_unused_check_finish (GATE_HUB (source), result, &error);

  /* Why the state or the keyring cannot be read the walk tells. */
  if (findings)
    g_ptr_array_extend_and_steal (self->unused, g_steal_pointer (&findings));
  finish_one (task);
}

static void
check_system (GTask     *task,
              GPtrArray *links)
{
  GateDiagnoseJob *self = g_task_get_source_object (task);
  gboolean local = FALSE;

  for (guint i = 0; links && i < links->len; i++)
    local |= gate_connector_get_kind (gate_link_get_connector (links->pdata[i])) == GATE_CONNECTOR_STDIO;
  self->n_pending++;
  gate_system_check_async (self->hub, self->connector, local, g_task_get_cancellable (task), did_check_system, g_object_ref (task));
}

static void
gate_diagnose_job_run (GateJob *job,
                       GTask   *task)
{
  GateDiagnoseJob *self = GATE_DIAGNOSE_JOB (job);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) links = gate_hub_dup_links (self->hub, self->project, self->connector, NULL, &error);

  self->n_pending = 1;
  g_ptr_array_add (self->groups, g_ptr_array_new_with_free_func (g_object_unref));
  check_system (task, links);
  self->n_pending++;
  gate_unused_check_async (self->hub, self->project, links ? self->connector : NULL, g_task_get_cancellable (task), did_check_unused,
                           g_object_ref (task));
  if (!links)
    {
      GPtrArray *group = g_ptr_array_new_with_free_func (g_object_unref);

      g_ptr_array_add (self->groups, group);
      add_error (group, self->connector, GATE_LAYER_INSTALLED, error, "gatehousectl connector add");
    }
  else if (links->len == 0)
    add (self->groups->pdata[0], GATE_SYSTEM_SUBJECT, GATE_LAYER_ACTIVE, GATE_FINDING_WARNING, _("No connector is on in this project"),
         _("Turn one on, or connect one."), "gatehousectl connector list");
  for (guint i = 0; links && i < links->len; i++)
    walk_link (task, links->pdata[i]);
  finish_one (task);
}

static void
gate_diagnose_job_dispose (GObject *object)
{
  GateDiagnoseJob *self = GATE_DIAGNOSE_JOB (object);

  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_clear_pointer (&self->connector, g_free);
  g_clear_pointer (&self->tool, g_free);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->unused, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_diagnose_job_parent_class)->dispose (object);
}

static void
gate_diagnose_job_class_init (GateDiagnoseJobClass *klass)
{
  GATE_JOB_CLASS (klass)->run = gate_diagnose_job_run;
  G_OBJECT_CLASS (klass)->dispose = gate_diagnose_job_dispose;
}

static void
gate_diagnose_job_init (GateDiagnoseJob *self)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->unused = g_ptr_array_new_with_free_func (g_object_unref);
  self->findings = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_diagnose_job_new:
 * @hub: an open hub
 * @project: a project
 * @connector: (nullable): only this one; %NULL: all that are on
 * @tool: (nullable): the tool that was missed
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_diagnose_job_new (GateHub        *hub,
                       GateHubProject *project,
                       const char     *connector,
                       const char     *tool)
{
  GateDiagnoseJob *self = g_object_new (GATE_TYPE_DIAGNOSE_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->connector = g_strdup (connector);
  self->tool = g_strdup (tool);
  gate_job_set_title (GATE_JOB (self), _("Looking for what is wrong"));
  return GATE_JOB (self);
}

/**
 * gate_diagnose_job_get_findings:
 * @self: a job that has run
 *
 * Returns: (transfer none) (element-type GateFinding): the system's findings, then each connector's, in the order of the walk
 */
GPtrArray *
gate_diagnose_job_get_findings (GateDiagnoseJob *self)
{
  g_return_val_if_fail (GATE_IS_DIAGNOSE_JOB (self), NULL);
  return self->findings;
}
