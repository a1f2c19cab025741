// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

#define GATE_TYPE_DISCONNECT_JOB (gate_disconnect_job_get_type ())

/**
 * GateDisconnectJob:
 *
 * Ends the connection, revokes the tokens at the server where it can (RFC 7009), and forgets the credentials.
 */
G_DECLARE_FINAL_TYPE (GateDisconnectJob, gate_disconnect_job, GATE, DISCONNECT_JOB, GateJob)

GateJob  *gate_disconnect_job_new         (GateHub           *hub,
                                           const char        *connector,
                                           const char        *account) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_disconnect_job_get_revoked (GateDisconnectJob *self);

G_END_DECLS
