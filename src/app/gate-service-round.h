// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-service.h"

G_BEGIN_DECLS

#define GATE_TYPE_SERVICE_ROUND (gate_service_round_get_type ())

/**
 * GateServiceRound:
 *
 * Connects chosen services in turn, each with its own sign-in, and turns them on in one project and in no other. One that fails or is
 * skipped does not stop the others; what was added for one that was skipped is removed again. Properties: `running`, and `position`, the
 * one that is being connected, from 1.
 */
G_DECLARE_FINAL_TYPE (GateServiceRound, gate_service_round, GATE, SERVICE_ROUND, GObject)

GateServiceRound *gate_service_round_new          (GateHub          *hub,
                                                   GateHubProject   *project,
                                                   GListModel       *services) G_GNUC_WARN_UNUSED_RESULT;
/* Those that wait; or, again, one that failed or was skipped. */
void              gate_service_round_run          (GateServiceRound *self);
void              gate_service_round_retry        (GateServiceRound *self,
                                                   GateService      *service);
/* Leaves out the one that is being connected, or it and all that wait. */
void              gate_service_round_skip         (GateServiceRound *self);
void              gate_service_round_stop         (GateServiceRound *self);
gboolean          gate_service_round_get_running  (GateServiceRound *self);
guint             gate_service_round_get_position (GateServiceRound *self);
/* How many can be connected at all. */
guint             gate_service_round_count        (GateServiceRound *self);

G_END_DECLS
