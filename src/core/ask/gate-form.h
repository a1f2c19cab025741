// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "gate-form-field.h"

G_BEGIN_DECLS

#define GATE_TYPE_FORM (gate_form_get_type ())

/**
 * GateForm:
 *
 * One description of a form, a [iface@Gio.ListModel] of [class@Gate.FormField]: serves elicitation, user configuration, prompt
 * arguments, tool arguments and sign-in fields, with one validator for all of them. Immutable once handed out.
 */
G_DECLARE_FINAL_TYPE (GateForm, gate_form, GATE, FORM, GObject)

GateForm      *gate_form_new               (void) G_GNUC_WARN_UNUSED_RESULT;
GateForm      *gate_form_new_from_schema   (JsonNode       *schema,
                                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GateForm      *gate_form_new_from_json     (JsonNode       *node,
                                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *gate_form_to_json           (GateForm       *self) G_GNUC_WARN_UNUSED_RESULT;
void           gate_form_append            (GateForm       *self,
                                            GateFormField  *field);
guint          gate_form_get_n_fields      (GateForm       *self);
GateFormField *gate_form_get_field         (GateForm       *self,
                                            guint           index);
GateFormField *gate_form_find_field        (GateForm       *self,
                                            const char     *name);
JsonObject    *gate_form_fill_defaults     (GateForm       *self,
                                            JsonObject     *values) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gate_form_validate          (GateForm       *self,
                                            JsonObject     *values,
                                            GError        **error);
JsonNode      *gate_form_parse_value       (GateForm       *self,
                                            const char     *name,
                                            const char     *text,
                                            GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
