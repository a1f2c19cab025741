// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-words.h"

#include "gate-error.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define REMEDY_MAX 400

/**
 * gate_words_look_up:
 * @table: (array length=n_words): what people read for each word
 * @n_words: how many there are
 * @word: (nullable): a word of the core
 * @otherwise: (nullable): what people read for any other, translated
 *
 * Returns: (nullable): what people read for the word; %NULL for any other where that is @otherwise
 */
const char *
gate_words_look_up (const GateWord *table,
                    gsize           n_words,
                    const char     *word,
                    const char     *otherwise)
{
  for (gsize i = 0; word && i < n_words; i++)
    if (strcmp (table[i].word, word) == 0)
      return _(table[i].text);
  return otherwise;
}

/**
 * gate_words_activity:
 * @account: an account
 *
 * Returns: layer 2 in words
 */
const char *
gate_words_activity (GateHubAccount *account)
{
  return gate_hub_account_get_active (account) ? _("on") : _("off");
}

/**
 * gate_words_sign_in:
 * @account: an account
 *
 * Returns: layer 3 in words
 */
const char *
gate_words_sign_in (GateHubAccount *account)
{
  static const GateWord table[] = {
    { "signed-in", N_("signed in") },
    { "not-needed", N_("no sign-in needed") },
    { "unknown", N_("not connected") },
    { "signed-out", N_("not signed in") },
    { "expired", N_("sign-in expired") },
    { "keyring-locked", N_("keyring locked") },
    { "keyring-absent", N_("no keyring") },
  };

  return gate_words_look_up (table, G_N_ELEMENTS (table), gate_hub_account_get_sign_in (account), _("checking the sign-in…"));
}

/**
 * gate_words_describe_account:
 * @account: an account
 *
 * Returns: (transfer full): the account and its three layers as one sentence, for a screen reader
 */
char *
gate_words_describe_account (GateHubAccount *account)
{
  g_autofree char *label = gate_text_make_visible (gate_hub_account_get_label (account), GATE_TEXT_LINE);
  const char *activity = gate_hub_account_get_active (account) ? _("on in this project") : _("off in this project");

  /* Translators: a connector's name, then its three layers: “Notion, installed, off in this project, not signed in”. */
  return g_strdup_printf (_("%s, installed, %s, %s"), label, activity, gate_words_sign_in (account));
}

static char *
count_tools (guint n_tools,
             guint n_read)
{
  g_autofree char *tools = g_strdup_printf (ngettext ("%u tool", "%u tools", n_tools), n_tools);

  /* Translators: “12 tools (8 read, 4 write)”. */
  return g_strdup_printf (_("%s (%u read, %u write)"), tools, n_read, n_tools - n_read);
}

/**
 * gate_words_offer:
 * @account: an account
 *
 * Returns: (transfer full) (nullable): what it offers in numbers, or how far we are with asking; %NULL where it was not asked
 */
char *
gate_words_offer (GateHubAccount *account)
{
  guint n_tools = gate_hub_account_get_n_tools (account);
  guint n_resources = gate_hub_account_get_n_resources (account);
  guint n_prompts = gate_hub_account_get_n_prompts (account);
  g_autoptr(GString) text = g_string_new (NULL);

  if (gate_hub_account_get_listed_at (account) == 0)
    return gate_hub_account_get_phase (account) == GATE_ACCOUNT_PHASE_LISTING ? g_strdup (_("Asking what it offers…")) : NULL;
  if (n_tools > 0)
    {
      g_autofree char *tools = count_tools (n_tools, gate_hub_account_get_n_read (account));
      g_string_append (text, tools);
    }
  else
    {
      g_string_append (text, _("no tools"));
    }
  if (n_resources > 0)
    g_string_append_printf (text, ngettext (" · %u resource", " · %u resources", n_resources), n_resources);
  if (n_prompts > 0)
    g_string_append_printf (text, ngettext (" · %u prompt", " · %u prompts", n_prompts), n_prompts);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* How one is got on this desktop. */
static const char *
say_keyring_absent (void)
{
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");

  if (desktop && strstr (desktop, "KDE"))
    return _("No keyring answers, so no sign-in can be kept. Turn on KWallet in System Settings, then log out and in again; until then a "
             "sign-in holds while Gatehouse is open.");
  return _("No keyring answers, so no sign-in can be kept. Install the package gnome-keyring, then log out and in again; until then a "
           "sign-in holds while Gatehouse is open.");
}

/**
 * gate_words_problem:
 * @account: an account
 *
 * Returns: (transfer full) (nullable): what is wrong with the first layer that is off, in a sentence; %NULL where all is well
 */
char *
gate_words_problem (GateHubAccount *account)
{
  const GError *error = gate_hub_account_get_error (account);

  switch (gate_hub_account_get_remedy (account))
    {
    case GATE_ACCOUNT_REMEDY_TURN_ON:
      return g_strdup (_("Off for this project."));
    case GATE_ACCOUNT_REMEDY_CONNECT:
      return g_strdup (_("Off for this project, and not connected."));
    case GATE_ACCOUNT_REMEDY_ASK_ADMINISTRATOR:
      return g_strdup (_("Kept off by your organization."));
    case GATE_ACCOUNT_REMEDY_SIGN_IN:
      return g_strdup (_("On, but nobody is signed in."));
    case GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN:
      return error ? gate_words_error (error) : g_strdup (_("The sign-in has expired and could not be renewed."));
    case GATE_ACCOUNT_REMEDY_UNLOCK:
      return g_strdup (_("The sign-in is in the keyring, and the keyring is locked."));
    case GATE_ACCOUNT_REMEDY_GET_KEYRING:
      return g_strdup (say_keyring_absent ());
    case GATE_ACCOUNT_REMEDY_START:
      return g_strdup (_("Not started yet: what it offers shows once it runs on this computer."));
    case GATE_ACCOUNT_REMEDY_REVIEW:
    case GATE_ACCOUNT_REMEDY_RETRY:
      return gate_words_error (error);
    case GATE_ACCOUNT_REMEDY_NONE:
    case GATE_ACCOUNT_REMEDY_WAIT:
    default:
      return NULL;
    }
}

/**
 * gate_words_needs_attention:
 * @account: an account
 *
 * What is off is no problem: it is how the person wants it.
 *
 * Returns: whether the account is to be marked
 */
gboolean
gate_words_needs_attention (GateHubAccount *account)
{
  switch (gate_hub_account_get_remedy (account))
    {
    case GATE_ACCOUNT_REMEDY_SIGN_IN:
    case GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN:
    case GATE_ACCOUNT_REMEDY_UNLOCK:
    case GATE_ACCOUNT_REMEDY_GET_KEYRING:
    case GATE_ACCOUNT_REMEDY_REVIEW:
    case GATE_ACCOUNT_REMEDY_RETRY:
      return TRUE;
    case GATE_ACCOUNT_REMEDY_START:
    case GATE_ACCOUNT_REMEDY_NONE:
    case GATE_ACCOUNT_REMEDY_WAIT:
    case GATE_ACCOUNT_REMEDY_ASK_ADMINISTRATOR:
    case GATE_ACCOUNT_REMEDY_TURN_ON:
    case GATE_ACCOUNT_REMEDY_CONNECT:
    default:
      return FALSE;
    }
}

/**
 * gate_words_remedy:
 * @remedy: what to do
 *
 * Returns: (nullable): the label of the button that does it, with a mnemonic; %NULL where there is nothing to do
 */
const char *
gate_words_remedy (GateAccountRemedy remedy)
{
  switch (remedy)
    {
    case GATE_ACCOUNT_REMEDY_TURN_ON:
      return _("Turn _On");
    case GATE_ACCOUNT_REMEDY_CONNECT:
      return _("_Connect…");
    case GATE_ACCOUNT_REMEDY_ASK_ADMINISTRATOR:
      return _("_Ask Administrator…");
    case GATE_ACCOUNT_REMEDY_SIGN_IN:
      return _("_Sign In…");
    case GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN:
      return _("_Sign In Again…");
    case GATE_ACCOUNT_REMEDY_UNLOCK:
      return _("_Unlock Keyring…");
    case GATE_ACCOUNT_REMEDY_GET_KEYRING:
      return _("_Sign In for Now…");
    case GATE_ACCOUNT_REMEDY_START:
      return _("_Start…");
    case GATE_ACCOUNT_REMEDY_REVIEW:
      return _("_Review…");
    case GATE_ACCOUNT_REMEDY_RETRY:
      return _("_Try Again");
    case GATE_ACCOUNT_REMEDY_NONE:
    case GATE_ACCOUNT_REMEDY_WAIT:
    default:
      return NULL;
    }
}

/**
 * gate_words_connected:
 * @job: a job that has connected an account
 *
 * Returns: that it did, and how long it holds
 */
const char *
gate_words_connected (GateConnectJob *job)
{
  if (gate_connect_job_get_persisted (job))
    return _("Connected");
  if (gate_error_matches (gate_connect_job_get_keyring_error (job), GATE_ERROR_KEYRING_ABSENT))
    return _("Signed in until Gatehouse is closed: there is no keyring that could keep it");
  return _("Signed in until Gatehouse is closed: the keyring is locked");
}

/**
 * gate_words_time_ago:
 * @seconds: since the epoch; 0: never
 *
 * Returns: (transfer full): how long ago that was
 */
char *
gate_words_time_ago (gint64 seconds)
{
  gint64 passed = g_get_real_time () / G_USEC_PER_SEC - seconds;

  if (seconds == 0)
    return g_strdup (_("never"));
  if (passed < 60)
    return g_strdup (_("just now"));
  if (passed < 60 * 60)
    return g_strdup_printf (ngettext ("%u minute ago", "%u minutes ago", passed / 60), (guint) (passed / 60));
  if (passed < 24 * 60 * 60)
    return g_strdup_printf (ngettext ("%u hour ago", "%u hours ago", passed / 3600), (guint) (passed / 3600));

  g_autoptr(GDateTime) then = g_date_time_new_from_unix_local (seconds);
  return then ? g_date_time_format (then, "%x") : g_strdup (_("long ago"));
}

/**
 * gate_words_end:
 * @text: what happened, as an error says it
 *
 * Returns: (transfer full): it, with a period at its end
 */
char *
gate_words_end (const char *text)
{
  return g_strconcat (text, g_str_has_suffix (text, ".") ? NULL : ".", NULL);
}

/**
 * gate_words_error:
 * @error: (nullable): an error
 *
 * Returns: (transfer full): what happened and what to do, safe to show
 */
char *
gate_words_error (const GError *error)
{
  g_autofree char *message = gate_text_make_visible (error ? error->message : _("Something went wrong."), GATE_TEXT_BLOCK);
  const char *remedy = gate_error_get_remedy (error);
  g_autofree char *shown = NULL;
  g_autofree char *shortened = NULL;
  g_autofree char *ended = NULL;

  if (!remedy)
    return gate_words_end (message);
  shown = gate_text_make_visible (remedy, GATE_TEXT_BLOCK);
  shortened = gate_text_shorten (shown, REMEDY_MAX);
  ended = gate_words_end (message);
  return g_strjoin (" ", ended, shortened, NULL);
}

/**
 * gate_words_fold:
 * @text: (nullable): a text
 *
 * Returns: (transfer full): it as it is compared with what a person searches for; "" where it is no UTF-8
 */
char *
gate_words_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text ? text : "", -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal ? normal : "", -1);
}

/**
 * gate_words_item_matches:
 * @item: what an account offers
 * @words: (nullable): what a person searches for, folded; %NULL or "": everything
 *
 * Returns: %TRUE where its name, its title or what it is for holds the words
 */
gboolean
gate_words_item_matches (GateHubItem *item,
                         const char  *words)
{
  const char *texts[] = { gate_hub_item_get_full_name (item), gate_hub_item_get_title (item), gate_hub_item_get_description (item) };

  if (!words || !*words)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *folded = gate_words_fold (texts[i]);

      if (strstr (folded, words))
        return TRUE;
    }
  return FALSE;
}
