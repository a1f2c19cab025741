// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

#define GATE_TYPE_FETCH_JOB (gate_fetch_job_get_type ())

/**
 * GateFetchJob:
 *
 * Reads a resource, gets a prompt, or completes an argument of one.
 */
G_DECLARE_FINAL_TYPE (GateFetchJob, gate_fetch_job, GATE, FETCH_JOB, GateJob)

/* connector: (nullable): the one among the project's active ones that lists uri, or has a template for it. */
GateJob  *gate_fetch_job_new_resource (GateHub        *hub,
                                       GateHubProject *project,
                                       const char     *connector,
                                       const char     *account,
                                       const char     *uri) G_GNUC_WARN_UNUSED_RESULT;
/* full_name: `connector__prompt`. Members of arguments are strings. */
GateJob  *gate_fetch_job_new_prompt   (GateHub        *hub,
                                       GateHubProject *project,
                                       const char     *full_name,
                                       JsonObject     *arguments) G_GNUC_WARN_UNUSED_RESULT;
/* "key=value" words instead of arguments. */
void      gate_fetch_job_set_words    (GateFetchJob        *self,
                                       const char * const  *words);
/* The ReadResourceResult or GetPromptResult. */
JsonNode *gate_fetch_job_get_result   (GateFetchJob   *self);
/* The connector that answered. */
const char *gate_fetch_job_get_connector (GateFetchJob *self);

G_END_DECLS
