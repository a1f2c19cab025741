// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-pkce.h"

#include "gate-digest.h"
#include "gate-random.h"

#define VERIFIER_BYTES 32

/**
 * gate_pkce_new_verifier:
 *
 * Makes a code verifier of 256 random bits, 43 characters (RFC 7636 §4.1).
 *
 * Returns: (transfer full): the verifier
 */
GateSecret *
gate_pkce_new_verifier (void)
{
  return gate_secret_new_take (gate_random_token (VERIFIER_BYTES));
}

/**
 * gate_pkce_challenge:
 * @verifier: a code verifier
 *
 * Returns: (transfer full): its code challenge by the method S256 (RFC 7636 §4.2); there is no other method here
 */
char *
gate_pkce_challenge (GateSecret *verifier)
{
  return gate_sha256_base64url (gate_secret_peek (verifier));
}
