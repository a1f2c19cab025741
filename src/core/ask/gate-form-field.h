// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GateFormType:
 * @GATE_FORM_TEXT: a line of text
 * @GATE_FORM_MULTILINE: several lines of text
 * @GATE_FORM_SECRET: a text that is not shown while typed, and kept in the keyring
 * @GATE_FORM_NUMBER: a number
 * @GATE_FORM_INTEGER: a whole number
 * @GATE_FORM_BOOLEAN: yes or no
 * @GATE_FORM_CHOICE: one of the options
 * @GATE_FORM_CHOICES: any of the options
 * @GATE_FORM_FILE: the path of a file
 * @GATE_FORM_DIRECTORY: the path of a directory
 * @GATE_FORM_JSON: any JSON value, where a schema is too free for a control of its own
 */
typedef enum {
  GATE_FORM_TEXT,
  GATE_FORM_MULTILINE,
  GATE_FORM_SECRET,
  GATE_FORM_NUMBER,
  GATE_FORM_INTEGER,
  GATE_FORM_BOOLEAN,
  GATE_FORM_CHOICE,
  GATE_FORM_CHOICES,
  GATE_FORM_FILE,
  GATE_FORM_DIRECTORY,
  GATE_FORM_JSON,
} GateFormType;

GType gate_form_type_get_type (void) G_GNUC_CONST;

/**
 * GateFormOption:
 * @value: what is sent
 * @title: what is shown
 */
typedef struct {
  char *value;
  char *title;
} GateFormOption;

#define GATE_TYPE_FORM_FIELD (gate_form_field_get_type ())

/**
 * GateFormField:
 *
 * One field of a form. Its properties: `name`, `title`, `description` (plain texts of others, not yet made visible), `type`,
 * `required`, `format` ("email", "uri", "date", "date-time"), `pattern`, `min-length`, `max-length` (characters, -1: none),
 * `minimum`, `maximum` (NaN: none), `min-items`, `max-items`, `default` (a [struct@Json.Node] or %NULL).
 */
G_DECLARE_FINAL_TYPE (GateFormField, gate_form_field, GATE, FORM_FIELD, GObject)

GateFormField        *gate_form_field_new             (const char     *name,
                                                       GateFormType    type,
                                                       const char     *title,
                                                       const char     *description,
                                                       gboolean        required) G_GNUC_WARN_UNUSED_RESULT;
const char           *gate_form_field_get_name        (GateFormField  *self);
const char           *gate_form_field_get_title       (GateFormField  *self);
const char           *gate_form_field_get_description (GateFormField  *self);
GateFormType          gate_form_field_get_field_type  (GateFormField  *self);
gboolean              gate_form_field_get_required    (GateFormField  *self);
JsonNode             *gate_form_field_get_default     (GateFormField  *self);
void                  gate_form_field_set_default     (GateFormField  *self,
                                                       JsonNode       *value);
void                  gate_form_field_add_option      (GateFormField  *self,
                                                       const char     *value,
                                                       const char     *title);
guint                 gate_form_field_get_n_options   (GateFormField  *self);
const GateFormOption *gate_form_field_get_option      (GateFormField  *self,
                                                       guint           index);
gboolean              gate_form_field_validate        (GateFormField  *self,
                                                       JsonNode       *value,
                                                       GError        **error);
JsonNode             *gate_form_field_parse           (GateFormField  *self,
                                                       const char     *text,
                                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
