// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GTlsCertificateFlags  gate_http_trust_verify  (GTlsDatabase         *database,
                                               GTlsCertificate      *certificate,
                                               const char           *host);
char                 *gate_http_trust_names   (GTlsCertificate      *certificate) G_GNUC_WARN_UNUSED_RESULT;
GError               *gate_http_trust_explain (GTlsCertificate      *certificate,
                                               GTlsCertificateFlags  problems,
                                               const char           *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
