// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

/**
 * GateCliProgress:
 *
 * One line on standard error that shows how far a job is, drawn only on a terminal, only once the job takes noticeably long, and
 * wiped at its end.
 */
typedef struct _GateCliProgress GateCliProgress;

GateCliProgress *gate_cli_progress_new  (GateCli         *cli,
                                         GateJob         *job) G_GNUC_WARN_UNUSED_RESULT;
void             gate_cli_progress_free (GateCliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateCliProgress, gate_cli_progress_free)

G_END_DECLS
