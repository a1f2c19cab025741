// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/**
 * GateListStamp:
 * @connector: the connector's id
 * @account: the account's id, "" for the first
 * @kind: what is listed
 * @scope: as of the catalogue: what the list is for
 * @place: in which file of the cache it is, so that a stamp does not outlive its list
 * @count: how many entries were written
 * @at: when, microseconds since the epoch
 *
 * That a list was put into the cache, so that who lists the same again need not open the cache to find out.
 */
typedef struct {
  char   *connector;
  char   *account;
  char   *kind;
  char   *scope;
  gint64  place;
  gint64  count;
  gint64  at;
} GateListStamp;

GateListStamp *gate_list_stamp_copy          (const GateListStamp  *self) G_GNUC_WARN_UNUSED_RESULT;
void           gate_list_stamp_free          (GateListStamp        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateListStamp, gate_list_stamp_free)

/* NULL without error: there is none. */
void           gate_list_stamp_lookup_async  (GateStore            *state,
                                              const char           *connector,
                                              const char           *account,
                                              const char           *kind,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GateListStamp *gate_list_stamp_lookup_finish (GateStore            *state,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* at 0: now. */
void           gate_list_stamp_save_async    (GateStore            *state,
                                              const GateListStamp  *stamp,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       gate_list_stamp_save_finish   (GateStore            *state,
                                              GAsyncResult         *result,
                                              GError              **error);
/* NULL: any. */
void           gate_list_stamp_forget_async  (GateStore            *state,
                                              const char           *connector,
                                              const char           *account,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       gate_list_stamp_forget_finish (GateStore            *state,
                                              GAsyncResult         *result,
                                              GError              **error);

G_END_DECLS
