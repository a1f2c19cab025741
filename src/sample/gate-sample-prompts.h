// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-call.h"
#include "gate-sample-workspace.h"

G_BEGIN_DECLS

void gate_sample_prompts_list     (GateSampleWorkspace  *workspace,
                                   GateSampleCall       *call);
void gate_sample_prompts_get      (GateSampleWorkspace  *workspace,
                                   GateSampleCall       *call);
void gate_sample_prompts_complete (GateSampleWorkspace  *workspace,
                                   GateSampleCall       *call);

G_END_DECLS
