// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-words.h"

#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>

/**
 * gate_directory_words_category:
 * @title: a category's title as the core says it
 *
 * Returns: what people read
 */
const char *
gate_directory_words_category (const char *title)
{
  return g_dpgettext2 (NULL, "directory category", title);
}

/**
 * gate_directory_words_effort:
 * @effort: what signing in takes
 *
 * Returns: (nullable): it in a few words; %NULL where it is not known
 */
const char *
gate_directory_words_effort (GateDirectoryEffort effort)
{
  /* That nobody has tried it helps nobody to choose: it is said where the service is looked at. */
  static const char *const texts[] = {
    [GATE_DIRECTORY_AT_ONCE] = N_("works at once"),
    [GATE_DIRECTORY_CLIENT_NEEDED] = N_("needs your administrator"),
    [GATE_DIRECTORY_ADDRESS_NEEDED] = N_("needs your company’s address"),
    [GATE_DIRECTORY_VENDOR_ONLY] = N_("not open to other programs"),
    [GATE_DIRECTORY_UNVERIFIED] = NULL,
  };

  g_return_val_if_fail ((guint) effort < G_N_ELEMENTS (texts), NULL);
  return texts[effort] ? _(texts[effort]) : NULL;
}

/**
 * gate_directory_words_takes:
 * @effort: what signing in takes
 *
 * Returns: it in sentences
 */
const char *
gate_directory_words_takes (GateDirectoryEffort effort)
{
  static const char *const texts[] = {
    [GATE_DIRECTORY_AT_ONCE] = N_("Works at once with your own account."),
    [GATE_DIRECTORY_CLIENT_NEEDED] = N_("Needs a client ID from your administrator: the service does not register programs by itself."),
    [GATE_DIRECTORY_ADDRESS_NEEDED] = N_("Needs your company’s own address, or a part of it."),
    [GATE_DIRECTORY_VENDOR_ONLY] = N_("Works only in the vendor’s own product."),
    [GATE_DIRECTORY_UNVERIFIED] = N_("Gatehouse finds out what signing in takes when you connect."),
  };

  g_return_val_if_fail ((guint) effort < G_N_ELEMENTS (texts), "");
  return _(texts[effort]);
}

/**
 * gate_directory_words_sign_in:
 * @sign_in: the kind of sign-in
 *
 * Returns: (nullable): it in a few words; %NULL where it is not known
 */
const char *
gate_directory_words_sign_in (const char *sign_in)
{
  static const GateWord table[] = {
    { "none", N_("No sign-in") },
    { "oauth", N_("In your browser") },
    { "api-key", N_("With an API key") },
    { "headers", N_("With keys in its settings") },
    { "fields", N_("With several keys") },
    { "certificate", N_("With a client certificate") },
    { "mtls", N_("With a client certificate") },
    { "helper", N_("With a helper program") },
  };

  return gate_words_look_up (table, G_N_ELEMENTS (table), sign_in, NULL);
}

/**
 * gate_directory_words_account:
 * @account: whether an account with the vendor is needed
 *
 * Returns: it in a few words
 */
const char *
gate_directory_words_account (const char *account)
{
  static const GateWord table[] = {
    { "none", N_("No account needed") },
    { "account", N_("An account with the vendor") },
    { "license", N_("A contract or license with the vendor") },
  };

  return gate_words_look_up (table, G_N_ELEMENTS (table), account, _("An account with the vendor"));
}

/**
 * gate_directory_words_host:
 * @entry: an entry
 *
 * Returns: (transfer full) (nullable): who hosts it and where; %NULL where nobody knows
 */
char *
gate_directory_words_host (GateDirectoryEntry *entry)
{
  const char *by = gate_directory_entry_get_hosted_by (entry);
  const char *where = gate_directory_entry_get_hosted_where (entry);
  g_autofree char *text = by && where ? g_strdup_printf ("%s, %s", by, where) : g_strdup (by ? by : where);

  return text ? gate_text_make_visible (text, GATE_TEXT_LINE) : NULL;
}
