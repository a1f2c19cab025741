// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form-field.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_FORM_CONTROL (gate_form_control_get_type ())

/**
 * GateFormControl:
 *
 * One field of a form as something to fill in: the control that fits its type, its description, and what is wrong with the value
 * once the person has left it. An empty control is a value that is left out. Emits `changed`.
 */
G_DECLARE_FINAL_TYPE (GateFormControl, gate_form_control, GATE, FORM_CONTROL, GtkBox)

GtkWidget     *gate_form_control_new        (GateFormField    *field) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gate_form_control_join       (GateFormControl  *self);
GateFormField *gate_form_control_get_field  (GateFormControl  *self);
gboolean       gate_form_control_read       (GateFormControl  *self,
                                             JsonNode        **value,
                                             GError          **error);
void           gate_form_control_write      (GateFormControl  *self,
                                             JsonNode         *value);
gboolean       gate_form_control_show_fault (GateFormControl  *self);
/* The line of text that has the value; NULL where something else has it. Something to show below it, which lives as long as it. */
GtkEditable   *gate_form_control_get_entry  (GateFormControl  *self);
void           gate_form_control_set_popover (GateFormControl *self,
                                             GtkWidget        *popover);

G_END_DECLS
