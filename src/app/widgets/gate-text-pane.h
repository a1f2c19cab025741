// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_TEXT_PANE (gate_text_pane_get_type ())

/**
 * GateTextPane:
 *
 * A text of several lines with a label: one to read, which can be selected and copied, or one to write.
 */
G_DECLARE_FINAL_TYPE (GateTextPane, gate_text_pane, GATE, TEXT_PANE, GtkBox)

GtkWidget     *gate_text_pane_new        (const char    *label,
                                           const char    *text,
                                           gboolean       editable,
                                           gboolean       monospace) G_GNUC_WARN_UNUSED_RESULT;
GtkTextBuffer *gate_text_pane_get_buffer (GateTextPane *self);
GtkWidget     *gate_text_pane_get_view   (GateTextPane *self);
char          *gate_text_pane_dup_text   (GateTextPane *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
