// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-directory-entry.h"

G_BEGIN_DECLS

/* What the windows say of the directory's entries, in the person's language. Pure functions. */
const char *gate_directory_words_category (const char          *title);
const char *gate_directory_words_effort   (GateDirectoryEffort  effort);
/* In a sentence or two: what signing in takes. */
const char *gate_directory_words_takes    (GateDirectoryEffort  effort);
const char *gate_directory_words_sign_in  (const char          *sign_in);
const char *gate_directory_words_account  (const char          *account);
/* (nullable): NULL where nobody knows. */
char       *gate_directory_words_host     (GateDirectoryEntry  *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
