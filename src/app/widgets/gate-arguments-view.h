// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_ARGUMENTS_VIEW (gate_arguments_view_get_type ())

/**
 * GateArgumentsView:
 *
 * What a tool is to be called with, as a list that people read: name and value, what a value has itself set in below it, long texts
 * folded. One key away, and to be copied, is exactly what is sent.
 */
G_DECLARE_FINAL_TYPE (GateArgumentsView, gate_arguments_view, GATE, ARGUMENTS_VIEW, GtkBox)

/* NULL where it is no JSON object. */
GtkWidget *gate_arguments_view_new (const char *title,
                                    const char *json) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
