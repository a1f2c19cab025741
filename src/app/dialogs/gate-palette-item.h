// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_PALETTE_ITEM (gate_palette_item_get_type ())

/**
 * GatePaletteItem:
 *
 * Something that can be gone to or done, by an action of the window's. Immutable.
 */
G_DECLARE_FINAL_TYPE (GatePaletteItem, gate_palette_item, GATE, PALETTE_ITEM, GObject)

GatePaletteItem *gate_palette_item_new          (const char      *title,
                                                 const char      *kind,
                                                 const char      *action,
                                                 GVariant        *target) G_GNUC_WARN_UNUSED_RESULT;
const char      *gate_palette_item_get_title    (GatePaletteItem *self);
const char      *gate_palette_item_get_kind     (GatePaletteItem *self);
const char      *gate_palette_item_get_action   (GatePaletteItem *self);
GVariant        *gate_palette_item_get_target   (GatePaletteItem *self);
/* How well all words of a folded query fit, 0: not at all; the higher the better. */
guint            gate_palette_item_rate         (GatePaletteItem *self,
                                                 const char      *folded);
char            *gate_palette_item_fold         (const char      *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
