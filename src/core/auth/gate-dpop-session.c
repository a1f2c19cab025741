// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-dpop-session.h"

#include "gate-dpop.h"

#include <string.h>

#define NONCE_LIMIT 1024

struct _GateDpopSession {
  GObject         parent_instance;

  GateSigningKey *key;
  char           *nonces[2]; /* (nullable): by peer */
};

G_DEFINE_FINAL_TYPE (GateDpopSession, gate_dpop_session, G_TYPE_OBJECT)

static void
gate_dpop_session_finalize (GObject *object)
{
  GateDpopSession *self = GATE_DPOP_SESSION (object);

  g_clear_object (&self->key);
  g_free (self->nonces[GATE_DPOP_SERVER]);
  g_free (self->nonces[GATE_DPOP_RESOURCE]);
  G_OBJECT_CLASS (gate_dpop_session_parent_class)->finalize (object);
}

static void
gate_dpop_session_class_init (GateDpopSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_dpop_session_finalize;
}

static void
gate_dpop_session_init (GateDpopSession *self)
{
}

/**
 * gate_dpop_session_new:
 * @key: the key
 *
 * Returns: (transfer full): a session without nonces
 */
GateDpopSession *
gate_dpop_session_new (GateSigningKey *key)
{
  GateDpopSession *self = g_object_new (GATE_TYPE_DPOP_SESSION, NULL);

  self->key = g_object_ref (key);
  return self;
}

/**
 * gate_dpop_session_get_key:
 * @self: a session
 *
 * Returns: (transfer none): its key
 */
GateSigningKey *
gate_dpop_session_get_key (GateDpopSession *self)
{
  return self->key;
}

/**
 * gate_dpop_session_prove:
 * @self: a session
 * @peer: whom the request is for
 * @message: the request
 * @access_token: (nullable): the token that goes with it
 * @error: set to %GATE_ERROR_FAILED
 *
 * Puts a new proof on a request, with the last nonce of this peer.
 *
 * Returns: %TRUE when done
 */
gboolean
gate_dpop_session_prove (GateDpopSession  *self,
                         GateDpopPeer      peer,
                         SoupMessage      *message,
                         GateSecret       *access_token,
                         GError          **error)
{
  g_autofree char *proof = gate_dpop_proof (self->key, soup_message_get_method (message), soup_message_get_uri (message),
                                            self->nonces[peer], access_token, error);
  if (proof)
    soup_message_headers_replace (soup_message_get_request_headers (message), "DPoP", proof);
  return proof != NULL;
}

/**
 * gate_dpop_session_learn:
 * @self: a session
 * @peer: who answered
 * @message: a request that was answered
 *
 * Keeps the nonce of an answer for the next proof (RFC 9449 §8.2).
 *
 * Returns: %TRUE when it is a new one, so that trying again makes sense
 */
gboolean
gate_dpop_session_learn (GateDpopSession *self,
                         GateDpopPeer     peer,
                         SoupMessage     *message)
{
  const char *nonce = soup_message_headers_get_one (soup_message_get_response_headers (message), "DPoP-Nonce");

  if (!nonce || !*nonce || strlen (nonce) > NONCE_LIMIT || g_strcmp0 (nonce, self->nonces[peer]) == 0)
    return FALSE;
  g_free (self->nonces[peer]);
  self->nonces[peer] = g_strdup (nonce);
  return TRUE;
}
