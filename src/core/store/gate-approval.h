// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/**
 * GateApproval:
 * @kind: what was approved: "command", "tool", "plugin" …
 * @connector: the connector's id
 * @fingerprint: what exactly: a digest that changes when the subject changes
 * @project: the project's id, or "" for all
 * @choice: "allow", "ask", "block" …
 * @at: when, microseconds since the epoch (g_get_real_time())
 *
 * An answer that the person gave and that is to be remembered. %NULL members are kept as "".
 */
typedef struct {
  char   *kind;
  char   *connector;
  char   *fingerprint;
  char   *project;
  char   *choice;
  gint64  at;
} GateApproval;

GateApproval *gate_approval_copy          (const GateApproval   *self) G_GNUC_WARN_UNUSED_RESULT;
void          gate_approval_free          (GateApproval         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateApproval, gate_approval_free)

/* NULL without error: never answered. The project's own answer goes before the one for all. */
void          gate_approval_lookup_async  (GateStore            *state,
                                           const char           *kind,
                                           const char           *connector,
                                           const char           *fingerprint,
                                           const char           *project,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GateApproval *gate_approval_lookup_finish (GateStore            *state,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* match: members that are NULL may be anything. (element-type GateApproval) (transfer full) */
void          gate_approval_list_async    (GateStore            *state,
                                           const GateApproval   *match,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray    *gate_approval_list_finish   (GateStore            *state,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* at 0: now. */
void          gate_approval_save_async    (GateStore            *state,
                                           const GateApproval   *approval,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean      gate_approval_save_finish   (GateStore            *state,
                                           GAsyncResult         *result,
                                           GError              **error);
void          gate_approval_forget_async  (GateStore            *state,
                                           const GateApproval   *match,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean      gate_approval_forget_finish (GateStore            *state,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
