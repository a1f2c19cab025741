// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-interaction.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_APP_INTERACTION (gate_app_interaction_get_type ())

/**
 * GateAppInteraction:
 *
 * The application as one that can be asked. It is a [iface@Gio.ListModel] of [class@Gate.AppQuestion], the open questions in their
 * order. One dialog at a time stands over the active window; a sign-in that waits for the browser lets the next one through. While
 * there is no window, or the person looks elsewhere, a notification with the action `app.show-questions` tells of a question. As
 * long as one is open the application stays.
 */
G_DECLARE_FINAL_TYPE (GateAppInteraction, gate_app_interaction, GATE, APP_INTERACTION, GObject)

GateAppInteraction *gate_app_interaction_new        (GtkApplication     *application) G_GNUC_WARN_UNUSED_RESULT;
void                gate_app_interaction_show       (GateAppInteraction *self);
void                gate_app_interaction_cancel_all (GateAppInteraction *self);

G_END_DECLS
