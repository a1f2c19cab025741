// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-workspace.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_STDIO (gate_sample_stdio_get_type ())

/**
 * GateSampleStdio:
 *
 * The MCP server over a pair of streams, one message a line, in both eras at once and without a sign-in.
 *
 * Signals: `ended` when the client closed its end, or does not read.
 */
G_DECLARE_FINAL_TYPE (GateSampleStdio, gate_sample_stdio, GATE, SAMPLE_STDIO, GObject)

GateSampleStdio *gate_sample_stdio_new   (GateSampleWorkspace  *workspace,
                                          GInputStream         *input,
                                          GOutputStream        *output) G_GNUC_WARN_UNUSED_RESULT;
void             gate_sample_stdio_start (GateSampleStdio      *self);

G_END_DECLS
