// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

#include "gate-address.h"
#include "gate-interaction.h"

G_BEGIN_DECLS

/**
 * GateHttpOptions:
 * @limit: the most bytes of body to accept, 0: 4 MiB
 * @timeout_ms: the whole exchange, in milliseconds, 0: 60,000
 * @anchor: (nullable): the address on whose behalf this is sent: when it is public, the connected peer must be public too, checked
 *   before a byte is sent (SSRF); private may reach private and public; loopback may reach anything. What the person asked for
 *   by itself has no anchor
 * @certificate: (nullable): the client certificate to offer (mTLS)
 * @max_redirects: how many redirects to follow within the same origin; across origins none is ever followed
 *
 * How to send one request. A zeroed struct is a good default.
 */
typedef struct {
  gsize            limit;
  guint            timeout_ms;
  GUri            *anchor;
  GTlsCertificate *certificate;
  guint            max_redirects;
} GateHttpOptions;

#define GATE_TYPE_HTTP (gate_http_get_type ())

/**
 * GateHttp:
 *
 * Where HTTP requests are made: the system's proxy (PAC and authentication included) and trust store always, no cookies, no cache,
 * no automatic authentication or redirects, at least 8 connections a host, long-lived streams in a session without time-out.
 * One per process face; all requests share its connections.
 */
G_DECLARE_FINAL_TYPE (GateHttp, gate_http, GATE, HTTP, GObject)

GateHttp     *gate_http_new             (void) G_GNUC_WARN_UNUSED_RESULT;
/* Whom to ask for the user name and the password of a proxy (without: the error says that it wants a sign-in), and for the PIN of a
 * smart card that holds the key of a client certificate. */
void          gate_http_set_interaction (GateHttp               *self,
                                         GateInteraction        *interaction);
/* What the first request needs of the system, loaded while its sender still waits for something else. */
void          gate_http_prepare         (GateHttp               *self);
/* The body of a request. Unlike with soup_message_set_request_body_from_bytes(), it can be sent again where that is needed (307, 308,
 * a proxy that asks for a sign-in). */
void          gate_http_set_body        (SoupMessage            *message,
                                         const char             *content_type,
                                         GBytes                 *body);
/* A client certificate for one request, where its sender does not know of one: an authorizer's. */
void          gate_http_set_certificate (SoupMessage            *message,
                                         GTlsCertificate        *certificate);
/* Sends and reads the whole answer, whatever its status (the caller looks at soup_message_get_status()). Network trouble is told by
 * gate_error_from_gio() with the host and, behind a captive portal, its name. */
void          gate_http_send_async      (GateHttp               *self,
                                         SoupMessage            *message,
                                         const GateHttpOptions  *options,
                                         GCancellable           *cancellable,
                                         GAsyncReadyCallback     callback,
                                         gpointer                user_data);
GBytes       *gate_http_send_finish     (GateHttp               *self,
                                         GAsyncResult           *result,
                                         GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sends and gives the stream of the answer's body once its head is there. timeout_ms bounds the wait for the head only. */
void          gate_http_open_async      (GateHttp               *self,
                                         SoupMessage            *message,
                                         const GateHttpOptions  *options,
                                         GCancellable           *cancellable,
                                         GAsyncReadyCallback     callback,
                                         gpointer                user_data);
GInputStream *gate_http_open_finish     (GateHttp               *self,
                                         GAsyncResult           *result,
                                         GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* An error for a status that is no success: 429 and 503 with Retry-After, 4xx, 5xx; what the body says is kept as service data. */
GError       *gate_http_error_for       (SoupMessage            *message,
                                         GBytes                 *body) G_GNUC_WARN_UNUSED_RESULT;
/* An error in our terms for one that reading the stream of gate_http_open_finish() ended with. */
GError       *gate_http_explain         (SoupMessage            *message,
                                         const GError           *error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the answer is of one of the media types in accepted: "application/json, text/event-stream". For 2xx answers with a body. */
gboolean      gate_http_check_content   (GateHttp               *self,
                                         SoupMessage            *message,
                                         const char             *accepted,
                                         GError                **error);

G_END_DECLS
