// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_TOOLS_SECTION (gate_tools_section_get_type ())

/**
 * GateToolsSection:
 *
 * What an account offers, on its connector's page: its tools by what they say that they do, with the choice for each, its resources and
 * its prompts.
 */
G_DECLARE_FINAL_TYPE (GateToolsSection, gate_tools_section, GATE, TOOLS_SECTION, AdwBin)

/* account: (nullable): nothing is shown. */
void  gate_tools_section_set_account (GateToolsSection *self,
                                      GateProjectView  *view,
                                      GateHubAccount   *account);
/* words: "": nothing is searched for. */
guint gate_tools_section_search      (GateToolsSection *self,
                                      const char       *words);

G_END_DECLS
