// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-notice-words.h"

#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>

#define DAY (24 * 60 * 60)
#define BODY_MAX 300

static char *
title_of_expiring (const char *label,
                   gint64      expires)
{
  g_autoptr(GDateTime) end = g_date_time_new_from_unix_local (expires);
  gboolean today = expires - g_get_real_time () / G_USEC_PER_SEC < DAY;
  g_autofree char *when = end ? g_date_time_format (end, today ? "%H:%M" : "%x") : g_strdup ("");

  return today ? /* Translators: the name of a connector, and a time of day. */
                 g_strdup_printf (_("The sign-in to %s ends at %s and cannot be renewed."), label, when)
               : /* Translators: the name of a connector, and a date. */
                 g_strdup_printf (_("The sign-in to %s ends on %s and cannot be renewed."), label, when);
}

/**
 * gate_notice_words_title:
 * @notice: a notice
 *
 * Returns: (transfer full): what it is about, in a sentence
 */
char *
gate_notice_words_title (GateNotice *notice)
{
  GateHubAccount *account = gate_notice_get_account (notice);
  g_autofree char *shown = account ? gate_text_make_visible (gate_hub_account_get_label (account), GATE_TEXT_LINE) : NULL;
  guint n_tools = gate_notice_get_n_tools (notice);

  switch (gate_notice_get_kind (notice))
    {
    case GATE_NOTICE_OFFLINE:
      return g_strdup (_("You are offline. What needs the network comes back by itself."));
    case GATE_NOTICE_CHANGED:
      /* Translators: the name of a connector. */
      return n_tools == 1 ? g_strdup_printf (_("A tool of %s is not what it was when you allowed it."), shown)
                          : g_strdup_printf (ngettext ("%u tool of %s is not what it was when you allowed it.",
                                                       "%u tools of %s are not what they were when you allowed them.", n_tools),
                                             n_tools, shown);
    case GATE_NOTICE_DOWN:
      /* Translators: the name of a connector. */
      return g_strdup_printf (_("%s cannot be reached."), shown);
    case GATE_NOTICE_EXPIRING:
      return title_of_expiring (shown, gate_hub_account_get_expires (account));
    case GATE_NOTICE_REFUSED:
    default:
      /* Translators: the name of a connector. */
      return g_strdup_printf (_("The sign-in to %s has ended."), shown);
    }
}

/**
 * gate_notice_words_body:
 * @notice: a notice
 *
 * Returns: (transfer full) (nullable): what else there is to say
 */
char *
gate_notice_words_body (GateNotice *notice)
{
  GateHubAccount *account = gate_notice_get_account (notice);
  const GError *error = account ? gate_hub_account_get_error (account) : NULL;
  g_autofree char *text = NULL;

  switch (gate_notice_get_kind (notice))
    {
    case GATE_NOTICE_CHANGED:
      return g_strdup (_("It is not used until you have looked at the change."));
    case GATE_NOTICE_EXPIRING:
      return g_strdup (_("Sign in again before that, so that your assistant can go on."));
    case GATE_NOTICE_OFFLINE:
    case GATE_NOTICE_DOWN:
    case GATE_NOTICE_REFUSED:
    default:
      text = error ? gate_words_error (error) : NULL;
      return text ? gate_text_shorten (text, BODY_MAX) : NULL;
    }
}

/**
 * gate_notice_words_remedy:
 * @notice: a notice
 *
 * The mnemonics are not those of the rows, which may offer the same.
 *
 * Returns: the label of the button that solves it
 */
const char *
gate_notice_words_remedy (GateNotice *notice)
{
  switch (gate_notice_get_kind (notice))
    {
    case GATE_NOTICE_CHANGED:
      return _("Re_view…");
    case GATE_NOTICE_OFFLINE:
    case GATE_NOTICE_DOWN:
      return _("Try A_gain");
    case GATE_NOTICE_EXPIRING:
    case GATE_NOTICE_REFUSED:
    default:
      return _("Sign In A_gain…");
    }
}

/**
 * gate_notice_words_button:
 * @notice: a notice
 *
 * Returns: (transfer full): the label of a notification's button
 */
char *
gate_notice_words_button (GateNotice *notice)
{
  g_auto(GStrv) parts = g_strsplit (gate_notice_words_remedy (notice), "_", 2);

  return g_strjoinv ("", parts);
}
