// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

#define GATE_TYPE_LIST_JOB (gate_list_job_get_type ())

/**
 * GateListJob:
 *
 * Lists what a project's connectors offer, all of them at once. One that fails does not stop the others: its error is a failure
 * beside the result, and where the service or the network is to blame, the items are what it listed the last time (`as-of`).
 */
G_DECLARE_FINAL_TYPE (GateListJob, gate_list_job, GATE, LIST_JOB, GateJob)

/* connector, account: (nullable): only this one, whether it is on or not. refresh: past the cache. */
GateJob      *gate_list_job_new               (GateHub          *hub,
                                               GateHubProject   *project,
                                               GateHubItemKind   kinds,
                                               const char       *connector,
                                               const char       *account,
                                               gboolean          refresh) G_GNUC_WARN_UNUSED_RESULT;
/* Only what is remembered of the last time; nothing is connected, nobody is asked. */
void          gate_list_job_set_offline       (GateListJob      *self,
                                               gboolean          offline);
/* (element-type GateHubItem), ordered by connector, account, kind, and as the server lists. */
GPtrArray    *gate_list_job_get_items         (GateListJob      *self);
guint         gate_list_job_get_n_failures    (GateListJob      *self);
const GError *gate_list_job_get_failure       (GateListJob      *self,
                                               guint             index,
                                               const char      **connector,
                                               const char      **account);
/* Sentences about tools that were left out, and why. */
const char * const *gate_list_job_get_notes   (GateListJob      *self);

G_END_DECLS
