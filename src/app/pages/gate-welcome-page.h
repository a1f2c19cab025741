// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_WELCOME_PAGE (gate_welcome_page_get_type ())

/**
 * GateWelcomePage:
 *
 * What a newcomer sees while nothing is connected: try Sample Workspace, or choose services.
 */
G_DECLARE_FINAL_TYPE (GateWelcomePage, gate_welcome_page, GATE, WELCOME_PAGE, AdwBin)

G_END_DECLS
