// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-resource-metadata.h"
#include "gate-server-metadata.h"
#include "gate-sign-in-context.h"

G_BEGIN_DECLS

/**
 * GateOauthService:
 * @resource: what tokens are asked for (RFC 8707), as the metadata name it
 * @metadata: (nullable): the resource's metadata, where it has any
 * @server: its authorization server
 *
 * A resource and its authorization server. Counted, immutable.
 */
typedef struct {
  gatomicrefcount       ref_count;
  char                 *resource;
  GateResourceMetadata *metadata;
  GateServerMetadata   *server;
} GateOauthService;

GateOauthService   *gate_oauth_service_ref         (GateOauthService     *self);
void                gate_oauth_service_unref       (GateOauthService     *self);

void                gate_oauth_discover_async      (GateSignInContext    *context,
                                                    const char           *metadata_address,
                                                    const char           *preferred_issuer,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GateOauthService   *gate_oauth_discover_finish     (GateSignInContext    *context,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                gate_oauth_find_server_async   (GateSignInContext    *context,
                                                    const char           *issuer,
                                                    gboolean              guess,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GateServerMetadata *gate_oauth_find_server_finish  (GateSignInContext    *context,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateOauthService, gate_oauth_service_unref)

G_END_DECLS
