// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-private.h"
#include "gate-roster.h"

G_BEGIN_DECLS

/**
 * GateFoundTool:
 * @roster: whose tool it is
 * @tool: the tool
 * @item: it as faces see it
 *
 * A tool found by its full name. Private to the hub.
 */
typedef struct {
  GateRoster  *roster;
  GateMcpTool *tool;
  GateHubItem *item;
} GateFoundTool;

void           gate_found_tool_free    (GateFoundTool        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateFoundTool, gate_found_tool_free)

/* Finds a tool among those that the project's active connectors list, connecting if need be. What was listed less than a minute ago, and
 * has not been said to have changed, is not listed again. */
void           gate_tool_finder_find_async  (GateHub              *hub,
                                             GateHubProject       *project,
                                             const char           *full_name,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GateFoundTool *gate_tool_finder_find_finish (GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
