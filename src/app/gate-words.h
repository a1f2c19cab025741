// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connect-job.h"
#include "gate-hub-account.h"
#include "gate-hub-project.h"

G_BEGIN_DECLS

/* A word of the core, and what people read: marked for translation with N_(). */
typedef struct {
  const char *word;
  const char *text;
} GateWord;

/* word: (nullable). The translated text; otherwise, as it is, where the table has no such word. */
const char *gate_words_look_up          (const GateWord    *table,
                                         gsize              n_words,
                                         const char        *word,
                                         const char        *otherwise);

/* What the windows say of an account, in the person's language. Pure functions of its state. */
char       *gate_words_describe_account (GateHubAccount    *account) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_words_activity         (GateHubAccount    *account);
const char *gate_words_sign_in          (GateHubAccount    *account);
char       *gate_words_offer            (GateHubAccount    *account) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_words_problem          (GateHubAccount    *account) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gate_words_needs_attention  (GateHubAccount    *account);
const char *gate_words_remedy           (GateAccountRemedy  remedy);
const char *gate_words_connected        (GateConnectJob    *job);
char       *gate_words_time_ago         (gint64             seconds) G_GNUC_WARN_UNUSED_RESULT;
/* An error and its remedy as one text, safe to show. */
char       *gate_words_error            (const GError      *error) G_GNUC_WARN_UNUSED_RESULT;
/* A sentence that ends as one. */
char       *gate_words_end              (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
/* A text as it is compared with what a person searches for: composed alike, without case. */
char       *gate_words_fold             (const char        *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gate_words_item_matches     (GateHubItem       *item,
                                         const char        *words);

G_END_DECLS
