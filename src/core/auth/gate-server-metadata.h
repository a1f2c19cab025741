// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateServerMetadata:
 * @issuer: the issuer, as published
 * @authorization_endpoint: (nullable): where the person signs in
 * @token_endpoint: where tokens come from
 * @registration_endpoint: (nullable): where clients register
 * @revocation_endpoint: (nullable): where tokens are revoked
 * @scopes_supported: (nullable): scopes
 * @response_types_supported: (nullable): response types
 * @grant_types_supported: (nullable): grants
 * @auth_methods_supported: (nullable): how clients may authenticate at the token endpoint
 * @pkce_methods_supported: (nullable): code challenge methods
 * @dpop_algorithms: (nullable): algorithms of proofs of possession
 * @iss_supported: whether its answers by the browser always carry `iss` (RFC 9207)
 * @client_documents_supported: whether it takes Client ID Metadata Documents
 * @guessed: whether there is no document at all: the default endpoints of MCP 2025-03-26
 *
 * Metadata of an authorization server (RFC 8414 §2, OpenID Connect Discovery §3), checked against its issuer. Counted, immutable.
 */
typedef struct {
  gatomicrefcount   ref_count;
  char             *issuer;
  char             *authorization_endpoint;
  char             *token_endpoint;
  char             *registration_endpoint;
  char             *revocation_endpoint;
  char            **scopes_supported;
  char            **response_types_supported;
  char            **grant_types_supported;
  char            **auth_methods_supported;
  char            **pkce_methods_supported;
  char            **dpop_algorithms;
  gboolean          iss_supported;
  gboolean          client_documents_supported;
  gboolean          guessed;
} GateServerMetadata;

GateServerMetadata *gate_server_metadata_parse           (const char          *text,
                                                          gsize                size,
                                                          const char          *issuer,
                                                          GError             **error) G_GNUC_WARN_UNUSED_RESULT;
GateServerMetadata *gate_server_metadata_new_guessed     (GUri                *server) G_GNUC_WARN_UNUSED_RESULT;
GateServerMetadata *gate_server_metadata_new_configured  (const char          *issuer,
                                                          const char          *token_endpoint) G_GNUC_WARN_UNUSED_RESULT;
GateServerMetadata *gate_server_metadata_ref             (GateServerMetadata  *self);
void                gate_server_metadata_unref           (GateServerMetadata  *self);
char              **gate_server_metadata_addresses       (const char          *issuer,
                                                          GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            gate_server_metadata_check_code_flow (GateServerMetadata  *self,
                                                          GUri                *anchor,
                                                          gboolean             allow_missing_pkce,
                                                          GError             **error);
char              **gate_server_metadata_foreign_origins (GateServerMetadata  *self,
                                                          const char * const  *trusted) G_GNUC_WARN_UNUSED_RESULT;
gboolean            gate_server_metadata_offers_scope    (GateServerMetadata  *self,
                                                          const char          *scope);
gboolean            gate_server_metadata_takes_auth      (GateServerMetadata  *self,
                                                          const char          *method);
gboolean            gate_server_metadata_takes_dpop      (GateServerMetadata  *self);
char               *gate_server_metadata_dup_host        (GateServerMetadata  *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateServerMetadata, gate_server_metadata_unref)

G_END_DECLS
