// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_ACCOUNT_ROW (gate_account_row_get_type ())

/**
 * GateAccountRow:
 *
 * One account of a connector in a project: its layers, what it offers, and the one button that mends the first layer that is off. The
 * button asks for the action `project.mend` with the account as `(ss)`.
 */
G_DECLARE_FINAL_TYPE (GateAccountRow, gate_account_row, GATE, ACCOUNT_ROW, GtkListBoxRow)

GtkWidget      *gate_account_row_new         (GateHubAccount *account) G_GNUC_WARN_UNUSED_RESULT;
GateHubAccount *gate_account_row_get_account (GateAccountRow *self);
void            gate_account_row_set_busy    (GateAccountRow *self,
                                              const char     *doing);

G_END_DECLS
