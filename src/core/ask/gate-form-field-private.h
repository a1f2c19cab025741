// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form-field.h"
#include "gate-json-schema.h"

G_BEGIN_DECLS

struct _GateFormField {
  GObject         parent;

  char           *name;
  char           *title;
  char           *description;
  GateFormType    type;
  gboolean        required;
  gboolean        nullable;
  char           *format;
  char           *pattern;
  int             min_length;
  int             max_length;
  double          minimum;
  double          maximum;
  int             min_items;
  int             max_items;
  JsonNode       *fallback; /* (owned) (nullable) (immutable) */
  GArray         *options;  /* (element-type GateFormOption) */
  GateJsonSchema *schema;   /* (owned) (nullable): of the form that it comes from; it has the last word */
};

char     *gate_form_field_dup_shown_name (GateFormField *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_form_field_has_option     (GateFormField *self,
                                          const char    *value);
void      gate_form_field_read_limits    (GateFormField *self,
                                          JsonObject    *object);

G_END_DECLS
