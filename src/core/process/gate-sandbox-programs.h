// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *gate_sandbox_programs (const char * const *argv,
                                  const char         *path,
                                  const char         *working_directory,
                                  const char * const *kept_out) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gate_sandbox_is_below (const char         *path,
                                  const char         *folder);

G_END_DECLS
