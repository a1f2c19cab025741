// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_ROW_FEEDER (gate_row_feeder_get_type ())

/**
 * GateRowFeeder:
 *
 * Fills a list box from a model without holding up the frame: as many rows as a screen shows at once, more while nothing else is to be
 * done. In a scrolled window no more are made than the person may come to next: each costs tens of KiB, and there may be hundreds.
 */
G_DECLARE_FINAL_TYPE (GateRowFeeder, gate_row_feeder, GATE, ROW_FEEDER, GObject)

GateRowFeeder *gate_row_feeder_new   (GtkListBox                 *list,
                                      GListModel                 *model,
                                      GtkListBoxCreateWidgetFunc  create,
                                      gpointer                    user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Lets the list box go, empty. */
void           gate_row_feeder_stop  (GateRowFeeder              *self);
/* Begins again with few rows: what is shown is about to be other. */
void           gate_row_feeder_again (GateRowFeeder              *self);

G_END_DECLS
