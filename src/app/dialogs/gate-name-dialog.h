// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_NAME_DIALOG (gate_name_dialog_get_type ())

/**
 * GateNameDialog:
 *
 * Asks for one name.
 */
G_DECLARE_FINAL_TYPE (GateNameDialog, gate_name_dialog, GATE, NAME_DIALOG, AdwWindow)

void  gate_name_dialog_ask_async  (GtkWidget            *near,
                                   const char           *title,
                                   const char           *explanation,
                                   const char           *name,
                                   const char           *accept_label,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
/* (nullable): NULL when the person did not answer. */
char *gate_name_dialog_ask_finish (GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
