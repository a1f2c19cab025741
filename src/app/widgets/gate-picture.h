// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_PICTURE (gate_picture_get_type ())

/**
 * GatePicture:
 *
 * A PNG or JPEG that a server sent as base64. It is decoded beside the main loop, bounded in bytes, pixels and memory, and comes when
 * it is ready; where it cannot be shown, something else is.
 */
G_DECLARE_FINAL_TYPE (GatePicture, gate_picture, GATE, PICTURE, AdwBin)

GtkWidget *gate_picture_new         (const char  *data,
                                     const char  *name,
                                     GtkWidget   *otherwise);
/* It is neither shown yet, nor is it known that it cannot be. */
gboolean   gate_picture_get_loading (GatePicture *self);

G_END_DECLS
