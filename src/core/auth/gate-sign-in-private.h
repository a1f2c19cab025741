// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-authorizer.h"
#include "gate-field-sign-in.h"
#include "gate-field-values.h"
#include "gate-sign-in-method.h"
#include "gate-sign-in.h"

G_BEGIN_DECLS

struct _GateSignIn {
  GObject            parent_instance;

  GateSignInContext *context;
  GateFieldValues   *values;
  GPtrArray         *methods; /* (element-type GateSignInMethod): in the order in which they prepare requests */
  GateSignInMethod  *primary; /* (unowned): the one that answers challenges and tells the state */
  GateFieldSignIn   *key; /* (unowned) (nullable): what is left when a server names no account server */
  gboolean           persisted;
};

void   gate_sign_in_update_persisted (GateSignIn               *self);
void   gate_sign_in_mask_error       (GateSignIn               *self,
                                      GError                  **error);
GTask *gate_sign_in_task_for         (GateSignInMethod         *method,
                                      GTask                    *outer,
                                      GAsyncReadyCallback       callback) G_GNUC_WARN_UNUSED_RESULT;
void   gate_sign_in_authorizer_init  (GateAuthorizerInterface  *iface);

G_END_DECLS
