// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/**
 * GateEraVerdict:
 * @subject: the server's address, or the fingerprint of a local one
 * @era: which era of the protocol it spoke: "modern", "legacy" …
 * @version: the protocol version
 * @at: when that was found out, microseconds since the epoch
 *
 * What was learned about a server by probing, so that the next connection need not probe again. A hint: it may be out of date.
 */
typedef struct {
  char   *subject;
  char   *era;
  char   *version;
  gint64  at;
} GateEraVerdict;

GateEraVerdict *gate_era_verdict_copy          (const GateEraVerdict    *self) G_GNUC_WARN_UNUSED_RESULT;
void         gate_era_verdict_free          (GateEraVerdict          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateEraVerdict, gate_era_verdict_free)

/* NULL without error: nothing is known. */
void         gate_era_verdict_lookup_async  (GateStore            *state,
                                         const char           *subject,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GateEraVerdict *gate_era_verdict_lookup_finish (GateStore            *state,
                                         GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* at 0: now. */
void         gate_era_verdict_save_async    (GateStore            *state,
                                         const GateEraVerdict    *verdict,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean     gate_era_verdict_save_finish   (GateStore            *state,
                                         GAsyncResult         *result,
                                         GError              **error);
void         gate_era_verdict_forget_async  (GateStore            *state,
                                         const char           *subject,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean     gate_era_verdict_forget_finish (GateStore            *state,
                                         GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
