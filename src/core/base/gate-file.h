// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes   *gate_file_read         (const char   *path,
                                  gsize         limit,
                                  GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_file_write        (const char   *path,
                                  const char   *data,
                                  gssize        size,
                                  GError      **error);
gboolean  gate_file_make_parents (const char   *path,
                                  GError      **error);

G_END_DECLS
