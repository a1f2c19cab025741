// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void gate_narrow_let_shrink (GtkWidget *choice);
void gate_narrow_let_wrap   (GtkWidget *box);

G_END_DECLS
