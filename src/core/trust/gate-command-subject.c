// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-command-subject.h"

#include "gate-i18n.h"
#include "gate-text.h"

#include <string.h>

/* Variables by which a program runs other code than its command says: their values are part of what is shown. */
static const char *const telling_variables[] = {
  "PATH", "NODE_OPTIONS", "NODE_PATH", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "PERL5OPT", "PERL5LIB", "RUBYOPT", "RUBYLIB",
  "BASH_ENV", "ENV", "SHELL", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "GIT_SSH_COMMAND", "GCONV_PATH", "HOME", NULL
};
static const char *const telling_prefixes[] = { "LD_", "DYLD_", "NPM_CONFIG_", "npm_config_", "UV_", "PIP_", "DOTNET_" };

static gboolean
is_telling (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (telling_prefixes); i++)
    if (g_str_has_prefix (name, telling_prefixes[i]))
      return TRUE;
  return g_strv_contains (telling_variables, name);
}

static void
append_line (GString    *text,
             const char *indent,
             const char *sentence,
             const char *value)
{
  g_autofree char *visible = gate_text_make_visible (value, GATE_TEXT_LINE);

  g_autofree char *line = gate_text_fill (sentence, "%s", visible);

  g_string_append_printf (text, "%s%s\n", indent, line);
}

/* Every argument on a line of its own, quoted where it is not plain, so that none can look like two or like nothing. */
static void
append_argument (GString    *text,
                 const char *argument,
                 gboolean    first)
{
  gboolean plain = *argument != '\0' && !strpbrk (argument, " \t\n'\"\\|&;<>()`*?[]#~!");
  g_autofree char *quoted = plain ? g_strdup (argument) : g_shell_quote (argument);

  append_line (text, first ? "" : "  ", first ? _("Program: %s") : _("Argument: %s"), quoted);
}

static void
append_variable (GString    *text,
                 const char *pair)
{
  g_auto(GStrv) parts = g_strsplit (pair, "=", 2);

  append_line (text, "  ", _("Variable: %s"), is_telling (parts[0]) ? pair : parts[0]);
}

static void
append_sandbox (GString          *text,
                GateCommandFlags  flags,
                const char       *folder)
{
  if (!(flags & GATE_COMMAND_SANDBOXED))
    {
      g_string_append_printf (text, "%s\n", _("Sandbox: none. It can read and change everything that you can."));
      return;
    }
  g_string_append_printf (text, "%s\n", _("Sandbox: yes, with a home of its own."));
  g_string_append_printf (text, "  %s\n", flags & GATE_COMMAND_NETWORK ? _("Network: yes") : _("Network: no"));
  append_line (text, "  ", flags & GATE_COMMAND_FOLDER_WRITABLE ? _("Folder, to read and write: %s") : _("Folder, to read: %s"),
               folder ? folder : C_("folder", "none"));
}

/**
 * gate_command_subject_to_text:
 * @connector: a local server
 * @flags: how it is confined
 * @folder: (nullable): the project's folder, where it is granted
 *
 * What the person is asked to allow before a local server is run: the exact program and arguments, a line each, as they are written
 * in the entry; the names of the variables that it gets (with the values of those that can make it run other code); where it is run;
 * how it is confined. Nothing is left out or cut, and nothing of the keyring shows.
 *
 * Returns: (transfer full): the text, lines that each end in a line feed, safe to show
 */
char *
gate_command_subject_to_text (GateConnector    *connector,
                              GateCommandFlags  flags,
                              const char       *folder)
{
  const char *const *argv = gate_connector_get_argv (connector);
  const char *const *environment = gate_connector_get_environment (connector);
  const char *directory = gate_connector_get_directory (connector);
  GString *text = g_string_new (NULL);

  for (guint i = 0; argv[i]; i++)
    append_argument (text, argv[i], i == 0);
  for (guint i = 0; environment[i]; i++)
    append_variable (text, environment[i]);
  if (directory)
    append_line (text, "", _("Directory: %s"), directory);
  append_sandbox (text, flags, folder);
  return g_string_free (text, FALSE);
}

/**
 * gate_command_subject_digest:
 * @connector: a local server
 * @flags: how it is confined
 * @folder: (nullable): the project's folder, where it is granted
 *
 * What an approval is kept for: it covers all that [func@Gate.command_subject_to_text] says, and the values of all variables as they
 * are written in the entry.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
gate_command_subject_digest (GateConnector    *connector,
                             GateCommandFlags  flags,
                             const char       *folder)
{
  g_autofree char *fingerprint = gate_connector_dup_fingerprint (connector);
  g_autofree char *subject = g_strdup_printf ("%s\n%u\n%s", fingerprint, (guint) flags, folder ? folder : "");

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, subject, -1);
}
