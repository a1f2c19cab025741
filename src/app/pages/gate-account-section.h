// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_ACCOUNT_SECTION (gate_account_section_get_type ())

/**
 * GateAccountSection:
 *
 * One account on its connector's page: whether it is signed in and on, what the service granted, until when, and when it was last used.
 * What the person wants is asked for with the actions `customize.connect`, `customize.disconnect` and `customize.set-active`.
 */
G_DECLARE_FINAL_TYPE (GateAccountSection, gate_account_section, GATE, ACCOUNT_SECTION, AdwPreferencesGroup)

GtkWidget      *gate_account_section_new         (GateProjectView    *view,
                                                  GateHubAccount     *account) G_GNUC_WARN_UNUSED_RESULT;
GateHubAccount *gate_account_section_get_account (GateAccountSection *self);
/* doing: (nullable): what is being done for it. */
void            gate_account_section_set_busy    (GateAccountSection *self,
                                                  const char         *doing);

G_END_DECLS
