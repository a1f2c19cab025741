// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_WINDOW (gate_window_get_type ())

/**
 * GateWindow:
 *
 * The main window: projects on the left, what the assistant can use in the chosen one on the right.
 */
G_DECLARE_FINAL_TYPE (GateWindow, gate_window, GATE, WINDOW, AdwApplicationWindow)

GateWindow     *gate_window_new            (GtkApplication *application,
                                            GateSession    *session) G_GNUC_WARN_UNUSED_RESULT;
GateHubProject *gate_window_get_project    (GateWindow     *self);
void            gate_window_select_project (GateWindow     *self,
                                            GateHubProject *project);
void            gate_window_solve          (GateWindow     *self,
                                            const char     *project,
                                            const char     *kind,
                                            const char     *connector,
                                            const char     *account);
void            gate_window_open_palette   (GateWindow     *self,
                                            GtkWindow      *from);

G_END_DECLS
