// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-field-values.h"

G_BEGIN_DECLS

gboolean gate_field_aws_sign (GateSignInContext  *context,
                              GateFieldValues    *values,
                              SoupMessage        *message,
                              GBytes             *body,
                              GError            **error);

G_END_DECLS
