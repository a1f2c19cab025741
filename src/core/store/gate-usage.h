// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/**
 * GateUsage:
 * @connector: the connector's id
 * @account: the account's id, "" for the only one
 * @project: the project's id
 * @tool: the tool's name
 * @at: when it was last used, microseconds since the epoch
 * @calls: how often
 *
 * When a tool was last used: access that nobody uses can be found and taken back.
 */
typedef struct {
  char   *connector;
  char   *account;
  char   *project;
  char   *tool;
  gint64  at;
  gint64  calls;
} GateUsage;

GateUsage *gate_usage_copy          (const GateUsage      *self) G_GNUC_WARN_UNUSED_RESULT;
void       gate_usage_free          (GateUsage            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateUsage, gate_usage_free)

/* Now, and so often more. */
void       gate_usage_touch_async   (GateStore            *state,
                                     const char           *connector,
                                     const char           *account,
                                     const char           *project,
                                     const char           *tool,
                                     guint                 calls,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean   gate_usage_touch_finish  (GateStore            *state,
                                     GAsyncResult         *result,
                                     GError              **error);
/* match: members that are NULL may be anything. (element-type GateUsage) (transfer full) */
void       gate_usage_list_async    (GateStore            *state,
                                     const GateUsage      *match,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
GPtrArray *gate_usage_list_finish   (GateStore            *state,
                                     GAsyncResult         *result,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void       gate_usage_forget_async  (GateStore            *state,
                                     const GateUsage      *match,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean   gate_usage_forget_finish (GateStore            *state,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
