// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sandbox.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"
#include "gate-text.h"

#include <string.h>

#define MAX_WORDS 200

/* The answer cannot change while we run, short of an administrator's act; it belongs to the main context. */
static struct {
  gboolean  known;
  GError   *error; /* (nullable): %NULL when sandboxes work */
} answer;

static gboolean
kernel_says (const char *setting,
             const char *value)
{
  g_autofree char *path = g_strdup_printf ("/proc/sys/%s", setting);
  g_autofree char *content = NULL;

  return g_file_get_contents (path, &content, NULL, NULL) && strcmp (g_strchomp (content), value) == 0;
}

static gboolean
in_container (void)
{
  return g_file_test ("/.dockerenv", G_FILE_TEST_EXISTS) || g_file_test ("/run/.containerenv", G_FILE_TEST_EXISTS)
         || g_getenv ("container") != NULL;
}

/* Why bubblewrap, which is installed, does not work; the kernel's own settings first. */
static GError *
explain (const char *words)
{
  if (kernel_says ("kernel/apparmor_restrict_unprivileged_userns", "1"))
    return gate_error_new (GATE_ERROR_POLICY, GATE_LAYER_POLICY,
                           _("Ask the administrator to load the AppArmor profile “bwrap-userns-restrict” (package apparmor-profiles)."),
                           _("No sandbox for local servers: AppArmor keeps user namespaces from bubblewrap, as Ubuntu 24.04 does"));
  if (kernel_says ("kernel/unprivileged_userns_clone", "0"))
    return gate_error_new (GATE_ERROR_POLICY, GATE_LAYER_POLICY, _("Ask the administrator to set kernel.unprivileged_userns_clone=1."),
                           _("No sandbox for local servers: this kernel gives user namespaces to the administrator only"));
  if (kernel_says ("user/max_user_namespaces", "0"))
    return gate_error_new (GATE_ERROR_POLICY, GATE_LAYER_POLICY, _("Ask the administrator to raise user.max_user_namespaces."),
                           _("No sandbox for local servers: the number of user namespaces is limited to none"));
  if (in_container ())
    return gate_error_new (GATE_ERROR_POLICY, GATE_LAYER_POLICY,
                           _("Ask who runs the container to allow user namespaces and mounting /proc in it."),
                           _("No sandbox for local servers: the container that Gatehouse runs in does not allow one (%s)"), words);
  return gate_error_new (GATE_ERROR_POLICY, GATE_LAYER_POLICY, _("Ask the administrator to allow unprivileged user namespaces for bubblewrap."),
                         _("No sandbox for local servers: bubblewrap does not work here (%s)"), words);
}

static void
keep_answer (GTask  *task,
             GError *error)
{
  if (!answer.known)
    {
      answer.known = TRUE;
      answer.error = error ? g_error_copy (error) : NULL;
    }
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
did_run (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GSubprocess *trial = G_SUBPROCESS (source);
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;

  /* An error is a cancellation, or output that is no UTF-8; neither says anything about the sandbox. */
  if (!g_subprocess_communicate_utf8_finish (trial, result, NULL, &output, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_subprocess_force_exit (trial);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_subprocess_get_if_exited (trial) && g_subprocess_get_exit_status (trial) == 0)
    {
      keep_answer (task, NULL);
      return;
    }

  g_autofree char *visible = gate_text_make_visible (output ? g_strstrip (output) : NULL, GATE_TEXT_LINE);
  g_autofree char *words = gate_text_shorten (*visible ? visible : _("without a word"), MAX_WORDS);
  keep_answer (task, explain (words));
}

/**
 * gate_sandbox_probe_async:
 * @cancellable: (nullable): ends the trial
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Finds out whether local servers can be confined here, by a trial run of bubblewrap with the same flags.
 */
void
gate_sandbox_probe_async (GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  static const char *const command[] = { "/usr/bin/true", NULL };
  g_autoptr(GTask) task = gate_task_new (NULL, cancellable, callback, user_data, gate_sandbox_probe_async);
  g_autoptr(GateSandbox) sandbox = gate_sandbox_new (NULL, NULL, FALSE, FALSE);
  g_autoptr(GError) error = NULL;

  if (answer.known)
    {
      keep_answer (task, answer.error ? g_error_copy (answer.error) : NULL);
      return;
    }

  g_auto(GStrv) argv = gate_sandbox_wrap (sandbox, command, NULL, "/", &error);
  g_autoptr(GSubprocess) trial = NULL;
  if (argv)
    trial = g_subprocess_newv ((const char * const *) argv, G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  if (trial)
    g_subprocess_communicate_utf8_async (trial, NULL, cancellable, did_run, g_steal_pointer (&task));
  else if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    keep_answer (task, gate_error_new (GATE_ERROR_POLICY, GATE_LAYER_POLICY, _("Install bubblewrap: the Debian package bubblewrap."),
                                       _("No sandbox for local servers: bubblewrap is not installed")));
  else
    keep_answer (task, gate_error_from_gio (error, _("Could not try bubblewrap")));
}

/**
 * gate_sandbox_probe_finish:
 * @result: the result
 * @error: set to %GATE_ERROR_POLICY, with what the administrator can do, or to %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when sandboxes work here
 */
gboolean
gate_sandbox_probe_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
