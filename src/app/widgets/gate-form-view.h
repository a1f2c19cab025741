// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form-control.h"
#include "gate-form.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_FORM_VIEW (gate_form_view_get_type ())

/**
 * GateFormView:
 *
 * The one renderer of a [class@Gate.Form] in a window: a control for each field, with its description and what is wrong with it.
 * Its properties: `form`, and `valid`, whether all values may be sent. Emits `changed` when the person changed a value.
 */
G_DECLARE_FINAL_TYPE (GateFormView, gate_form_view, GATE, FORM_VIEW, GtkBox)

GtkWidget  *gate_form_view_new         (GateForm      *form) G_GNUC_WARN_UNUSED_RESULT;
GateForm   *gate_form_view_get_form    (GateFormView  *self);
void        gate_form_view_set_form    (GateFormView  *self,
                                        GateForm      *form);
gboolean    gate_form_view_get_valid   (GateFormView  *self);
JsonObject *gate_form_view_get_values  (GateFormView  *self,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        gate_form_view_set_values  (GateFormView  *self,
                                        JsonObject    *values);
gboolean    gate_form_view_show_faults (GateFormView  *self);

/* Of the field at that position. */
GateFormControl *gate_form_view_get_control (GateFormView *self,
                                             guint         index);
/* The values as far as they are right. */
JsonObject      *gate_form_view_dup_known   (GateFormView *self) G_GNUC_WARN_UNUSED_RESULT;
/* Of those, or another form's, what it has fields for. */
void             gate_form_view_set_known   (GateFormView *self,
                                             JsonObject   *values);

G_END_DECLS
