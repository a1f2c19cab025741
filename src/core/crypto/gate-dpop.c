// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-dpop.h"

#include "gate-digest.h"
#include "gate-jwt.h"
#include "gate-random.h"

/**
 * gate_dpop_proof:
 * @key: the key that the token is, or will be, bound to
 * @method: the request's method
 * @uri: the request's address; its query and fragment are left out
 * @nonce: (nullable): the last nonce that this server gave
 * @access_token: (nullable): the token that goes with the request, %NULL at the token endpoint
 * @error: set to %GATE_ERROR_FAILED
 *
 * Makes a proof of possession for one request (RFC 9449 §4.2); every call makes a new `jti`.
 *
 * Returns: (transfer full) (nullable): the value of the `DPoP` header
 */
char *
gate_dpop_proof (GateSigningKey  *key,
                 const char      *method,
                 GUri            *uri,
                 const char      *nonce,
                 GateSecret      *access_token,
                 GError         **error)
{
  g_autoptr(JsonObject) header = json_object_new ();
  g_autoptr(JsonObject) claims = json_object_new ();
  g_autofree char *id = gate_random_token (16);
  g_autofree char *target = g_uri_to_string_partial (uri, G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);

  json_object_set_string_member (header, "typ", "dpop+jwt");
  json_object_set_member (header, "jwk", gate_signing_key_dup_public_jwk (key));
  json_object_set_string_member (claims, "jti", id);
  json_object_set_string_member (claims, "htm", method);
  json_object_set_string_member (claims, "htu", target);
  json_object_set_int_member (claims, "iat", g_get_real_time () / G_USEC_PER_SEC);
  if (nonce)
    json_object_set_string_member (claims, "nonce", nonce);
  if (access_token)
    {
      g_autofree char *digest = gate_sha256_base64url (gate_secret_peek (access_token));
      json_object_set_string_member (claims, "ath", digest);
    }

  g_autoptr(GateSecret) proof = gate_jwt_sign (key, header, claims, error);
  return proof ? g_strdup (gate_secret_peek (proof)) : NULL;
}
