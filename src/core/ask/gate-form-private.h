// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form.h"
#include "gate-json-schema.h"

G_BEGIN_DECLS

GateJsonSchema *gate_form_get_schema (GateForm       *self);
void            gate_form_set_schema (GateForm       *self,
                                      GateJsonSchema *schema);

G_END_DECLS
