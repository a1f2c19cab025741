// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-projects.h"

G_BEGIN_DECLS

void gate_projects_refresh (GateProjects *self);

G_END_DECLS
