// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GError   *gate_oauth_error_new (const char   *code,
                                const char   *description,
                                const char   *host,
                                guint         status) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_oauth_error_is  (const GError *error,
                                const char   *code);

G_END_DECLS
