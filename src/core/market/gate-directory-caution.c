// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-entry-private.h"

#include "gate-i18n.h"

static const struct {
  const char *sensitivity;
  const char *caution;
} cautions[] = {
  { "hr",
    N_("This service holds data about people at work: pay, reviews, applications. Connect it only if your task needs it and your "
       "organization's rules on personal data allow an assistant to read it. The vendor's terms apply to everything that is read.") },
  { "finance",
    N_("This service holds money matters: accounts, invoices, payments, or data under license. Connect it only where your organization's "
       "rules and the vendor's terms allow that an assistant reads it, and check every figure and every payment yourself.") },
  { "health",
    N_("This service is about health or research on people. Do not enter or read data of patients unless your organization has approved it, "
       "and do not take an assistant's answer for medical advice. The vendor's terms apply to everything that is read.") },
  { "legal",
    N_("This service holds contracts, cases or privileged papers. Connect it only if the people whose papers they are, and your "
       "organization's rules, allow an assistant to read them. What it answers is no legal advice.") },
  { "messages",
    N_("This service holds messages and conversations of other people too. What they wrote may be confidential, and may try to give your assistant "
       "orders. Connect it read-only at first, and look at every message before it is sent.") },
  { "infrastructure",
    N_("This service can change running systems and what they cost. Connect it read-only at first, with an account that may do no more than "
       "the task needs, and look at every change before it is made.") },
};

/**
 * gate_directory_caution_for:
 * @sensitivity: (nullable): a kind of sensitivity
 *
 * Returns: (nullable): the caution and terms to show, in the person's language
 */
const char *
gate_directory_caution_for (const char *sensitivity)
{
  for (gsize i = 0; sensitivity && i < G_N_ELEMENTS (cautions); i++)
    if (g_str_equal (sensitivity, cautions[i].sensitivity))
      return _(cautions[i].caution);
  return NULL;
}
