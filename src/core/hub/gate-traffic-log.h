// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-traffic-line.h"

G_BEGIN_DECLS

#define GATE_TYPE_TRAFFIC_LOG (gate_traffic_log_get_type ())

/**
 * GateTrafficLog:
 *
 * The last messages that went over one account's connection while somebody looked: a [iface@Gio.ListModel] of
 * [class@Gate.TrafficLine], oldest first, 200 at most. Kept in memory only.
 */
G_DECLARE_FINAL_TYPE (GateTrafficLog, gate_traffic_log, GATE, TRAFFIC_LOG, GObject)

GateTrafficLog *gate_traffic_log_new       (GateHub         *hub,
                                            GateHubProject  *project,
                                            const char      *connector,
                                            const char      *account) G_GNUC_WARN_UNUSED_RESULT;
/* Takes up the connection that stands now; called before what is to be watched. */
void            gate_traffic_log_follow    (GateTrafficLog  *self);
GListModel     *gate_traffic_log_get_lines (GateTrafficLog  *self);
void            gate_traffic_log_clear     (GateTrafficLog  *self);

G_END_DECLS
