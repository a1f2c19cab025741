// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-health-report.h"

#include "gate-config.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <string.h>

/* A user name so short may be a part of any word. */
#define USER_NAME_MIN 3

static void
replace_all (GString    *text,
             const char *what,
             const char *with)
{
  if (what && *what && strcmp (what, "/") != 0)
    g_string_replace (text, what, with, 0);
}

/* Queries and fragments carry tokens, and so does what stands before an @. */
static char *
strip_addresses (const char *text)
{
  g_autoptr(GRegex) user_info = g_regex_new ("\\b([a-z][a-z0-9+.-]*://)[^/\\s@]+@", G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GRegex) query = g_regex_new ("\\b([a-z][a-z0-9+.-]*://[^\\s?#]*)[?#][^\\s’'\")]*", G_REGEX_CASELESS, 0, NULL);
  g_autofree char *without_user = g_regex_replace (user_info, text, -1, 0, "\\1", 0, NULL);
  char *without_query = without_user ? g_regex_replace (query, without_user, -1, 0, "\\1?…", 0, NULL) : NULL;

  return without_query ? without_query : g_strdup ("");
}

/**
 * gate_health_redact:
 * @text: a text
 *
 * Returns: (transfer full): the text as it may be given to others: the home is “~”, addresses have no user, query and fragment
 */
char *
gate_health_redact (const char *text)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_BLOCK);
  g_autofree char *stripped = strip_addresses (visible);
  g_autoptr(GString) redacted = g_string_new (stripped);
  g_autofree char *home = g_canonicalize_filename (g_get_home_dir (), "/");

  replace_all (redacted, g_get_home_dir (), "~");
  replace_all (redacted, home, "~");
  if (strlen (g_get_user_name ()) >= USER_NAME_MIN)
    {
      g_autofree char *elsewhere = g_strdup_printf ("/%s/", g_get_user_name ());
      replace_all (redacted, elsewhere, "/…/");
    }
  return g_string_free (g_steal_pointer (&redacted), FALSE);
}

static void
append_line (GString    *report,
             const char *indent,
             const char *text)
{
  g_autofree char *redacted = gate_health_redact (text);

  g_string_append_printf (report, "%s%s\n", indent, redacted);
}

static void
append_system (GString *report)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format_iso8601 (now);
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");

  g_string_append_printf (report, "Gatehouse %s\n", GATE_VERSION);
  g_string_append_printf (report, "%s\n", date);
  g_string_append_printf (report, "%s, %s, GTK %u.%u.%u%s\n", system ? system : "Linux", desktop ? desktop : "no desktop",
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? ", Flatpak" : "");
}

/**
 * gate_health_report:
 * @findings: (element-type GateFinding): what was found
 *
 * States and layers stand in it by the names that `--json` has, so that whoever reads it can look them up; sentences as the person saw them.
 *
 * Returns: (transfer full): the report
 */
char *
gate_health_report (GPtrArray *findings)
{
  g_autoptr(GString) report = g_string_new (NULL);
  const char *subject = NULL;

  append_system (report);
  for (guint i = 0; i < findings->len; i++)
    {
      GateFinding *finding = findings->pdata[i];
      g_autofree char *line = g_strdup_printf ("%s (%s): %s", gate_finding_state_to_string (gate_finding_get_state (finding)),
                                               gate_layer_to_string (gate_finding_get_layer (finding)),
                                               gate_finding_get_message (finding));

      if (g_strcmp0 (subject, gate_finding_get_subject (finding)) != 0)
        {
          subject = gate_finding_get_subject (finding);
          g_string_append_c (report, '\n');
          append_line (report, "", subject);
        }
      append_line (report, "  ", line);
      if (gate_finding_get_remedy (finding))
        append_line (report, "    ", gate_finding_get_remedy (finding));
    }
  return g_string_free (g_steal_pointer (&report), FALSE);
}
