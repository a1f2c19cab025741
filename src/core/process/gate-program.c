// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-program.h"

#include "gate-config.h"
#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define FALLBACK_PATH "/usr/local/bin:/usr/bin:/bin"

typedef struct {
  const char *program;
  const char *remedy;
} Hint;

/* What servers are most often started with, and where it comes from. */
static const Hint hints[] = {
  { "npx", N_("Install Node.js: the Debian packages nodejs and npm.") },
  { "npm", N_("Install Node.js: the Debian packages nodejs and npm.") },
  { "node", N_("Install Node.js: the Debian package nodejs.") },
  { "bun", N_("Install Bun from its makers (bun.sh); Debian has no package of it.") },
  { "bunx", N_("Install Bun from its makers (bun.sh); Debian has no package of it.") },
  { "deno", N_("Install Deno from its makers (deno.com); Debian has no package of it.") },
  { "uv", N_("Install uv from its makers (docs.astral.sh/uv) or with “pipx install uv”; pipx is a Debian package.") },
  { "uvx", N_("Install uv from its makers (docs.astral.sh/uv) or with “pipx install uv”; pipx is a Debian package.") },
  { "pipx", N_("Install the Debian package pipx.") },
  { "python", N_("Install the Debian package python3, and give “python3” as the command or install python-is-python3.") },
  { "python3", N_("Install the Debian package python3.") },
  { "docker", N_("Install Docker: the Debian package docker.io.") },
  { "podman", N_("Install the Debian package podman.") },
  { "java", N_("Install Java: the Debian package default-jre-headless.") },
  { "dotnet", N_("Install .NET from its makers (dotnet.microsoft.com); Debian has no package of it.") },
  { "go", N_("Install Go: the Debian package golang-go.") },
  { "cargo", N_("Install Rust: the Debian package cargo.") },
  { "ruby", N_("Install the Debian package ruby.") },
  { "php", N_("Install PHP: the Debian package php-cli.") },
};

/* What the MCP SDKs pass on as well, and the language. */
static const char *const passed_on[] = { "HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER", "LANG" };

static const char *
remedy_for (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hints); i++)
    if (strcmp (hints[i].program, name) == 0)
      return _(hints[i].remedy);
  return _("Install it, or give its full path as the command.");
}

static gboolean
is_program (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) && access (path, X_OK) == 0;
}

static char *
find_in_path (const char *name,
              const char *path)
{
  g_auto(GStrv) folders = g_strsplit (path, ":", -1);

  /* An empty or relative folder would mean whatever the working directory holds; no program of a server is looked up there. */
  for (guint i = 0; folders[i]; i++)
    {
      g_autofree char *candidate = g_path_is_absolute (folders[i]) ? g_build_filename (folders[i], name, NULL) : NULL;

      if (candidate && is_program (candidate))
        return g_steal_pointer (&candidate);
    }
  return NULL;
}

/**
 * gate_program_find:
 * @name: a program as an entry names it: a name, or a path
 * @path: (nullable): where to look, in the form of PATH
 * @working_directory: (nullable): what a relative path starts from
 * @error: set to %GATE_ERROR_SERVER_EXITED, with the package that has the program as its remedy
 *
 * Finds a program.
 *
 * Returns: (transfer full) (nullable) (type filename): its absolute path
 */
char *
gate_program_find (const char  *name,
                   const char  *path,
                   const char  *working_directory,
                   GError     **error)
{
  g_autofree char *shown = gate_text_make_visible (name, GATE_TEXT_LINE);
  g_autofree char *found = NULL;

  if (!*name)
    {
      gate_error_set (error, GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, _("Give the program to start."), _("The command is empty"));
      return NULL;
    }
  if (!strchr (name, '/'))
    {
      found = find_in_path (name, path ? path : FALLBACK_PATH);
      if (!found)
        gate_error_set (error, GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, remedy_for (name),
                        _("There is no program “%s” in any folder of PATH"), shown);
      return g_steal_pointer (&found);
    }

  found = g_canonicalize_filename (name, working_directory);
  if (!g_file_test (found, G_FILE_TEST_EXISTS))
    gate_error_set (error, GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, _("Install it, or correct the path."),
                    _("There is no program “%s”"), shown);
  else if (!is_program (found))
    gate_error_set (error, GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE,
                    _("Correct the path, or make the file executable (chmod +x)."), _("“%s” is not an executable file"), shown);
  else
    return g_steal_pointer (&found);
  return NULL;
}

/**
 * gate_program_new_failure:
 * @program: the path of a program
 * @number: the errno that execve(2) gave
 *
 * Returns: (transfer full): a %GATE_ERROR_SERVER_EXITED that says why the program could not be started
 */
GError *
gate_program_new_failure (const char *program,
                          int         number)
{
  g_autofree char *shown = gate_text_make_visible (program, GATE_TEXT_LINE);

  if (number == ENOENT)
    return gate_error_new (GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, _("Install the interpreter that its first line names."),
                           _("“%s” could not be started: its interpreter is missing"), shown);
  if (number == EACCES)
    return gate_error_new (GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE,
                           _("Make the file and its interpreter executable, on a file system that allows programs."),
                           _("“%s” could not be started: permission denied"), shown);
  if (number == ENOEXEC)
    return gate_error_new (GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE,
                           _("Give a program for this kind of machine, or a script whose first line names its interpreter."),
                           _("“%s” could not be started: it is not a program"), shown);
  return gate_error_new (GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, NULL,
                         _("“%s” could not be started: %s"), shown, g_strerror (number));
}

/**
 * gate_program_environment:
 * @given: (nullable): the variables of the entry, "NAME=value"
 * @error: set to %GATE_ERROR_INVALID
 *
 * Makes the whole environment of a local server: the given variables, and of ours HOME, LOGNAME, PATH, SHELL, TERM, USER and LANG,
 * except where they hold an exported shell function.
 *
 * Returns: (transfer full) (nullable): the environment
 */
char **
gate_program_environment (const char * const  *given,
                          GError             **error)
{
  g_auto(GStrv) environment = g_new0 (char *, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (passed_on); i++)
    {
      /* The sandbox's own PATH means nothing on the host. */
      gboolean foreign = strcmp (passed_on[i], "PATH") == 0 && gate_dirs_in_flatpak ();
      const char *value = foreign ? FALLBACK_PATH : g_getenv (passed_on[i]);

      if (value && !g_str_has_prefix (value, "()"))
        environment = g_environ_setenv (environment, passed_on[i], value, TRUE);
    }
  for (guint i = 0; given && given[i]; i++)
    {
      const char *equals = strchr (given[i], '=');
      g_autofree char *name = equals && equals != given[i] ? g_strndup (given[i], (gsize) (equals - given[i])) : NULL;

      if (!name)
        {
          gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Correct the entry of this server."),
                          _("A variable for the server’s environment has no name"));
          return NULL;
        }
      environment = g_environ_setenv (environment, name, equals + 1, TRUE);
    }
  return g_steal_pointer (&environment);
}

/* What the person granted this sandbox, as it was when we were started. */
static gboolean
may_use_host (void)
{
  g_autoptr(GKeyFile) info = g_key_file_new ();
  g_autofree char *right = NULL;

  if (!g_key_file_load_from_file (info, "/.flatpak-info", G_KEY_FILE_NONE, NULL))
    return FALSE;
  right = g_key_file_get_string (info, "Session Bus Policy", "org.freedesktop.Flatpak", NULL);
  return g_strcmp0 (right, "talk") == 0 || g_strcmp0 (right, "own") == 0;
}

#define OVERRIDE "flatpak override --user --talk-name=org.freedesktop.Flatpak " GATE_APPLICATION_ID

/**
 * gate_program_override:
 *
 * Returns: the command with which a person lets the sandbox start programs on the host
 */
const char *
gate_program_override (void)
{
  return OVERRIDE;
}

/**
 * gate_program_allowed:
 * @error: set to %GATE_ERROR_POLICY
 *
 * Whether programs of the person's can be started at all: not from inside a Flatpak sandbox, where they are not, unless the person gave
 * the sandbox the right to start programs on the host.
 *
 * Returns: %TRUE when they can
 */
gboolean
gate_program_allowed (GError **error)
{
  if (!gate_dirs_in_flatpak () || may_use_host ())
    return TRUE;
  g_autofree char *remedy
    = g_strdup_printf (_("Use a remote connector instead, which needs nothing on this computer. To let Gatehouse start programs outside its "
                         "sandbox, with all rights that you have, run: %s"), OVERRIDE);
  gate_error_set (error, GATE_ERROR_POLICY, GATE_LAYER_POLICY, remedy,
                  _("Programs on this computer are out of reach inside Flatpak"));
  return FALSE;
}

/**
 * gate_program_place:
 * @argv: a program and its arguments, as the entry has them
 * @path: (nullable): where to look, in the form of PATH
 * @working_directory: (type filename): where it starts
 * @error: set to %GATE_ERROR_SERVER_EXITED
 *
 * Makes the command that starts a program: its path and its arguments; inside a Flatpak what starts it on the host, where it is
 * looked up too.
 *
 * Returns: (transfer full) (nullable): the whole command
 */
char **
gate_program_place (const char * const  *argv,
                    const char          *path,
                    const char          *working_directory,
                    GError             **error)
{
  g_autoptr(GStrvBuilder) command = g_strv_builder_new ();
  g_autofree char *program = NULL;

  if (gate_dirs_in_flatpak ())
    {
      g_autofree char *helper = gate_dirs_libexec ("gatehouse-host");

      if (!argv[0] || !*argv[0] || *argv[0] == '-')
        {
          gate_error_set (error, GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, _("Give the program to start."), _("The command is empty"));
          return NULL;
        }
      g_strv_builder_add_many (command, helper, working_directory, argv[0], NULL);
    }
  else
    {
      program = gate_program_find (argv[0] ? argv[0] : "", path, working_directory, error);
      if (!program)
        return NULL;
      g_strv_builder_add (command, program);
    }
  if (argv[0])
    g_strv_builder_addv (command, (const char **) argv + 1);
  return g_strv_builder_end (command);
}
