// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-call.h"
#include "gate-sample-workspace.h"

G_BEGIN_DECLS

void gate_sample_resources_list        (GateSampleWorkspace  *workspace,
                                        GateSampleCall       *call);
void gate_sample_resources_templates   (GateSampleWorkspace  *workspace,
                                        GateSampleCall       *call);
void gate_sample_resources_read        (GateSampleWorkspace  *workspace,
                                        GateSampleCall       *call);
void gate_sample_resources_subscribe   (GateSampleWorkspace  *workspace,
                                        GateSampleCall       *call);
void gate_sample_resources_unsubscribe (GateSampleWorkspace  *workspace,
                                        GateSampleCall       *call);

G_END_DECLS
