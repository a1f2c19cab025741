// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-call.h"
#include "gate-sample-workspace.h"

G_BEGIN_DECLS

/* One function a tool. The arguments were checked against the tool's schema; the function answers the call, now or later. */
typedef void (*GateSampleToolFunc) (GateSampleWorkspace *workspace,
                                    GateSampleCall      *call,
                                    JsonObject          *arguments);

void gate_sample_tool_list_invoices         (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_get_invoice           (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_update_invoice_status (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_search_notes          (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_read_note             (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_create_note           (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_delete_note           (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_generate_report       (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_plan_meeting          (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_open_terms            (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_sticky_note           (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_change_definition     (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);
void gate_sample_tool_show_chart            (GateSampleWorkspace  *workspace,
                                             GateSampleCall       *call,
                                             JsonObject           *arguments);

G_END_DECLS
