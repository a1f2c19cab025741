// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-traffic-log.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *gate_traffic_row_new (GateTrafficLine *line) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
