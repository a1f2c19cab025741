// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void      gate_random_fill          (void       *buffer,
                                     gsize       size);
char     *gate_random_token         (gsize       n_bytes) G_GNUC_WARN_UNUSED_RESULT;
char     *gate_random_uuid          (void) G_GNUC_WARN_UNUSED_RESULT;
guint     gate_random_below         (guint       limit);
char     *gate_base64url_encode     (const void *data,
                                     gsize       size) G_GNUC_WARN_UNUSED_RESULT;
GBytes   *gate_base64url_decode     (const char *text,
                                     GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_constant_time_equal  (const char *a,
                                     const char *b);

G_END_DECLS
