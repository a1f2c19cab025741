// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

#define GATE_TYPE_CONNECT_JOB (gate_connect_job_get_type ())

/**
 * GateConnectJob:
 *
 * Signs in to a connector, sees that its tools can be listed, and turns it on in a project where one is given.
 */
G_DECLARE_FINAL_TYPE (GateConnectJob, gate_connect_job, GATE, CONNECT_JOB, GateJob)

/* account: (nullable): the first. project: (nullable): none is turned on. */
GateJob    *gate_connect_job_new            (GateHub        *hub,
                                             const char     *connector,
                                             const char     *account,
                                             GateHubProject *project,
                                             gboolean        read_only) G_GNUC_WARN_UNUSED_RESULT;
/* Connects with what is there, asks nobody to sign in, and changes nothing. */
GateJob    *gate_connect_job_new_test       (GateHub        *hub,
                                             const char     *connector,
                                             const char     *account) G_GNUC_WARN_UNUSED_RESULT;
/* The same for an entry that is not added yet. */
GateJob    *gate_connect_job_new_trial      (GateHub        *hub,
                                             const char     *id,
                                             JsonNode       *entry,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sign in also where a sign-in still works. */
void        gate_connect_job_set_again      (GateConnectJob *self,
                                             gboolean        again);
/* Results, once it has ended well. */
guint       gate_connect_job_get_n_tools    (GateConnectJob *self);
const char *gate_connect_job_get_protocol   (GateConnectJob *self);
const char *gate_connect_job_get_scopes     (GateConnectJob *self);
/* FALSE: there is no keyring, so the sign-in ends with this process; keyring_error says why. */
gboolean    gate_connect_job_get_persisted  (GateConnectJob *self);
const GError *gate_connect_job_get_keyring_error (GateConnectJob *self);
/* Milliseconds: of a test, connecting and listing; else listing alone, since the rest waited for the person. */
double      gate_connect_job_get_elapsed    (GateConnectJob *self);

G_END_DECLS
