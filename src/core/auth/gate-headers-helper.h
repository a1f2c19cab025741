// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateHelperRun:
 * @argv: the program and its arguments
 * @environment: "NAME=value" pairs beside the minimal environment
 * @time_limit_ms: when to kill it
 *
 * How to run a headers helper. Borrowed.
 */
typedef struct {
  const char * const *argv;
  const char * const *environment;
  guint               time_limit_ms;
} GateHelperRun;

void        gate_headers_helper_run_async  (const GateHelperRun  *run,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GHashTable *gate_headers_helper_run_finish (GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
