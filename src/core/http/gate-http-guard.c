// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-http-guard.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-property.h"
#include "gate-text.h"

#include <arpa/inet.h>

/**
 * gate_http_guard_check_host:
 * @self: a guard
 * @host: the host of a request
 *
 * Judges a name or a literal before anything is asked of DNS. A number in a form that only inet_aton() reads ("0x7f.1") is no name at
 * all, and what a proxy would make of it is not known.
 *
 * Returns: %FALSE when it is not allowed
 */
gboolean
gate_http_guard_check_host (GateHttpGuard *self,
                            const char    *host)
{
  struct in_addr odd;

  self->reach = gate_address_reach_of_host (host);
  if (self->allowed < GATE_REACH_LOOPBACK && !g_hostname_is_ip_address (host) && inet_aton (host, &odd))
    self->reach = GATE_REACH_LOOPBACK;
  self->blocked = self->reach > self->allowed;
  return !self->blocked;
}

/**
 * gate_http_guard_check_peer:
 * @self: a guard
 * @connection: a connection that has just been made
 *
 * Judges the peer, and closes the connection where it is not allowed. Nothing has been sent yet, not even a TLS hello: it is the last
 * moment to turn back. Behind a proxy the peer is the proxy, and only the name could be checked.
 *
 * Returns: %FALSE when it is not allowed
 */
gboolean
gate_http_guard_check_peer (GateHttpGuard     *self,
                            GSocketConnection *connection)
{
  g_autoptr(GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);
  g_autofree char *peer = NULL;

  if (G_IS_PROXY_ADDRESS (address))
    return TRUE;

  GInetAddress *inet = G_IS_INET_SOCKET_ADDRESS (address) ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)) : NULL;
  GateReach reach = inet ? gate_address_reach_of_inet (inet) : GATE_REACH_LOOPBACK;
  if (reach <= self->allowed)
    return TRUE;

  peer = inet ? g_inet_address_to_string (inet) : NULL;
  gate_set_str (&self->peer, peer);
  self->blocked = TRUE;
  self->reach = reach;
  g_socket_close (g_socket_connection_get_socket (connection), NULL);
  return FALSE;
}

/**
 * gate_http_guard_to_error:
 * @self: a guard that blocked something
 * @host: the host of the request
 *
 * Returns: (transfer full): %GATE_ERROR_UNTRUSTED, which says what points where
 */
GError *
gate_http_guard_to_error (GateHttpGuard *self,
                          const char    *host)
{
  g_autofree char *visible = gate_text_make_visible (host, GATE_TEXT_LINE);

  return gate_error_new (GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, _("If this is meant to be, give the service’s address in your own network."),
                         _("The service’s address should be of one kind (%s), but “%s” points to %s, which is of another (%s); nothing was sent"),
                         gate_reach_to_string (self->allowed), visible, self->peer ? self->peer : visible, gate_reach_to_string (self->reach));
}

/**
 * gate_http_guard_clear:
 * @self: a guard
 *
 * Frees what the guard holds.
 */
void
gate_http_guard_clear (GateHttpGuard *self)
{
  g_clear_pointer (&self->peer, g_free);
}
