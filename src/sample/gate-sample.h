// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-auth.h"
#include "gate-sample-workspace.h"

G_BEGIN_DECLS

#define GATE_SAMPLE_KEPT_PORT -1
#define GATE_SAMPLE_TOKEN_LIFETIME 3600
#define GATE_SAMPLE_IDLE_SECONDS 900

/**
 * GateSampleOptions:
 * @folder: (type filename) (nullable): where port, sign-ins and changes are kept; %NULL for the state directory
 * @port: the port, 0 for any, or %GATE_SAMPLE_KEPT_PORT for the one that is kept
 * @idle_seconds: after how long without use `unused` is emitted, 0 for never
 * @token_lifetime: how long an access token is good, in seconds
 * @auto_approve: whether to allow every sign-in without asking
 * @no_sign_in: whether to let everybody in
 *
 * How to run the Sample Workspace.
 */
typedef struct {
  const char *folder;
  int         port;
  guint       idle_seconds;
  guint       token_lifetime;
  gboolean    auto_approve;
  gboolean    no_sign_in;
} GateSampleOptions;

#define GATE_TYPE_SAMPLE (gate_sample_get_type ())

/**
 * GateSample:
 *
 * The Sample Workspace: a small MCP server and the authorization server that guards it, in one process at one address.
 *
 * Signals: `unused` when nobody used it for the time set.
 */
G_DECLARE_FINAL_TYPE (GateSample, gate_sample, GATE, SAMPLE, GObject)

GateSample            *gate_sample_new           (const GateSampleOptions  *options,
                                                  GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean               gate_sample_start         (GateSample               *self,
                                                  GError                  **error);
const char            *gate_sample_get_address   (GateSample               *self);
const char            *gate_sample_get_origin    (GateSample               *self);
const char            *gate_sample_get_notice    (GateSample               *self);
GateSampleWorkspace   *gate_sample_get_workspace (GateSample               *self);
const GateSampleTally *gate_sample_get_tally     (GateSample               *self);
void                   gate_sample_expire_tokens (GateSample               *self);
void                   gate_sample_close         (GateSample               *self);

char                  *gate_sample_dup_folder    (const char               *folder) G_GNUC_WARN_UNUSED_RESULT;
char                  *gate_sample_dup_lock_name (const char               *what,
                                                  const char               *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
