// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-context.h"
#include "gate-sign-in-status.h"

G_BEGIN_DECLS

#define GATE_TYPE_SIGN_IN_METHOD (gate_sign_in_method_get_type ())

/**
 * GateSignInMethod:
 *
 * One way to show credentials: OAuth, headers, fields, a certificate, a helper. A sign-in has one or several of them.
 *
 * Each method of the class is handed a task whose source object is the method, ends it with what is said below, and may give it data.
 */
G_DECLARE_DERIVABLE_TYPE (GateSignInMethod, gate_sign_in_method, GATE, SIGN_IN_METHOD, GObject)

/**
 * GateSignInMethodClass:
 * @prepare: puts credentials on a request; ends with a boolean, %TRUE
 * @challenge: answers a 401 or 403; ends with a boolean, %TRUE to send again
 * @begin: asks for what is needed up front; ends with a boolean, %TRUE
 * @get_status: ends with a #GateSignInStatus
 * @disconnect: forgets everything; ends with a boolean: whether the server revoked it too
 * @dup_context: (nullable): what differs between authorization contexts
 *
 * task: (transfer full) everywhere.
 */
struct _GateSignInMethodClass {
  GObjectClass parent_class;

  void  (*prepare)     (GateSignInMethod *self,
                        SoupMessage      *message,
                        GBytes           *body,
                        GTask            *task);
  void  (*challenge)   (GateSignInMethod *self,
                        SoupMessage      *message,
                        const char       *operation,
                        GTask            *task);
  void  (*begin)       (GateSignInMethod *self,
                        GTask            *task);
  void  (*get_status)  (GateSignInMethod *self,
                        GTask            *task);
  void  (*disconnect)  (GateSignInMethod *self,
                        GTask            *task);
  char *(*dup_context) (GateSignInMethod *self);
};

GateSignInContext *gate_sign_in_method_get_context (GateSignInMethod  *self);
void               gate_sign_in_method_prepare     (GateSignInMethod  *self,
                                                    SoupMessage       *message,
                                                    GBytes            *body,
                                                    GTask             *task);
void               gate_sign_in_method_challenge   (GateSignInMethod  *self,
                                                    SoupMessage       *message,
                                                    const char        *operation,
                                                    GTask             *task);
void               gate_sign_in_method_begin       (GateSignInMethod  *self,
                                                    GTask             *task);
void               gate_sign_in_method_get_status  (GateSignInMethod  *self,
                                                    GTask             *task);
void               gate_sign_in_method_disconnect  (GateSignInMethod  *self,
                                                    GTask             *task);
char              *gate_sign_in_method_dup_context (GateSignInMethod  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
