// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_PLUGINS_PAGE (gate_plugins_page_get_type ())

/**
 * GatePluginsPage:
 *
 * What plugins are, and which way in suits which need.
 */
G_DECLARE_FINAL_TYPE (GatePluginsPage, gate_plugins_page, GATE, PLUGINS_PAGE, AdwBin)

G_END_DECLS
