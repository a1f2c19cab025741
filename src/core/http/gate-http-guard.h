// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-address.h"

G_BEGIN_DECLS

/**
 * GateHttpGuard:
 * @allowed: how near the peer may be
 * @blocked: whether it was nearer, and the connection was closed
 * @reach: how near what was blocked is
 * @peer: (owned) (nullable): the address that was blocked, %NULL where the name alone was enough
 *
 * Keeps a request that is sent on behalf of a server on the internet away from addresses that such a server has no business with
 * (SSRF, DNS rebinding).
 */
typedef struct {
  GateReach  allowed;
  gboolean   blocked;
  GateReach  reach;
  char      *peer;
} GateHttpGuard;

gboolean  gate_http_guard_check_host (GateHttpGuard      *self,
                                      const char         *host);
gboolean  gate_http_guard_check_peer (GateHttpGuard      *self,
                                      GSocketConnection  *connection);
GError   *gate_http_guard_to_error   (GateHttpGuard      *self,
                                      const char         *host) G_GNUC_WARN_UNUSED_RESULT;
void      gate_http_guard_clear      (GateHttpGuard      *self);

G_END_DECLS
