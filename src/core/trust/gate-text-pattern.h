// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-text-warnings.h"

G_BEGIN_DECLS

/* What a pattern found; private to the room. */
typedef void (*GateTextPatternFunc) (GateTextWarningKind  kind,
                                     const char          *words,
                                     gpointer             user_data);

void gate_text_pattern_scan (const char          *simple,
                             gsize                size,
                             GateTextPatternFunc  found,
                             gpointer             user_data);

G_END_DECLS
