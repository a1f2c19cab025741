// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_PROJECT_ROW (gate_project_row_get_type ())

/**
 * GateProjectRow:
 *
 * A project in the sidebar.
 */
G_DECLARE_FINAL_TYPE (GateProjectRow, gate_project_row, GATE, PROJECT_ROW, GtkListBoxRow)

GtkWidget      *gate_project_row_new         (GateHubProject *project) G_GNUC_WARN_UNUSED_RESULT;
GateHubProject *gate_project_row_get_project (GateProjectRow *self);

G_END_DECLS
