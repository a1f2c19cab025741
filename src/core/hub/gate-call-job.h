// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

#define GATE_TYPE_CALL_JOB (gate_call_job_get_type ())

/**
 * GateCallJob:
 *
 * The only way to call a tool: policy, pin, approval, send. Progress of the server moves `fraction` and `message`.
 */
G_DECLARE_FINAL_TYPE (GateCallJob, gate_call_job, GATE, CALL_JOB, GateJob)

/* full_name: `connector__tool`. approved: the person said yes beforehand (`--yes`), which never overrides a block. */
GateJob     *gate_call_job_new         (GateHub            *hub,
                                        GateHubProject     *project,
                                        const char         *full_name,
                                        JsonObject         *arguments,
                                        gboolean            approved) G_GNUC_WARN_UNUSED_RESULT;
/* "key=value" words instead of arguments, typed by the tool's form once the tool is known (gate_hub_parse_arguments()). */
void         gate_call_job_set_words   (GateCallJob        *self,
                                        const char * const *words);
/* The tool, once it is known (before the call is sent). */
GateHubItem *gate_call_job_get_tool    (GateCallJob        *self);
/* The CallToolResult; isError is the tool's own failure and no error of the job. */
JsonNode    *gate_call_job_get_result  (GateCallJob        *self);
/* What could not be kept of what the person chose, and why; NULL when all is as they wanted it. */
const char  *gate_call_job_get_warning (GateCallJob        *self);

G_END_DECLS
