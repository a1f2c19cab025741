// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *gate_sample_cursor_new  (const char  *list,
                                   guint        start) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_sample_cursor_read (const char  *cursor,
                                   const char  *list,
                                   guint       *start);

G_END_DECLS
