// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-notices.h"

G_BEGIN_DECLS

#define GATE_TYPE_LOOKOUT (gate_lookout_get_type ())

/**
 * GateLookout:
 *
 * Knows of every project what is worth telling: of those that a person looks at, all; of the others, what is on there and is seen from
 * no other project, one project after the other and no more than needed. No local server is started for that.
 */
G_DECLARE_FINAL_TYPE (GateLookout, gate_lookout, GATE, LOOKOUT, GObject)

GateLookout *gate_lookout_new     (GateHub        *hub) G_GNUC_WARN_UNUSED_RESULT;
/* What is worth telling of a project that the person looks at now, with its view. (transfer none) */
GateNotices *gate_lookout_show    (GateLookout    *self,
                                   GateHubProject *project);
/* The person is back: asks what was not asked for some time. */
void         gate_lookout_wake    (GateLookout    *self);

G_END_DECLS
