// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void gate_hyphens_forbid_in_label (GtkLabel    *label);
void gate_hyphens_forbid_in_view  (GtkTextView *view);

G_END_DECLS
