// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-finding.h"
#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

#define GATE_TYPE_DIAGNOSE_JOB (gate_diagnose_job_get_type ())

/**
 * GateDiagnoseJob:
 *
 * Walks layer 1, 2, 3, service, network for one connector or all of them in a project, and stops at the first that fails; looks
 * at keyring, settings, sandbox and files too.
 */
G_DECLARE_FINAL_TYPE (GateDiagnoseJob, gate_diagnose_job, GATE, DIAGNOSE_JOB, GateJob)

/* connector: (nullable): all. tool: (nullable): the tool that was missed. */
GateJob   *gate_diagnose_job_new          (GateHub         *hub,
                                           GateHubProject  *project,
                                           const char      *connector,
                                           const char      *tool) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type GateFinding), in the order of the walk. */
GPtrArray *gate_diagnose_job_get_findings (GateDiagnoseJob *self);

G_END_DECLS
