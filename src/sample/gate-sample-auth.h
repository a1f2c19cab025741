// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-web.h"

G_BEGIN_DECLS

/**
 * GateSampleTally:
 * @registrations: apps that registered
 * @consents: pages that asked a person
 * @codes: authorization codes that were redeemed
 * @refreshes: refresh tokens that were redeemed
 * @reuses: refresh tokens that were used a second time
 * @revocations: tokens that were taken back on request
 *
 * What the authorization server did since it started.
 */
typedef struct {
  guint registrations;
  guint consents;
  guint codes;
  guint refreshes;
  guint reuses;
  guint revocations;
} GateSampleTally;

#define GATE_TYPE_SAMPLE_AUTH (gate_sample_auth_get_type ())

/**
 * GateSampleAuth:
 *
 * The authorization server: metadata (RFC 8414, RFC 9728), registration (RFC 7591), consent, codes with PKCE (RFC 7636, S256 only)
 * and issuer (RFC 9207), tokens with rotation, resource indicators (RFC 8707) and revocation (RFC 7009).
 */
G_DECLARE_FINAL_TYPE (GateSampleAuth, gate_sample_auth, GATE, SAMPLE_AUTH, GObject)

GateSampleAuth        *gate_sample_auth_new       (const char          *folder,
                                                   guint                token_lifetime,
                                                   gboolean             auto_approve,
                                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void                   gate_sample_auth_add_to    (GateSampleAuth      *self,
                                                   GateSampleWeb       *web);
void                   gate_sample_auth_set_origin (GateSampleAuth     *self,
                                                   const char          *origin);
gboolean               gate_sample_auth_check     (GateSampleAuth      *self,
                                                   SoupServerMessage   *message,
                                                   guint               *scopes,
                                                   char               **principal);
void                   gate_sample_auth_expire    (GateSampleAuth      *self);
const GateSampleTally *gate_sample_auth_get_tally (GateSampleAuth      *self);

G_END_DECLS
