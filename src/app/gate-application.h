// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_APPLICATION (gate_application_get_type ())

/**
 * GateApplication:
 *
 * The one instance of the application: its windows, and what can be done from any of them.
 */
G_DECLARE_FINAL_TYPE (GateApplication, gate_application, GATE, APPLICATION, AdwApplication)

GateApplication *gate_application_new  (void) G_GNUC_WARN_UNUSED_RESULT;
int              gate_application_main (int    argc,
                                        char **argv);

G_END_DECLS
