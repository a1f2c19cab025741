// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "gate-secret.h"

G_BEGIN_DECLS

/**
 * GateTokenSet:
 * @issuer: the authorization server that gave the tokens
 * @resource: the resource that they are for, as it was asked for
 * @client_id: the client that they were given to
 * @access_token: (nullable): the access token; %NULL in what is left of a sign-in that ended
 * @refresh_token: (nullable): the refresh token
 * @dpop: whether the access token is bound to our key (RFC 9449)
 * @guessed: whether the server has no metadata (MCP 2025-03-26)
 * @scope: (nullable): granted scopes
 * @requested_scope: (nullable): scopes that were asked for
 * @confirmed_origins: (nullable): foreign origins of endpoints that the person confirmed
 * @obtained_at: when the access token was given, seconds since the epoch
 * @expires_at: when it expires, seconds since the epoch, 0: not known
 * @signed_in_at: when the person, or the program, signed in
 * @ended_at: when the server refused to go on, 0: it did not
 *
 * One sign-in: what is kept of it in the keyring, as a versioned JSON record whose unknown members survive. Bound to its issuer,
 * resource and client: none of it is ever sent elsewhere. Counted, immutable.
 */
typedef struct {
  gatomicrefcount   ref_count;
  char             *issuer;
  char             *resource;
  char             *client_id;
  GateSecret       *access_token;
  GateSecret       *refresh_token;
  gboolean          dpop;
  gboolean          guessed;
  char             *scope;
  char             *requested_scope;
  char            **confirmed_origins;
  gint64            obtained_at;
  gint64            expires_at;
  gint64            signed_in_at;
  gint64            ended_at;
  JsonObject       *unknown; /* (nullable): members of a newer version */
} GateTokenSet;

/**
 * GateTokenRequest:
 *
 * What an answer of a token endpoint is an answer to; borrowed.
 */
typedef struct {
  const char         *issuer;
  const char         *resource;
  const char         *client_id;
  const char         *scope;
  const char * const *confirmed_origins;
  gboolean            guessed;
  GateTokenSet       *previous;
} GateTokenRequest;

GateTokenSet *gate_token_set_new_from_answer (JsonNode                *answer,
                                              const GateTokenRequest  *request,
                                              GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
GateTokenSet *gate_token_set_new_from_secret (GateSecret              *record,
                                              GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
GateTokenSet *gate_token_set_new_ended       (GateTokenSet            *self) G_GNUC_WARN_UNUSED_RESULT;
GateSecret   *gate_token_set_to_secret       (GateTokenSet            *self) G_GNUC_WARN_UNUSED_RESULT;
GateTokenSet *gate_token_set_ref             (GateTokenSet            *self);
void          gate_token_set_unref           (GateTokenSet            *self);
gboolean      gate_token_set_same_access     (GateTokenSet            *a,
                                              GateTokenSet            *b);
gboolean      gate_token_set_is_due          (GateTokenSet            *self,
                                              gint64                   now);
gboolean      gate_token_set_has_expired     (GateTokenSet            *self,
                                              gint64                   now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateTokenSet, gate_token_set_unref)

G_END_DECLS
