// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_LOOPBACK_LISTENER (gate_loopback_listener_get_type ())

/**
 * GateLoopbackListener:
 *
 * Waits on a loopback address for the browser to bring the answer of an authorization server (RFC 8252 §7.3). Bound to 127.0.0.1
 * (or `localhost` as the host of the address, where a server insists on it), GET of the exact path with the right Host and the
 * right state only, compared in constant time; everything else gets a 4xx and the wait goes on. Closes after the one answer, which
 * the browser sees as a page that names the program.
 */
G_DECLARE_FINAL_TYPE (GateLoopbackListener, gate_loopback_listener, GATE, LOOPBACK_LISTENER, GObject)

/* port: 0 for any free one. host: "127.0.0.1" or "localhost", as it stands in the redirect address. */
GateLoopbackListener *gate_loopback_listener_new              (const char            *host,
                                                               guint16                port,
                                                               GError               **error) G_GNUC_WARN_UNUSED_RESULT;
const char           *gate_loopback_listener_get_redirect_uri (GateLoopbackListener  *self);
void                  gate_loopback_listener_wait_async       (GateLoopbackListener  *self,
                                                               const char            *state,
                                                               GCancellable          *cancellable,
                                                               GAsyncReadyCallback    callback,
                                                               gpointer               user_data);
/* The whole redirect address as the browser requested it: "http://127.0.0.1:41234/callback?code=…&state=…". */
char                 *gate_loopback_listener_wait_finish      (GateLoopbackListener  *self,
                                                               GAsyncResult          *result,
                                                               GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
