// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GATE_DEFINE_DATA:
 * @Type: the name of a struct type
 * @prefix: the lower-case prefix of its functions
 *
 * Defines what a task-data struct needs beside its members: `prefix_new()` (zeroed), `prefix_free()` (calls the file's own
 * `prefix_clear()` first), a cleanup function for g_autoptr(), `prefix_attach (task, data)` which gives the struct to a task,
 * and `prefix_of (task)` which borrows it back.
 */
#define GATE_DEFINE_DATA(Type, prefix) \
  G_GNUC_UNUSED static inline Type *prefix##_new (void) { return g_new0 (Type, 1); } \
  static void prefix##_clear (Type *self); \
  static inline void prefix##_free (Type *self) { if (self) { prefix##_clear (self); g_free (self); } } \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, prefix##_free) \
  G_GNUC_UNUSED static inline void prefix##_attach (GTask *task, Type *self) \
  { g_task_set_task_data (task, self, (GDestroyNotify) prefix##_free); } \
  G_GNUC_UNUSED static inline Type *prefix##_of (gpointer task) { return g_task_get_task_data (G_TASK (task)); }

/**
 * gate_task_new:
 *
 * g_task_new() with the source tag and the name set to the function that starts the work.
 */
#define gate_task_new(source, cancellable, callback, user_data, tag) \
  gate_task_new_real ((source), (cancellable), (callback), (user_data), (gpointer) (tag), #tag)

static inline GTask *
gate_task_new_real (gpointer             source,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data,
                    gpointer             tag,
                    const char          *name)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  g_task_set_source_tag (task, tag);
  g_task_set_name (task, name);
  return task;
}

G_END_DECLS
