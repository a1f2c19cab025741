// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_PALETTE (gate_palette_get_type ())

/**
 * GatePalette:
 *
 * Everything that can be gone to or done, found by typing. What is chosen is activated on the window over which it stands.
 */
G_DECLARE_FINAL_TYPE (GatePalette, gate_palette, GATE, PALETTE, AdwWindow)

/* items: of GatePaletteItem. */
GtkWindow *gate_palette_new      (GListModel  *items) G_GNUC_WARN_UNUSED_RESULT;
void       gate_palette_set_from (GatePalette *self,
                                  GtkWindow   *from);

G_END_DECLS
