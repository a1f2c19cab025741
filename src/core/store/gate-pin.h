// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/**
 * GatePin:
 * @connector: the connector's id
 * @account: the account's id, "" for the only one
 * @tool: the tool's name, as the server gives it
 * @digest: of its definition when it was allowed
 * @definition: that definition, a JSON text, so that a change can be shown
 * @at: when, microseconds since the epoch
 *
 * A tool's definition as the person knows it.
 */
typedef struct {
  char   *connector;
  char   *account;
  char   *tool;
  char   *digest;
  char   *definition;
  gint64  at;
} GatePin;

GatePin   *gate_pin_copy          (const GatePin        *self) G_GNUC_WARN_UNUSED_RESULT;
void       gate_pin_free          (GatePin              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GatePin, gate_pin_free)

/* tool: NULL for all of the account. (element-type GatePin) (transfer full) */
void       gate_pin_list_async    (GateStore            *state,
                                   const char           *connector,
                                   const char           *account,
                                   const char           *tool,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
GPtrArray *gate_pin_list_finish   (GateStore            *state,
                                   GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* All or none. pins: (element-type GatePin); at 0: now. */
void       gate_pin_save_async    (GateStore            *state,
                                   GPtrArray            *pins,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean   gate_pin_save_finish   (GateStore            *state,
                                   GAsyncResult         *result,
                                   GError              **error);
/* account, tool: NULL for all. */
void       gate_pin_forget_async  (GateStore            *state,
                                   const char           *connector,
                                   const char           *account,
                                   const char           *tool,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean   gate_pin_forget_finish (GateStore            *state,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
