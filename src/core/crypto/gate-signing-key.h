// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "gate-secret.h"

G_BEGIN_DECLS

/**
 * GateSigningAlgorithm:
 * @GATE_SIGNING_ES256: ECDSA on P-256 with SHA-256
 * @GATE_SIGNING_RS256: RSASSA-PKCS1-v1_5 with SHA-256
 *
 * How a JSON Web Signature is made (RFC 7518 §3.1).
 */
typedef enum {
  GATE_SIGNING_ES256,
  GATE_SIGNING_RS256,
} GateSigningAlgorithm;

#define GATE_TYPE_SIGNING_KEY (gate_signing_key_get_type ())

/**
 * GateSigningKey:
 *
 * A private key that signs: P-256 or RSA of at least 2048 bits. Immutable.
 */
G_DECLARE_FINAL_TYPE (GateSigningKey, gate_signing_key, GATE, SIGNING_KEY, GObject)

GateSigningKey       *gate_signing_key_generate       (GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GateSigningKey       *gate_signing_key_new_from_pem   (GateSecret           *pem,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GateSecret           *gate_signing_key_dup_pem        (GateSigningKey       *self,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GateSigningAlgorithm  gate_signing_key_get_algorithm  (GateSigningKey       *self);
JsonNode             *gate_signing_key_dup_public_jwk (GateSigningKey       *self) G_GNUC_WARN_UNUSED_RESULT;
char                 *gate_signing_key_dup_thumbprint (GateSigningKey       *self) G_GNUC_WARN_UNUSED_RESULT;
GBytes               *gate_signing_key_sign           (GateSigningKey       *self,
                                                       const void           *data,
                                                       gsize                 size,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char           *gate_signing_algorithm_to_string (GateSigningAlgorithm  algorithm);

G_END_DECLS
