// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-item.h"
#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_INSPECTOR_WINDOW (gate_inspector_window_get_type ())

/**
 * GateInspectorWindow:
 *
 * Tries a tool, resource, template or prompt: a form of its arguments, or JSON; what it answers; what was tried before; and the
 * messages that went over the connection. A tool is called as an assistant would call it, with the same protection.
 */
G_DECLARE_FINAL_TYPE (GateInspectorWindow, gate_inspector_window, GATE, INSPECTOR_WINDOW, AdwWindow)

GtkWindow *gate_inspector_window_new (GateHub        *hub,
                                      GateHubProject *project,
                                      GateHubItem    *item) G_GNUC_WARN_UNUSED_RESULT;
/* Opens it for what the parameter of `win.try` names, over a window. */
void       gate_inspector_window_open (GtkWindow       *over,
                                       GateProjectView *view,
                                       GVariant        *target);

G_END_DECLS
