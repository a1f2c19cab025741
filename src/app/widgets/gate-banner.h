// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_BANNER (gate_banner_get_type ())

/**
 * GateBanner:
 *
 * A line across a page that says what is not right, with the remedy as its button. Assistive technologies tell it when it appears.
 */
G_DECLARE_FINAL_TYPE (GateBanner, gate_banner, GATE, BANNER, GtkWidget)

void gate_banner_show (GateBanner *self,
                       const char *title,
                       const char *label,
                       const char *action,
                       GVariant   *target);
void gate_banner_hide (GateBanner *self);

G_END_DECLS
