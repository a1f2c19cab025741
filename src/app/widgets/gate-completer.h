// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form-control.h"
#include "gate-hub.h"

G_BEGIN_DECLS

#define GATE_TYPE_COMPLETER (gate_completer_get_type ())

/**
 * GateCompleter:
 *
 * Below a text of a form, what the server proposes for it: asked for when the person stops typing. Down goes there, Return takes one,
 * Escape and typing on leave it.
 */
G_DECLARE_FINAL_TYPE (GateCompleter, gate_completer, GATE, COMPLETER, GtkPopover)

/**
 * GateCompleterContext:
 * @user_data: what was given
 *
 * Returns: (transfer full) (nullable): the values of the whole form, as far as they are known
 */
typedef JsonObject *(*GateCompleterContext) (gpointer user_data);

/* It lives as long as the control; nothing is made where the control is no line of text. */
void gate_completer_attach (GateFormControl      *control,
                            GateHub              *hub,
                            GateHubProject       *project,
                            GateHubItem          *item,
                            GateCompleterContext  context,
                            gpointer              user_data);

G_END_DECLS
