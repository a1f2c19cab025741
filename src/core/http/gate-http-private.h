// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-http.h"
#include "gate-key-unlock.h"
#include "gate-proxy-sign-in.h"

G_BEGIN_DECLS

/* What one exchange needs from the object that it runs on. */
SoupSession     *gate_http_get_session       (GateHttp         *self,
                                              GateReach         reach,
                                              gboolean          stream,
                                              GTlsCertificate  *certificate);
GateProxySignIn *gate_http_get_proxy_sign_in (GateHttp         *self);
GateKeyUnlock   *gate_http_get_key_unlock    (GateHttp         *self);
GTlsDatabase    *gate_http_get_extra_trust   (GateHttp         *self);
GateReach        gate_http_get_allowed_reach (GateHttp         *self,
                                              GUri             *anchor);
void             gate_http_note_peer         (GateHttp         *self,
                                              SoupMessage      *message);
gboolean         gate_http_is_behind_portal  (GateHttp         *self);
gboolean         gate_http_may_be_portal     (GateHttp         *self,
                                              SoupMessage      *message);
GTlsCertificate *gate_http_get_certificate   (SoupMessage      *message);
GBytes          *gate_http_get_body          (SoupMessage      *message,
                                              const char      **content_type);

G_END_DECLS
