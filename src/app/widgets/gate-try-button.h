// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A button that asks for the action `win.try` with the item as `(ssis)`: connector, account, kind, name. */
GtkWidget   *gate_try_button_new     (GateHubItem *item) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gate_try_button_matches (GateHubItem *item,
                                      GVariant    *target);

G_END_DECLS
