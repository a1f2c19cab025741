// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_PREFERENCES_WINDOW (gate_preferences_window_get_type ())

/**
 * GatePreferencesWindow:
 *
 * What holds for all projects: which connectors are on in new ones, and which may only read.
 */
G_DECLARE_FINAL_TYPE (GatePreferencesWindow, gate_preferences_window, GATE, PREFERENCES_WINDOW, AdwWindow)

GtkWindow *gate_preferences_window_new (GateHub *hub) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
