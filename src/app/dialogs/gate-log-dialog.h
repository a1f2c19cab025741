// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_LOG_DIALOG (gate_log_dialog_get_type ())

/**
 * GateLogDialog:
 *
 * What a local server wrote, to be read and copied.
 */
G_DECLARE_FINAL_TYPE (GateLogDialog, gate_log_dialog, GATE, LOG_DIALOG, AdwWindow)

void gate_log_dialog_present (GtkWidget  *near,
                              const char *label,
                              const char *log);

G_END_DECLS
