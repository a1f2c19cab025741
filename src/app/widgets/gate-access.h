// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names for assistive technologies where GTK 4.8 and libadwaita 1.2 leave them out or make them wrong. */
void gate_access_start      (void);
void gate_access_set_name   (GtkWidget  *widget,
                             const char *name);
void gate_access_be_dialog  (GtkWindow  *window);
void gate_access_tell       (GtkWidget  *widget,
                             const char *text);
/* words: (nullable): what is searched for. */
void gate_access_tell_found (GtkWidget  *widget,
                             const char *words,
                             guint       n_found);

G_END_DECLS
