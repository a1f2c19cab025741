// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-service.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_SERVICE_NEEDS (gate_service_needs_get_type ())

/**
 * GateServiceNeeds:
 *
 * What connecting a chosen service takes, and what has to be known or agreed to first.
 */
G_DECLARE_FINAL_TYPE (GateServiceNeeds, gate_service_needs, GATE, SERVICE_NEEDS, AdwPreferencesGroup)

/* there: it is in the list already. */
GtkWidget *gate_service_needs_new    (GateService      *service,
                                      gboolean          there) G_GNUC_WARN_UNUSED_RESULT;
/* Gives the service what was filled in; where something is missing, says so and puts the focus there. */
gboolean   gate_service_needs_accept (GateServiceNeeds *self);

G_END_DECLS
