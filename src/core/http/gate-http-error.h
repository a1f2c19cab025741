// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

GError *gate_http_error_from_transport (const GError *error,
                                        const char   *host) G_GNUC_WARN_UNUSED_RESULT;
GError *gate_http_error_new_portal     (const char   *host) G_GNUC_WARN_UNUSED_RESULT;
guint   gate_http_parse_retry_after    (const char   *value,
                                        GDateTime    *now);
GUri   *gate_http_redirect_target      (SoupMessage  *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
