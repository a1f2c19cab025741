// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "gate-server-metadata.h"
#include "gate-signing-key.h"

G_BEGIN_DECLS

/**
 * GateOauthClientSource:
 * @GATE_OAUTH_CLIENT_CONFIGURED: its id stands in the connector's settings
 * @GATE_OAUTH_CLIENT_DOCUMENT: its id is the address of our Client ID Metadata Document
 * @GATE_OAUTH_CLIENT_REGISTERED: it was registered by us (RFC 7591)
 * @GATE_OAUTH_CLIENT_GIVEN: the person gave it when asked
 *
 * Where a client comes from.
 */
typedef enum {
  GATE_OAUTH_CLIENT_CONFIGURED,
  GATE_OAUTH_CLIENT_DOCUMENT,
  GATE_OAUTH_CLIENT_REGISTERED,
  GATE_OAUTH_CLIENT_GIVEN,
} GateOauthClientSource;

/**
 * GateOauthClient:
 * @issuer: the authorization server that knows it; it is used nowhere else
 * @source: where it comes from
 * @id: its id
 * @secret: (nullable): its secret
 * @auth_method: (nullable): how it is to authenticate, where that was agreed on
 * @redirect_uri: (nullable): the redirect address that was registered
 * @secret_expires_at: when the secret expires, seconds since the epoch, 0: never
 * @key: (nullable): the key of `private_key_jwt`
 *
 * An OAuth client: who we are at one authorization server. Counted, immutable.
 */
typedef struct {
  gatomicrefcount        ref_count;
  char                  *issuer;
  GateOauthClientSource  source;
  char                  *id;
  GateSecret            *secret;
  char                  *auth_method;
  char                  *redirect_uri;
  gint64                 secret_expires_at;
  GateSigningKey        *key;
} GateOauthClient;

GateOauthClient *gate_oauth_client_new             (const char             *issuer,
                                                    GateOauthClientSource   source,
                                                    const char             *id,
                                                    GateSecret             *secret) G_GNUC_WARN_UNUSED_RESULT;
GateOauthClient *gate_oauth_client_new_from_answer (JsonNode               *answer,
                                                    const char             *issuer,
                                                    const char             *redirect_uri,
                                                    GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GateOauthClient *gate_oauth_client_new_from_secret (GateSecret             *record) G_GNUC_WARN_UNUSED_RESULT;
GateSecret      *gate_oauth_client_to_secret       (GateOauthClient        *self) G_GNUC_WARN_UNUSED_RESULT;
GateOauthClient *gate_oauth_client_ref             (GateOauthClient        *self);
void             gate_oauth_client_unref           (GateOauthClient        *self);
gboolean         gate_oauth_client_has_expired     (GateOauthClient        *self,
                                                    gint64                  now);
const char      *gate_oauth_client_choose_auth     (GateOauthClient        *self,
                                                    GateServerMetadata     *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateOauthClient, gate_oauth_client_unref)

G_END_DECLS
