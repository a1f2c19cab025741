// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names for assistive technologies where GTK 4.8 leaves them out or makes them wrong. */
void gate_access_name_buttons (GtkWidget *widget);

G_END_DECLS
