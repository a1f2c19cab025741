// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-projects.h"
#include "gate-settings.h"

G_BEGIN_DECLS

void     gate_projects_refresh (GateProjects      *self);

/* Takes a connector out of all projects. data: a GateProjectChange */
gboolean gate_projects_forget  (GateSettingsEdit  *edit,
                                gpointer           data,
                                GError           **error);

G_END_DECLS
