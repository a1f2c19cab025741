// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_CHOICES_SECTION (gate_choices_section_get_type ())

/**
 * GateChoicesSection:
 *
 * What was chosen for tools of a connector in every project at once, each with a button that takes it back by the action
 * `customize.forget-choice`. Not to be seen where there is nothing.
 */
G_DECLARE_FINAL_TYPE (GateChoicesSection, gate_choices_section, GATE, CHOICES_SECTION, AdwPreferencesGroup)

/* (nullable): nothing is shown. */
void gate_choices_section_show (GateChoicesSection *self,
                                GateHub            *hub,
                                GateHubConnector   *connector);

G_END_DECLS
