// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-error.h"

G_BEGIN_DECLS

/**
 * GateFindingState:
 *
 * How a check ended. After the first %GATE_FINDING_FAILED of a connector the later layers are %GATE_FINDING_SKIPPED.
 */
typedef enum {
  GATE_FINDING_OK,
  GATE_FINDING_FAILED,
  GATE_FINDING_WARNING,
  GATE_FINDING_SKIPPED,
} GateFindingState;

#define GATE_TYPE_FINDING (gate_finding_get_type ())

/**
 * GateFinding:
 *
 * One step of a diagnosis: a layer of a connector, or a part of the system (keyring, settings, network, sandbox, files).
 */
G_DECLARE_FINAL_TYPE (GateFinding, gate_finding, GATE, FINDING, GObject)

GateFinding      *gate_finding_new             (const char       *subject,
                                                GateLayer         layer,
                                                GateFindingState  state,
                                                const char       *message,
                                                const char       *remedy,
                                                const char       *command) G_GNUC_WARN_UNUSED_RESULT;
/* A check that failed with that error. */
GateFinding      *gate_finding_new_for_error   (const char       *subject,
                                                GateLayer         layer,
                                                const GError     *error,
                                                const char       *command) G_GNUC_WARN_UNUSED_RESULT;
/* The check failed at a locked keyring. */
GateFinding      *gate_finding_new_keyring_locked (const char    *subject) G_GNUC_WARN_UNUSED_RESULT;
/* The connector (with its account), or "system". */
const char       *gate_finding_get_subject     (GateFinding      *self);
GateLayer         gate_finding_get_layer       (GateFinding      *self);
GateFindingState  gate_finding_get_state       (GateFinding      *self);
const char       *gate_finding_get_message     (GateFinding      *self);
const char       *gate_finding_get_remedy      (GateFinding      *self);
/* The command line that does the remedy, "gatehousectl connect notion", or NULL. */
const char       *gate_finding_get_command     (GateFinding      *self);
/* TRUE: what helps is to unlock the keyring, which has no command line. */
gboolean          gate_finding_get_unlocks     (GateFinding      *self);
const char       *gate_finding_state_to_string (GateFindingState  state);

G_END_DECLS
