// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_SANDBOX (gate_sandbox_get_type ())

/**
 * GateSandbox:
 *
 * How a local server is confined with bubblewrap: system read-only, a private home kept per server, the project's folder only
 * where it was granted, network or none, everything of ours hidden, a process namespace of its own.
 *
 * Properties: `home` (the private home's path; %NULL for one that is not kept), `folder` (%NULL, or the project's folder),
 * `folder-writable`, `network`.
 */
G_DECLARE_FINAL_TYPE (GateSandbox, gate_sandbox, GATE, SANDBOX, GObject)

GateSandbox  *gate_sandbox_new          (const char           *home,
                                         const char           *folder,
                                         gboolean              folder_writable,
                                         gboolean              network) G_GNUC_WARN_UNUSED_RESULT;
/* argv with the bubblewrap command line in front of it. */
char        **gate_sandbox_wrap         (GateSandbox          *self,
                                         const char * const   *argv,
                                         const char           *path,
                                         const char           *working_directory,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a trial run works here; else an error that says why, with the administrator's remedy. The answer is kept for the process. */
void          gate_sandbox_probe_async  (GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean      gate_sandbox_probe_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
