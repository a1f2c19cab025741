// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows all that a link asks for, adds it when the person agrees, and shows it by `app.show-connector`. */
void gate_add_link_dialog_run (GtkWidget      *near,
                               GateHub        *hub,
                               const char     *text,
                               GDestroyNotify  done,
                               gpointer        user_data);

G_END_DECLS
