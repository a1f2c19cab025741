// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-later.h"

G_BEGIN_DECLS

#define GATE_TYPE_SEARCH_PROVIDER (gate_search_provider_get_type ())

/**
 * GateSearchProvider:
 *
 * Projects and connectors in the search of the desktop. What the person chooses there is asked for with the signals `show-project` and
 * `show-connector` (an id each) and `show-window`.
 */
G_DECLARE_FINAL_TYPE (GateSearchProvider, gate_search_provider, GATE, SEARCH_PROVIDER, GObject)

/* application: outlives it, and is held while it searches. */
GateSearchProvider *gate_search_provider_new       (GApplication         *application) G_GNUC_WARN_UNUSED_RESULT;
/* Where searches wait until the hub is open. NULL: there is nothing to search in. */
void                gate_search_provider_set_later (GateSearchProvider   *self,
                                                    GateLater            *later);
gboolean            gate_search_provider_export    (GateSearchProvider   *self,
                                                    GDBusConnection      *connection,
                                                    const char           *path,
                                                    GError              **error);
void                gate_search_provider_unexport  (GateSearchProvider   *self);

G_END_DECLS
