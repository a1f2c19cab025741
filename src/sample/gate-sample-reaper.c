// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-reaper.h"

#include <sys/socket.h>

static G_DEFINE_QUARK (gate-sample-reaper, watched)

static gboolean
on_readable (GSocket      *socket,
             GIOCondition  condition,
             gpointer      user_data)
{
  char byte;

  g_object_set_qdata (G_OBJECT (socket), watched_quark (), NULL);
  if (!g_socket_is_closed (socket) && recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
    g_socket_close (socket, NULL);
  return G_SOURCE_REMOVE;
}

/**
 * gate_sample_reaper_watch:
 * @socket: a connection between two requests
 *
 * Closes the connection when the client does. libsoup 3.2 forgets to, where a connection was kept for a second request that never
 * came, and each such one would cost a file descriptor for good.
 */
void
gate_sample_reaper_watch (GSocket *socket)
{
  g_autoptr(GSource) source = NULL;

  if (g_socket_is_closed (socket) || g_object_get_qdata (G_OBJECT (socket), watched_quark ()))
    return;
  g_object_set_qdata (G_OBJECT (socket), watched_quark (), socket);
  source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (on_readable), NULL, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}
