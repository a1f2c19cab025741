// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-item.h"
#include "gate-link.h"
#include "gate-pin.h"

G_BEGIN_DECLS

/**
 * GateRoster:
 * @link: whose it is
 * @objects: (element-type GObject): GateMcpTool, GateMcpResource, GateMcpTemplate, GateMcpPrompt, GateMcpSkill, as they were asked for
 * @pins: (element-type utf8 GatePin): the tools that are pinned, by name
 * @notes: (element-type utf8): tools that were left out, and why
 * @taken_at: g_get_monotonic_time() of it
 * @as_of: when the server listed it, seconds since the epoch, where that is remembered only; 0: now
 *
 * What one account of one connector offers, with what is remembered of it. Counted. Private to the hub.
 */
typedef struct {
  GateLink   *link;
  GPtrArray  *objects;
  GHashTable *pins;
  char      **notes;
  gint64      taken_at;
  gint64      as_of;
} GateRoster;

GateRoster *gate_roster_ref          (GateRoster           *self);
void        gate_roster_unref        (GateRoster           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateRoster, gate_roster_unref)

/* Connects if need be, lists every kind that was asked for, looks up the pins. */
void        gate_roster_take_async   (GateLink             *link,
                                      GateStore            *state,
                                      GateHubItemKind       kinds,
                                      gboolean              refresh,
                                      gboolean              interactive,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GateRoster *gate_roster_take_finish  (GAsyncResult         *result,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* What the server listed the last time, in whatever process; never connects. NULL without error: nothing is remembered. */
void        gate_roster_recall_async  (GateLink             *link,
                                       GateStore            *state,
                                       GateHubItemKind       kinds,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GateRoster *gate_roster_recall_finish (GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
