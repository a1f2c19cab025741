// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_TRAFFIC_LINE (gate_traffic_line_get_type ())

/**
 * GateTrafficLine:
 *
 * One JSON-RPC message, as it went over the connection. Immutable.
 */
G_DECLARE_FINAL_TYPE (GateTrafficLine, gate_traffic_line, GATE, TRAFFIC_LINE, GObject)

GateTrafficLine *gate_traffic_line_new          (gboolean         outgoing,
                                                 const char      *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gate_traffic_line_get_outgoing (GateTrafficLine *self);
/* The server's or our own words, at most 64 kB of them; a face makes them visible. */
const char      *gate_traffic_line_get_text     (GateTrafficLine *self);
/* Microseconds since the epoch. */
gint64           gate_traffic_line_get_time     (GateTrafficLine *self);

G_END_DECLS
