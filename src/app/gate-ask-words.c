// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-ask-words.h"

#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define HEADING_CHARS 200
#define NAME_CHARS 80
#define LABEL_CHARS 2000

static const struct {
  const char *title;
  const char *heading; /* (nullable): NULL: the question's own; else with the connector's name */
  gboolean    quoted;  /* whether the body is the words of a server */
} kinds[] = {
  /* Translators: a connector's name. */
  [GATE_QUESTION_SIGN_IN] = { N_("Sign In"), N_("Sign in to %s"), FALSE },
  [GATE_QUESTION_FIELDS] = { N_("Connect"), NULL, FALSE },
  [GATE_QUESTION_ELICIT_FORM] = { N_("Information Asked For"), N_("“%s” asks for information"), TRUE },
  [GATE_QUESTION_ELICIT_URL] = { N_("Page to Visit"), N_("“%s” asks you to visit a page"), TRUE },
  [GATE_QUESTION_SAMPLE] = { N_("Text Asked For"), N_("“%s” asks for a text"), TRUE },
  [GATE_QUESTION_APPROVE_COMMAND] = { N_("Run a Program"), NULL, FALSE },
  [GATE_QUESTION_APPROVE_TOOL] = { N_("Call a Tool"), NULL, FALSE },
  [GATE_QUESTION_CONFIRM] = { N_("Question"), NULL, FALSE },
};

/**
 * gate_ask_words_label:
 * @label: a label or a sentence of the core, or a text of others
 *
 * Returns: (transfer full): it, shortened and safe to show
 */
char *
gate_ask_words_label (const char *label)
{
  g_autofree char *visible = gate_text_make_visible (label ? label : "", GATE_TEXT_BLOCK);
  return gate_text_shorten (visible, LABEL_CHARS);
}

static char *
dup_name (const char *name)
{
  g_autofree char *visible = gate_text_make_visible (name ? name : "", GATE_TEXT_LINE);

  return gate_text_shorten (visible, NAME_CHARS);
}

/**
 * gate_ask_words_title:
 * @question: a question
 *
 * Returns: what kind of question it is, for a title bar
 */
const char *
gate_ask_words_title (GateQuestion *question)
{
  return _(kinds[gate_question_get_kind (question)].title);
}

/**
 * gate_ask_words_heading:
 * @question: a question
 *
 * Returns: (transfer full): the question in one line
 */
char *
gate_ask_words_heading (GateQuestion *question)
{
  const char *format = kinds[gate_question_get_kind (question)].heading;
  const char *connector = gate_question_get_connector (question);
  g_autofree char *name = NULL;

  if (!format || !connector || !*connector)
    {
      g_autofree char *title = gate_ask_words_label (gate_question_get_title (question));

      g_autofree char *line = gate_text_make_visible (title, GATE_TEXT_LINE);
      return gate_text_shorten (line, HEADING_CHARS);
    }
  name = dup_name (connector);
  /* Not as a format: what stands for the name is found by hand. */
  g_auto(GStrv) parts = g_strsplit (_(format), "%s", 2);
  return g_strconcat (parts[0], name, parts[0] ? parts[1] : NULL, NULL);
}

/**
 * gate_ask_words_source:
 * @question: a question
 *
 * Returns: (transfer full) (nullable): whom it is about: connector, account, and who wants it; %NULL when the heading says it all
 */
char *
gate_ask_words_source (GateQuestion *question)
{
  g_autofree char *connector = dup_name (gate_question_get_connector (question));
  g_autofree char *account = dup_name (gate_question_get_account (question));
  g_autofree char *client = dup_name (gate_question_get_client (question));
  g_autofree char *heading = gate_ask_words_heading (question);
  g_autofree char *who = NULL;

  if (!*connector || (!*account && strstr (heading, connector)))
    return *client ? g_strdup_printf (_("Asked by %s"), client) : NULL;
  /* Translators: a connector's name and the label of one of its accounts. */
  who = *account ? g_strdup_printf (_("%s, account %s"), connector, account) : g_strdup (connector);
  /* Translators: a connector, perhaps with its account; then the program that asks. */
  return *client ? g_strdup_printf (_("%s, asked by %s"), who, client) : g_steal_pointer (&who);
}

/**
 * gate_ask_words_is_quoted:
 * @question: a question
 *
 * Returns: whether its body is the words of a server
 */
gboolean
gate_ask_words_is_quoted (GateQuestion *question)
{
  return kinds[gate_question_get_kind (question)].quoted;
}

/**
 * gate_ask_words_time_left:
 * @seconds: until the deadline
 *
 * Returns: (transfer full) (nullable): the time that is left, or %NULL when it is over
 */
char *
gate_ask_words_time_left (gint64 seconds)
{
  if (seconds <= 0)
    return NULL;
  if (seconds < 60)
    return g_strdup_printf (ngettext ("%d second left", "%d seconds left", (gulong) seconds), (int) seconds);
  /* Rounded up: the last minute is told in seconds. */
  int minutes = (int) MIN ((seconds + 59) / 60, G_MAXINT);
  return g_strdup_printf (ngettext ("%d minute left", "%d minutes left", (gulong) minutes), minutes);
}
