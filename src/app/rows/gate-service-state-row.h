// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-service.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_SERVICE_STATE_ROW (gate_service_state_row_get_type ())

/**
 * GateServiceStateRow:
 *
 * How far the connecting of a chosen service is, and what to do about it where it did not work: `services.retry` and `services.ask`,
 * each with the id of the directory's entry.
 */
G_DECLARE_FINAL_TYPE (GateServiceStateRow, gate_service_state_row, GATE, SERVICE_STATE_ROW, AdwActionRow)

GtkWidget *gate_service_state_row_new (GateService *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
