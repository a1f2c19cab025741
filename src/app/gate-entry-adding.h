// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

G_BEGIN_DECLS

/* What adding a service of the directory takes, wherever it is added. */
GateHubConnector *gate_entry_adding_find          (GateHub             *hub,
                                                   GateDirectoryEntry  *entry) G_GNUC_WARN_UNUSED_RESULT;
/* values: (nullable): of the entry's form. */
JsonNode         *gate_entry_adding_create_source (GateDirectoryEntry  *entry,
                                                   JsonObject          *values,
                                                   gboolean             read_only,
                                                   GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The caution of a sensitive one is shown once. */
gboolean          gate_entry_adding_needs_caution (GateDirectoryEntry  *entry);
void              gate_entry_adding_remember      (GateDirectoryEntry  *entry);
/* What to send to the administrator. */
char             *gate_entry_adding_dup_request   (GateDirectoryEntry  *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
