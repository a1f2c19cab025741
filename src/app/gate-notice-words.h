// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-notice.h"

G_BEGIN_DECLS

/* One sentence, safe to show. */
char       *gate_notice_words_title  (GateNotice *notice) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what else there is to say, safe to show. */
char       *gate_notice_words_body   (GateNotice *notice) G_GNUC_WARN_UNUSED_RESULT;
/* The label of the button that solves it, with a mnemonic. */
const char *gate_notice_words_remedy (GateNotice *notice);
/* The same for a notification, which has no mnemonics. */
char       *gate_notice_words_button (GateNotice *notice) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
