// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_RESULT_VIEW (gate_result_view_get_type ())

/**
 * GateResultView:
 *
 * What a tool, a resource or a prompt answered: as text, table, picture, resource or JSON.
 */
G_DECLARE_FINAL_TYPE (GateResultView, gate_result_view, GATE, RESULT_VIEW, AdwBin)

void gate_result_view_show_result (GateResultView *self,
                                   JsonNode       *result);
void gate_result_view_show_error  (GateResultView *self,
                                   const GError   *error);
void gate_result_view_clear       (GateResultView *self);

G_END_DECLS
