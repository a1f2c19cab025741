// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GATE_SHA256_SIZE 32

void  gate_sha256           (const void  *data,
                             gsize        size,
                             guint8      *digest);
char *gate_sha256_hex       (const void  *data,
                             gsize        size) G_GNUC_WARN_UNUSED_RESULT;
char *gate_sha256_base64url (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
void  gate_hmac_sha256      (const void  *key,
                             gsize        key_size,
                             const void  *data,
                             gsize        size,
                             guint8      *mac);
char *gate_hex_encode       (const void  *data,
                             gsize        size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
