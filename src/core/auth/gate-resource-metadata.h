// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateResourceMetadata:
 * @resource: the resource's identifier, as published
 * @authorization_servers: issuers of the authorization servers that it trusts, as published; at least one
 * @scopes_supported: (nullable): scopes for it
 * @dpop_algorithms: (nullable): algorithms of proofs of possession that it takes
 * @dpop_required: whether tokens must be bound to a key
 *
 * Metadata of a protected resource (RFC 9728 §2), checked against the server's address. Counted, immutable.
 */
typedef struct {
  gatomicrefcount   ref_count;
  char             *resource;
  char            **authorization_servers;
  char            **scopes_supported;
  char            **dpop_algorithms;
  gboolean          dpop_required;
} GateResourceMetadata;

GateResourceMetadata *gate_resource_metadata_parse     (const char            *text,
                                                        gsize                  size,
                                                        GUri                  *server,
                                                        GError               **error) G_GNUC_WARN_UNUSED_RESULT;
GateResourceMetadata *gate_resource_metadata_ref       (GateResourceMetadata  *self);
void                  gate_resource_metadata_unref     (GateResourceMetadata  *self);
gboolean              gate_resource_metadata_wants_dpop (GateResourceMetadata *self);
char                **gate_resource_metadata_addresses (GUri                  *server) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateResourceMetadata, gate_resource_metadata_unref)

G_END_DECLS
