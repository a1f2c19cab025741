// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"
#include "gate-secret.h"

G_BEGIN_DECLS

/**
 * GateSampleToken:
 * @digest: of the access token
 * @scopes: what it may do
 * @expires: when it ends, in seconds since 1970
 *
 * One access token.
 */
typedef struct {
  char   *digest;
  gint64  scopes;
  gint64  expires;
} GateSampleToken;

/**
 * GateSampleGrant:
 * @id: which one; stands in its refresh tokens
 * @app_id: to which app
 * @scopes: what was granted
 * @refresh: the digest of the refresh token that is good; "" for none
 * @tokens: (element-type GateSampleToken): its access tokens
 *
 * What a person allowed an app, and the family of tokens that came of it.
 */
typedef struct {
  char      *id;
  char      *app_id;
  gint64     scopes;
  char      *refresh;
  GPtrArray *tokens;
} GateSampleGrant;

GateSampleGrant *gate_sample_grant_new           (const char             *app_id,
                                                  guint                   scopes) G_GNUC_WARN_UNUSED_RESULT;
GateSampleGrant *gate_sample_grant_from_json     (JsonNode               *node,
                                                  GError                **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode        *gate_sample_grant_to_json       (const GateSampleGrant  *self) G_GNUC_WARN_UNUSED_RESULT;
GateSecret      *gate_sample_grant_issue_access  (GateSampleGrant        *self,
                                                  guint                   scopes,
                                                  guint                   lifetime) G_GNUC_WARN_UNUSED_RESULT;
GateSecret      *gate_sample_grant_issue_refresh (GateSampleGrant        *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gate_sample_grant_has_refresh   (const GateSampleGrant  *self,
                                                  const char             *token);
GateSampleToken *gate_sample_grant_find_access   (const GateSampleGrant  *self,
                                                  const char             *token);
void             gate_sample_grant_remove_access (GateSampleGrant        *self,
                                                  GateSampleToken        *token);
void             gate_sample_grant_prune         (GateSampleGrant        *self,
                                                  gint64                  now);
void             gate_sample_grant_free          (GateSampleGrant        *self);
char            *gate_sample_grant_dup_id_of     (const char             *refresh_token) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSampleGrant, gate_sample_grant_free)

G_END_DECLS
