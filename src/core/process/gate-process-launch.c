// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-process-launch.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-program.h"
#include "gate-text.h"

#include <unistd.h>

static gboolean
can_enter (const char *folder)
{
  return g_file_test (folder, G_FILE_TEST_IS_DIR) && access (folder, X_OK) == 0;
}

static char *
choose_folder (const char  *wanted,
               GError     **error)
{
  if (!wanted)
    return g_strdup (can_enter (g_get_home_dir ()) ? g_get_home_dir () : "/");
  if (can_enter (wanted))
    return g_strdup (wanted);

  g_autofree char *shown = gate_text_make_visible (wanted, GATE_TEXT_LINE);
  gate_error_set (error, GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, _("Choose another folder for this server, or make this one."),
                  _("There is no folder “%s” that the server could start in"), shown);
  return NULL;
}

/**
 * gate_process_launch:
 * @files: where our ends of its streams are put
 * @argv: the program and its arguments: a name to look up in PATH, or a path
 * @given: (nullable): its variables, beside those of ours that it gets
 * @working_directory: (nullable) (type filename): where it starts; %NULL for the home directory
 * @sandbox: (nullable): how it is confined
 * @program: (out): the path of the program, once it was found
 * @error: set as gate_process_spawn_finish() tells
 *
 * Finds the program, confines it, and starts our watchdog, which will start it.
 *
 * Returns: (transfer full) (nullable): the watchdog
 */
GSubprocess *
gate_process_launch (GateProcessFiles    *files,
                     const char * const  *argv,
                     const char * const  *given,
                     const char          *working_directory,
                     GateSandbox         *sandbox,
                     char               **program,
                     GError             **error)
{
  g_auto(GStrv) environment = gate_program_environment (given, error);
  if (!environment)
    return NULL;

  g_autofree char *folder = choose_folder (working_directory, error);
  if (!folder)
    return NULL;
  g_auto(GStrv) full = gate_program_place (argv, g_environ_getenv (environment, "PATH"), folder, error);
  if (!full)
    return NULL;
  *program = g_strdup (full[0]);
  if (sandbox)
    {
      g_auto(GStrv) plain = g_steal_pointer (&full);
      full = gate_sandbox_wrap (sandbox, (const char * const *) plain, g_environ_getenv (environment, "PATH"), folder, error);
      if (!full)
        return NULL;
    }

  if (!gate_process_files_open (files, error))
    return NULL;
  return gate_process_files_start_watchdog (files, (const char * const *) full, environment, folder, error);
}
