// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-finding.h"

G_BEGIN_DECLS

/* What a diagnosis found, as plain text for whoever looks after the computer. */
char *gate_health_report (GPtrArray *findings) G_GNUC_WARN_UNUSED_RESULT;
/* A text without what it must not tell others: the person's home, what addresses carry beside the place. */
char *gate_health_redact (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
