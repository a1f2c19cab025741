// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-secret.h"

G_BEGIN_DECLS

#define GATE_TYPE_PROXY_RESOLVER (gate_proxy_resolver_get_type ())

/**
 * GateProxyResolver:
 *
 * The system's proxy resolver, with two differences: this machine itself is never reached through a proxy, and the user name and
 * password that a proxy setting may hold are kept apart from the address, where libsoup would send the address as the request's.
 */
G_DECLARE_FINAL_TYPE (GateProxyResolver, gate_proxy_resolver, GATE, PROXY_RESOLVER, GObject)

GateProxyResolver *gate_proxy_resolver_new             (void) G_GNUC_WARN_UNUSED_RESULT;
/* authority: "proxy.example.com:3128". */
gboolean           gate_proxy_resolver_get_credentials (GateProxyResolver  *self,
                                                        const char         *authority,
                                                        char              **user,
                                                        GateSecret        **password);
char              *gate_proxy_authority                (const char         *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
