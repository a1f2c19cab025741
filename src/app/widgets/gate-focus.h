// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The focus comes back where it was. */
void gate_focus_return_from_menu (GtkMenuButton *button);

G_END_DECLS
