// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-authorizer.h"

G_DEFINE_INTERFACE (GateAuthorizer, gate_authorizer, G_TYPE_OBJECT)

static void
gate_authorizer_default_init (GateAuthorizerInterface *iface)
{
}

/**
 * gate_authorizer_prepare_async:
 * @self: an authorizer
 * @message: the request, not yet sent; its headers, and for some kinds of sign-in its address, are changed
 * @body: (nullable): what will be sent as its body, for signatures over it
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when the message is ready to be sent
 * @user_data: for @callback
 *
 * Puts the credentials on a request, refreshing them first where that is due.
 */
void
gate_authorizer_prepare_async (GateAuthorizer      *self,
                               SoupMessage         *message,
                               GBytes              *body,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (GATE_IS_AUTHORIZER (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  GATE_AUTHORIZER_GET_IFACE (self)->prepare_async (self, message, body, cancellable, callback, user_data);
}

/**
 * gate_authorizer_prepare_finish:
 * @self: an authorizer
 * @result: what the callback was given
 * @error: set to an error of layer 3, of the network, or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the message may be sent
 */
gboolean
gate_authorizer_prepare_finish (GateAuthorizer  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (GATE_IS_AUTHORIZER (self), FALSE);

  return GATE_AUTHORIZER_GET_IFACE (self)->prepare_finish (self, result, error);
}

/**
 * gate_authorizer_challenge_async:
 * @self: an authorizer
 * @message: the request, answered with 401 or 403
 * @operation: what the request was for, "tools/call add_numbers": attempts are counted per operation
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when it is known whether sending anew can help
 * @user_data: for @callback
 *
 * Answers a challenge: refreshes, signs in or steps up, whatever the kind of sign-in and the challenge ask for.
 */
void
gate_authorizer_challenge_async (GateAuthorizer      *self,
                                 SoupMessage         *message,
                                 const char          *operation,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (GATE_IS_AUTHORIZER (self));
  g_return_if_fail (SOUP_IS_MESSAGE (message));
  g_return_if_fail (operation != NULL);

  GATE_AUTHORIZER_GET_IFACE (self)->challenge_async (self, message, operation, cancellable, callback, user_data);
}

/**
 * gate_authorizer_challenge_finish:
 * @self: an authorizer
 * @result: what the callback was given
 * @error: set to an error of layer 3, of the service, of the network, or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the request is to be sent anew, with a new message
 */
gboolean
gate_authorizer_challenge_finish (GateAuthorizer  *self,
                                  GAsyncResult    *result,
                                  GError         **error)
{
  g_return_val_if_fail (GATE_IS_AUTHORIZER (self), FALSE);

  return GATE_AUTHORIZER_GET_IFACE (self)->challenge_finish (self, result, error);
}

/**
 * gate_authorizer_dup_context:
 * @self: an authorizer
 *
 * Returns: (transfer full): a text that differs between authorization contexts (issuer, resource, account) and holds no secret: the
 *   key of private caches
 */
char *
gate_authorizer_dup_context (GateAuthorizer *self)
{
  g_return_val_if_fail (GATE_IS_AUTHORIZER (self), NULL);

  return GATE_AUTHORIZER_GET_IFACE (self)->dup_context (self);
}
