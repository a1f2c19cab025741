// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-seal.h"

#include "gate-error.h"
#include "gate-random.h"
#include "gate-sample-parse.h"

#define LIFETIME_SECONDS 900
#define MAX_SEALED (64 * 1024)

struct _GateSampleSeal {
  guint8 key[32];
};

/**
 * gate_sample_seal_new:
 *
 * Returns: (transfer full): a seal with a new key
 */
GateSampleSeal *
gate_sample_seal_new (void)
{
  GateSampleSeal *self = g_new0 (GateSampleSeal, 1);

  gate_random_fill (self->key, sizeof self->key);
  return self;
}

static char *
sign (GateSampleSeal *self,
      const char     *purpose,
      const char     *payload)
{
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, self->key, sizeof self->key);

  g_hmac_update (hmac, (const guchar *) purpose, (gssize) strlen (purpose) + 1);
  g_hmac_update (hmac, (const guchar *) payload, -1);
  return g_strdup (g_hmac_get_string (hmac));
}

/**
 * gate_sample_seal_close:
 * @self: a seal
 * @purpose: for whom and for what the state is
 * @state: an object
 *
 * Returns: (transfer full): the state, sealed
 */
char *
gate_sample_seal_close (GateSampleSeal *self,
                        const char     *purpose,
                        JsonNode       *state)
{
  JsonObject *envelope = json_object_new ();

  json_object_set_int_member (envelope, "until", g_get_real_time () / G_USEC_PER_SEC + LIFETIME_SECONDS);
  json_object_set_member (envelope, "state", json_node_copy (state));

  g_autoptr(JsonNode) root = gate_json_take_object (envelope);
  g_autofree char *text = gate_json_to_text (root);
  g_autofree char *payload = gate_base64url_encode (text, strlen (text));
  g_autofree char *signature = sign (self, purpose, payload);
  return g_strconcat (payload, ".", signature, NULL);
}

static JsonNode *
read_envelope (const char *payload)
{
  g_autoptr(GBytes) text = gate_base64url_decode (payload, NULL);
  g_autoptr(JsonNode) root = NULL;

  if (text)
    root = gate_sample_parse_bytes (text, MAX_SEALED, NULL);
  if (!root)
    return NULL;

  JsonObject *envelope = gate_json_node_object (root);
  JsonNode *state = envelope ? gate_json_get (envelope, "state") : NULL;
  if (!state || gate_json_get_int (envelope, "until", 0) < g_get_real_time () / G_USEC_PER_SEC)
    return NULL;
  return json_node_copy (state);
}

/**
 * gate_sample_seal_open:
 * @self: a seal
 * @purpose: for whom and for what the state should be
 * @sealed: what the client sent
 * @error: set to %GATE_ERROR_UNTRUSTED
 *
 * Returns: (transfer full) (nullable): the state, exactly as it was sealed for that purpose, not too long ago
 */
JsonNode *
gate_sample_seal_open (GateSampleSeal  *self,
                       const char      *purpose,
                       const char      *sealed,
                       GError         **error)
{
  const char *dot = strlen (sealed) <= MAX_SEALED ? strrchr (sealed, '.') : NULL;
  JsonNode *state = NULL;

  if (dot)
    {
      g_autofree char *payload = g_strndup (sealed, (gsize) (dot - sealed));
      g_autofree char *signature = sign (self, purpose, payload);

      if (gate_constant_time_equal (signature, dot + 1))
        state = read_envelope (payload);
    }
  if (!state)
    gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, "Send the request again from the start.",
                    "The request state was not given out for this request, or too long ago");
  return state;
}

/**
 * gate_sample_seal_free:
 * @self: (transfer full) (nullable): a seal
 *
 * Frees a seal.
 */
void
gate_sample_seal_free (GateSampleSeal *self)
{
  if (!self)
    return;
  explicit_bzero (self->key, sizeof self->key);
  g_free (self);
}
