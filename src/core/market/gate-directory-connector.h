// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"
#include "gate-directory-entry.h"

G_BEGIN_DECLS

/* The entry as a connector of the person's own. values: (nullable): of the entry's form. */
GateConnector *gate_directory_entry_create_connector (GateDirectoryEntry  *self,
                                                      JsonObject          *values,
                                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
