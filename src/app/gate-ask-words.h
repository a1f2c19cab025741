// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-question.h"

G_BEGIN_DECLS

/* What the dialogs say of a question, in the person's language and safe to show. */
const char *gate_ask_words_title     (GateQuestion *question);
char       *gate_ask_words_heading   (GateQuestion *question) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_ask_words_source    (GateQuestion *question) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gate_ask_words_is_quoted (GateQuestion *question);
/* A label of the core; one that is not known stays as it is. */
char       *gate_ask_words_label     (const char   *label) G_GNUC_WARN_UNUSED_RESULT;
/* "5 minutes left"; %NULL when the time is over. */
char       *gate_ask_words_time_left (gint64        seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
