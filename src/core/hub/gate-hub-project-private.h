// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-project.h"
#include "gate-project.h"

G_BEGIN_DECLS

GateHubProject *gate_hub_project_new         (GateProject    *project) G_GNUC_WARN_UNUSED_RESULT;
GateProject    *gate_hub_project_get_project (GateHubProject *self);

G_END_DECLS
