// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-jwt.h"

#include "gate-json.h"
#include "gate-random.h"

#include <string.h>

/* RFC 7523 §3 wants it short; 5 minutes leave room for clocks that differ. */
#define ASSERTION_SECONDS 300
#define TOKEN_LIMIT (64u * 1024)

static void
append_part (GString    *text,
             JsonObject *object)
{
  g_autoptr(JsonNode) node = gate_json_from_object (object);
  g_autofree char *json = gate_json_to_text (node);
  g_autofree char *part = gate_base64url_encode (json, strlen (json));

  g_string_append (text, part);
}

/**
 * gate_jwt_sign:
 * @key: the key, whose kind decides the algorithm
 * @header: (nullable): members of the JOSE header; "alg" is set here
 * @claims: the claims
 * @error: set to %GATE_ERROR_FAILED
 *
 * Makes a JSON Web Token in compact serialisation (RFC 7515 §7.1, RFC 7519).
 *
 * Returns: (transfer full) (nullable): the token
 */
GateSecret *
gate_jwt_sign (GateSigningKey  *key,
               JsonObject      *header,
               JsonObject      *claims,
               GError         **error)
{
  g_autoptr(JsonObject) whole = header ? json_object_ref (header) : json_object_new ();
  g_autoptr(GString) text = g_string_new (NULL);

  json_object_set_string_member (whole, "alg", gate_signing_algorithm_to_string (gate_signing_key_get_algorithm (key)));
  append_part (text, whole);
  g_string_append_c (text, '.');
  append_part (text, claims);

  g_autoptr(GBytes) signature = gate_signing_key_sign (key, text->str, text->len, error);
  if (!signature)
    return NULL;
  g_autofree char *part = gate_base64url_encode (g_bytes_get_data (signature, NULL), g_bytes_get_size (signature));
  g_string_append_printf (text, ".%s", part);
  return gate_secret_new_take (g_string_free (g_steal_pointer (&text), FALSE));
}

/**
 * gate_jwt_new_assertion:
 * @key: the client's key
 * @client_id: the client, both issuer and subject
 * @audience: the authorization server's issuer
 * @error: set to %GATE_ERROR_FAILED
 *
 * Makes the assertion of `private_key_jwt` (RFC 7523 §2.2, §3): short-lived, with an id of its own.
 *
 * Returns: (transfer full) (nullable): the assertion
 */
GateSecret *
gate_jwt_new_assertion (GateSigningKey  *key,
                        const char      *client_id,
                        const char      *audience,
                        GError         **error)
{
  g_autoptr(JsonObject) header = json_object_new ();
  g_autoptr(JsonObject) claims = json_object_new ();
  g_autofree char *id = gate_random_token (16);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  json_object_set_string_member (header, "typ", "JWT");
  json_object_set_string_member (claims, "iss", client_id);
  json_object_set_string_member (claims, "sub", client_id);
  json_object_set_string_member (claims, "aud", audience);
  json_object_set_string_member (claims, "jti", id);
  json_object_set_int_member (claims, "iat", now);
  json_object_set_int_member (claims, "exp", now + ASSERTION_SECONDS);
  return gate_jwt_sign (key, header, claims, error);
}

/**
 * gate_jwt_peek_expiry:
 * @token: any text, perhaps a JSON Web Token
 *
 * Reads the `exp` claim without verifying anything, only to tell a person that a token which they gave has expired.
 *
 * Returns: seconds since the epoch, or 0 where there is none
 */
gint64
gate_jwt_peek_expiry (GateSecret *token)
{
  if (gate_secret_get_size (token) > TOKEN_LIMIT)
    return 0;

  g_auto(GStrv) parts = g_strsplit (gate_secret_peek (token), ".", 4);
  gint64 expiry = 0;
  if (g_strv_length (parts) == 3)
    {
      g_autoptr(GBytes) payload = gate_base64url_decode (parts[1], NULL);
      gsize size = 0;
      const char *text = payload ? g_bytes_get_data (payload, &size) : NULL;
      g_autoptr(JsonNode) node = text ? gate_json_parse (text, (gssize) size, TOKEN_LIMIT, NULL) : NULL;
      JsonObject *claims = node ? gate_json_node_object (node) : NULL;

      expiry = claims ? gate_json_get_int (claims, "exp", 0) : 0;
    }
  for (guint i = 0; parts[i]; i++)
    gate_secret_wipe (parts[i]);
  return MAX (expiry, 0);
}
