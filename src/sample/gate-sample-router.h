// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-channel.h"
#include "gate-sample-session.h"
#include "gate-sample-workspace.h"

G_BEGIN_DECLS

/**
 * GateSamplePeer:
 * @session: (nullable): what is remembered of the client
 * @scopes: what it may do
 * @principal: who it is
 *
 * Who sent a message.
 */
typedef struct {
  GateSampleSession *session;
  guint              scopes;
  const char        *principal;
} GateSamplePeer;

void gate_sample_router_take        (GateSampleWorkspace   *workspace,
                                     JsonNode              *message,
                                     GateSampleChannel     *channel,
                                     const GateSamplePeer  *peer,
                                     GCancellable         **cancellable);

G_END_DECLS
