// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

#include "gate-interaction.h"

G_BEGIN_DECLS

#define GATE_TYPE_PROXY_SIGN_IN (gate_proxy_sign_in_get_type ())

/**
 * GateProxySignIn:
 *
 * Signs in to HTTP proxies (RFC 9110 §11.7, Basic and Digest): with what the proxy setting holds, else with what the person answers,
 * which is kept for this process only. Each proxy has its own; a password never goes to another one.
 */
G_DECLARE_FINAL_TYPE (GateProxySignIn, gate_proxy_sign_in, GATE, PROXY_SIGN_IN, GObject)

GateProxySignIn *gate_proxy_sign_in_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void             gate_proxy_sign_in_set_interaction (GateProxySignIn      *self,
                                                     GateInteraction      *interaction);
/* Every message of the session is looked after from here on, those that open tunnels included. */
void             gate_proxy_sign_in_watch           (GateProxySignIn      *self,
                                                     SoupSession          *session);
/* The proxy that a message went through, "proxy.example.com:3128"; NULL: none, or none that speaks HTTP. */
char            *gate_proxy_sign_in_dup_proxy       (SoupMessage          *message) G_GNUC_WARN_UNUSED_RESULT;
/* After a 407 of that proxy: gets what it wants. TRUE: send again. */
void             gate_proxy_sign_in_answer_async    (GateProxySignIn      *self,
                                                     const char           *proxy,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean         gate_proxy_sign_in_answer_finish   (GateProxySignIn      *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);

G_END_DECLS
