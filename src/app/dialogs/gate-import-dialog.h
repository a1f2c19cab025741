// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_IMPORT_DIALOG (gate_import_dialog_get_type ())

/**
 * GateImportDialog:
 *
 * What another program has, to choose from; what is chosen is taken over.
 */
G_DECLARE_FINAL_TYPE (GateImportDialog, gate_import_dialog, GATE, IMPORT_DIALOG, AdwWindow)

GtkWindow *gate_import_dialog_new (GateHub    *hub,
                                   const char *client,
                                   const char *path,
                                   const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
