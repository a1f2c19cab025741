// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A PNG or JPEG that a server sent as base64. NULL where it is none, or too large. */
GtkWidget *gate_picture_new (const char *data,
                             const char *name);

G_END_DECLS
