// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_SIGN_IN_WAITING (gate_sign_in_waiting_get_type ())

/**
 * GateSignInWaiting:
 *
 * What can be done while the browser is open: copy the link, open it again, paste the address of the last page. Emits `open-again`,
 * and `pasted` with the address.
 */
G_DECLARE_FINAL_TYPE (GateSignInWaiting, gate_sign_in_waiting, GATE, SIGN_IN_WAITING, GtkBox)

GtkWidget *gate_sign_in_waiting_new          (const char        *url,
                                              gint64             deadline,
                                              gboolean           can_paste) G_GNUC_WARN_UNUSED_RESULT;
/* redirect: (nullable): how the address of the last page has to begin. */
void       gate_sign_in_waiting_set_redirect (GateSignInWaiting *self,
                                              const char        *redirect);
void       gate_sign_in_waiting_set_status   (GateSignInWaiting *self,
                                              const char        *status,
                                              gboolean           busy);

G_END_DECLS
