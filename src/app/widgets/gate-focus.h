// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The focus comes back where it was. */
typedef gboolean (*GateFocusGrabFunc) (GtkWidget *widget);

GtkWidget *gate_focus_get              (GtkWidget         *widget);
gboolean   gate_focus_is_within        (GtkWidget         *widget);
void       gate_focus_begin_with       (GtkWidgetClass    *widget_class,
                                        GateFocusGrabFunc  grab);
void       gate_focus_free_expander    (GtkExpander       *expander);
void       gate_focus_return_from_menu (GtkMenuButton     *button);
void       gate_focus_type_to_search   (GtkSearchEntry    *entry,
                                        GtkWidget         *page);
void       gate_focus_keep             (GtkWindow         *window,
                                        GtkWidget         *fallback);

G_END_DECLS
