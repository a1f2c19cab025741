// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-account.h"

G_BEGIN_DECLS

/* What the windows say of a sign-in, in the person's language. Pure functions of its state. */
char       *gate_access_words_capitalize (const char       *text) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_access_words_granted    (GateHubAccount   *account) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): NULL where it does not expire, or nobody said when. */
char       *gate_access_words_expires    (gint64            seconds) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_access_words_used       (GateHubAccount   *account) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_access_words_kind       (GateHubConnector *connector);
const char *gate_access_words_origin     (GateHubConnector *connector);
const char *gate_access_words_decision   (const char       *decision);
const char *gate_access_words_group      (const char       *group);

G_END_DECLS
