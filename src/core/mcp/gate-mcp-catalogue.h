// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-items.h"
#include "gate-mcp-keeper.h"

G_BEGIN_DECLS

/**
 * GateMcpCatalogue:
 * @items: (element-type GObject): what the server lists
 * @excluded: (element-type utf8): what was left out, one sentence each; ends with %NULL
 * @ttl_ms: how long it may be used
 * @is_private: whether it is for one authorization context only
 * @size: about how many bytes it takes
 *
 * A list of a server, all its pages. Private to the room.
 */
typedef struct {
  GPtrArray *items;
  GPtrArray *excluded;
  gint64     ttl_ms;
  gboolean   is_private;
  gsize      size;
} GateMcpCatalogue;

#define GATE_TYPE_MCP_CATALOGUE (gate_mcp_catalogue_get_type ())

GType             gate_mcp_catalogue_get_type     (void) G_GNUC_CONST;
GateMcpCatalogue *gate_mcp_catalogue_copy         (const GateMcpCatalogue  *self) G_GNUC_WARN_UNUSED_RESULT;
void              gate_mcp_catalogue_free         (GateMcpCatalogue        *self);
const char       *gate_mcp_catalogue_get_method   (GateMcpListKind          kind);
void              gate_mcp_catalogue_fetch_async  (GateMcpKeeper           *keeper,
                                                   GateMcpListKind          kind,
                                                   GCancellable            *cancellable,
                                                   GAsyncReadyCallback      callback,
                                                   gpointer                 user_data);
GateMcpCatalogue *gate_mcp_catalogue_fetch_finish (GateMcpKeeper           *keeper,
                                                   GAsyncResult            *result,
                                                   GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateMcpCatalogue, gate_mcp_catalogue_free)

G_END_DECLS
