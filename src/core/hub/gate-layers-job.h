// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

/**
 * GateLayers:
 * @connector: the connector's id
 * @account: the account's id, "" for the first
 * @active: layer 2: on in the project
 * @locked_off: the administrator keeps it off
 * @sign_in: layer 3: "not-needed", "unknown", "signed-in", "signed-out", "expired", "keyring-locked" or "keyring-absent"
 * @issuer: (nullable): the authorization server
 * @scopes: (nullable): granted scopes
 * @expires: seconds since the epoch, 0: not known
 * @can_refresh: a refresh needs no person
 * @signed_in_at: seconds since the epoch, 0: not known
 * @last_used: seconds since the epoch, 0: never
 * @idle_since: seconds since the epoch: the last use, or where there was none the sign-in; 0: not known
 *
 * The three layers of one account of one connector in one project, told without asking the network.
 */
typedef struct {
  char       *connector;
  char       *account;
  gboolean    active;
  gboolean    locked_off;
  const char *sign_in;
  char       *issuer;
  char       *scopes;
  gint64      expires;
  gboolean    can_refresh;
  gint64      signed_in_at;
  gint64      last_used;
  gint64      idle_since;
} GateLayers;

#define GATE_UNUSED_DAYS 90

#define GATE_TYPE_LAYERS_JOB (gate_layers_job_get_type ())

/**
 * GateLayersJob:
 *
 * Looks up the three layers of every connector and account.
 */
G_DECLARE_FINAL_TYPE (GateLayersJob, gate_layers_job, GATE, LAYERS_JOB, GateJob)

/* Signed in, and nothing was used for GATE_UNUSED_DAYS days: access that could be given back. */
gboolean          gate_layers_are_unused       (const GateLayers *layers);

/* connector: (nullable): all. */
GateJob          *gate_layers_job_new          (GateHub        *hub,
                                                GateHubProject *project,
                                                const char     *connector) G_GNUC_WARN_UNUSED_RESULT;
/* keys: (element-type utf8) (nullable): only these, as gate_hub_make_key() writes them. */
void              gate_layers_job_set_only     (GateLayersJob  *self,
                                                GHashTable     *keys);
guint             gate_layers_job_get_n_layers (GateLayersJob  *self);
const GateLayers *gate_layers_job_get_layers   (GateLayersJob  *self,
                                                guint           index);

G_END_DECLS
