// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

#define GATE_TYPE_CLI_INTERACTION (gate_cli_interaction_get_type ())

/**
 * GateCliInteraction:
 *
 * The terminal that is asked. One question at a time, the others wait. Where standard input is no terminal: with `--yes` choices
 * are accepted, forms take their defaults and a browser may be opened; without it everything is refused at once.
 */
G_DECLARE_FINAL_TYPE (GateCliInteraction, gate_cli_interaction, GATE, CLI_INTERACTION, GObject)

GateInteraction *gate_cli_interaction_new       (GateCli         *cli) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gate_cli_interaction_is_asking (GateInteraction *interaction);

G_END_DECLS
