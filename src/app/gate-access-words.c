// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-access-words.h"

#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>

#define DAY (24 * 60 * 60)

/**
 * gate_access_words_capitalize:
 * @text: words
 *
 * Returns: (transfer full): the same, beginning with a capital
 */
char *
gate_access_words_capitalize (const char *text)
{
  g_autofree char *first = *text ? g_utf8_strup (text, (gssize) (g_utf8_next_char (text) - text)) : g_strdup ("");

  return g_strconcat (first, *text ? g_utf8_next_char (text) : "", NULL);
}

/* A line of what scopes of one kind there are; scopes: (transfer full) (nullable). */
static void
append_scopes (GString    *text,
               const char *kind,
               char       *scopes)
{
  g_autofree char *owned = scopes;
  g_autofree char *shown = owned ? gate_text_make_visible (owned, GATE_TEXT_LINE) : NULL;
  g_auto(GStrv) names = shown && *shown ? g_strsplit (shown, " ", -1) : NULL;
  g_autofree char *list = names ? g_strjoinv (", ", names) : NULL;

  if (!list)
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  /* Translators: a kind of access, and the names of what was granted: “Reads: files.read, mail.read”. */
  g_string_append_printf (text, _("%s: %s"), kind, list);
}

/**
 * gate_access_words_granted:
 * @account: an account
 *
 * Returns: (transfer full): what the service granted, by what the names of the scopes tell
 */
char *
gate_access_words_granted (GateHubAccount *account)
{
  g_autoptr(GString) text = g_string_new (NULL);

  append_scopes (text, _("Reads"), gate_hub_account_dup_scopes_that (account, GATE_HUB_SCOPES_READ));
  append_scopes (text, _("Changes"), gate_hub_account_dup_scopes_that (account, GATE_HUB_SCOPES_CHANGE));
  append_scopes (text, _("Who you are, and staying signed in"), gate_hub_account_dup_scopes_that (account, GATE_HUB_SCOPES_IDENTIFY));
  append_scopes (text, _("Purpose unknown"), gate_hub_account_dup_scopes_that (account, GATE_HUB_SCOPES_OTHER));
  if (text->len == 0)
    return g_strdup (_("The service did not say; its tools show what it can do."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * gate_access_words_expires:
 * @seconds: since the epoch; 0: not known
 *
 * Returns: (transfer full) (nullable): when the access token ends, and what then
 */
char *
gate_access_words_expires (gint64 seconds)
{
  gint64 left = seconds - g_get_real_time () / G_USEC_PER_SEC;

  if (seconds == 0)
    return NULL;
  if (left <= 0)
    return g_strdup (_("Has passed; renewed when it is next used, where the service allows it"));
  if (left < 60 * 60)
    return g_strdup_printf (ngettext ("In %u minute; then renewed", "In %u minutes; then renewed", (gulong) (left / 60 + 1)),
                            (guint) (left / 60 + 1));
  if (left < DAY)
    return g_strdup_printf (ngettext ("In %u hour; then renewed", "In %u hours; then renewed", (gulong) (left / 3600 + 1)),
                            (guint) (left / 3600 + 1));
  return g_strdup_printf (ngettext ("In %u day; then renewed", "In %u days; then renewed", (gulong) (left / DAY + 1)),
                          (guint) (left / DAY + 1));
}

/**
 * gate_access_words_used:
 * @account: an account
 *
 * Returns: (transfer full): when it was last used, and what to do with access that nobody uses
 */
char *
gate_access_words_used (GateHubAccount *account)
{
  gint64 last = gate_hub_account_get_last_used (account);
  g_autofree char *ago = gate_words_time_ago (last);
  g_autofree char *text = gate_access_words_capitalize (ago);

  if (gate_hub_account_is_unused (account))
    /* Translators: a date, or “Never”. */
    return g_strdup_printf (_("%s. Access that nobody uses is best given back."), text);
  return g_steal_pointer (&text);
}

/**
 * gate_access_words_kind:
 * @connector: a connector
 *
 * Returns: what it is
 */
const char *
gate_access_words_kind (GateHubConnector *connector)
{
  static const GateWord table[] = {
    { "http", N_("Remote server") },
    { "sse", N_("Remote server (older protocol)") },
    { "stdio", N_("Program on this computer") },
  };

  return gate_words_look_up (table, G_N_ELEMENTS (table), gate_hub_connector_get_kind (connector), "");
}

/**
 * gate_access_words_origin:
 * @connector: a connector
 *
 * Returns: who brought it
 */
const char *
gate_access_words_origin (GateHubConnector *connector)
{
  static const GateWord table[] = {
    { "managed", N_("Your administrator") },
    { "organization", N_("Your organization") },
    { "user", N_("You") },
  };

  return gate_words_look_up (table, G_N_ELEMENTS (table), gate_hub_connector_get_origin (connector), "");
}

/**
 * gate_access_words_decision:
 * @decision: (nullable): what policy says of a tool
 *
 * Returns: it in words
 */
const char *
gate_access_words_decision (const char *decision)
{
  static const GateWord table[] = {
    { "allow", N_("Always allow") },
    { "ask", N_("Needs approval") },
    { "block", N_("Blocked") },
    { "review", N_("Changed") },
  };

  return gate_words_look_up (table, G_N_ELEMENTS (table), decision, "");
}

/**
 * gate_access_words_group:
 * @group: (nullable): a tool's group
 *
 * Returns: it in words
 */
const char *
gate_access_words_group (const char *group)
{
  static const GateWord table[] = {
    { "read", N_("Reads") },
    { "write", N_("Writes") },
    { "destructive", N_("Changes or Deletes") },
  };

  return gate_words_look_up (table, G_N_ELEMENTS (table), group, "");
}
