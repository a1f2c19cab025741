// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-field-values.h"

G_BEGIN_DECLS

#define GATE_FIELD_KIND_VALUE "field"
#define GATE_FIELD_KIND_EXPIRY "field-expires"

/* A value and what is known of it. The settings' field, or for a reference of the entry one made here. */
typedef struct {
  GateSignInField *field; /* (unowned) */
  gboolean         setting; /* the field's name is the kind of secret */
  GateSecret      *value; /* (nullable) */
  gint64           expires;
} GateFieldValue;

struct _GateFieldValues {
  GObject            parent_instance;

  GateSignInContext *context;
  GPtrArray         *made; /* (element-type GateSignInField): fields that the settings do not have */
  GPtrArray         *values; /* (element-type GateFieldValue) */
  gboolean           loaded;
};

GateFieldValue *gate_field_values_at          (GateFieldValues       *self,
                                               guint                  index);
GateSecretKey   gate_field_value_key          (GateFieldValues       *self,
                                               const GateFieldValue  *value,
                                               const char            *kind);
gboolean        gate_field_value_has_expired  (const GateFieldValue  *value);

G_END_DECLS
