// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_HUB_PROJECT (gate_hub_project_get_type ())

/**
 * GateHubProject:
 *
 * A project as faces see it. Its properties (`id`, `name`, `folder`, `instructions`, `active`, `tool-choices`) follow what other processes change.
 */
G_DECLARE_FINAL_TYPE (GateHubProject, gate_hub_project, GATE, HUB_PROJECT, GObject)

const char         *gate_hub_project_get_id           (GateHubProject *self);
const char         *gate_hub_project_get_name         (GateHubProject *self);
/* For people: the name, or what the one that nobody named is called in their language. */
const char         *gate_hub_project_get_label        (GateHubProject *self);
const char         *gate_hub_project_get_folder       (GateHubProject *self);
const char         *gate_hub_project_get_instructions (GateHubProject *self);
/* "connector" or "connector/account". */
char              **gate_hub_project_dup_active       (GateHubProject *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean            gate_hub_project_is_active        (GateHubProject *self,
                                                       const char     *connector,
                                                       const char     *account);
/* FALSE: the administrator locked the list of active connectors. */
gboolean            gate_hub_project_can_activate     (GateHubProject *self);
/* key: "name", "folder" or "instructions". */
gboolean            gate_hub_project_can_change       (GateHubProject *self,
                                                       const char     *key);

G_END_DECLS
