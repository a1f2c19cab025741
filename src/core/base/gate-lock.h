// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateLock:
 *
 * A lock between processes on a file `$XDG_STATE_HOME/gatehouse/locks/<name>` (an open file description lock, so it also holds
 * between threads and across sandboxes). The file is never removed. Freeing the lock releases it.
 */
typedef struct _GateLock GateLock;

GateLock *gate_lock_take_sync   (const char           *name,
                                 guint                 timeout_ms,
                                 GCancellable         *cancellable,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void      gate_lock_take_async  (const char           *name,
                                 guint                 timeout_ms,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
GateLock *gate_lock_take_finish (GAsyncResult         *result,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether somebody has it; asking does not take it, so that two who ask see nothing of each other. */
gboolean  gate_lock_is_held     (const char           *name);
void      gate_lock_release     (GateLock             *self);
char     *gate_lock_name_for    (const char           *prefix,
                                 const char           *what) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateLock, gate_lock_release)

G_END_DECLS
