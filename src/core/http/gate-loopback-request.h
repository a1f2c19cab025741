// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More than any browser's cookies for this machine, all of which it sends whatever the port. */
#define GATE_LOOPBACK_REQUEST_LIMIT (64u * 1024)

gboolean gate_loopback_request_is_whole (const char  *bytes,
                                         gsize        size);
guint    gate_loopback_request_check    (const char  *head,
                                         gsize        size,
                                         const char  *authority,
                                         const char  *path,
                                         const char  *state,
                                         char       **target);

G_END_DECLS
