// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Until a notification says that it changed. */
#define GATE_MCP_CACHE_UNTIL_CHANGED G_MAXINT64

/**
 * GateMcpCache:
 *
 * Answers that a server allows to be used again (2026-07-28, caching): each for its time, private ones for one authorization
 * context only. Bounded. Private to the room.
 */
typedef struct _GateMcpCache GateMcpCache;

GateMcpCache *gate_mcp_cache_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void          gate_mcp_cache_free          (GateMcpCache *self);
gpointer      gate_mcp_cache_lookup        (GateMcpCache *self,
                                            const char   *key,
                                            const char   *context);
void          gate_mcp_cache_store         (GateMcpCache *self,
                                            const char   *key,
                                            const char   *context,
                                            gint64        ttl_ms,
                                            gsize         size,
                                            GType         type,
                                            gpointer      value);
void          gate_mcp_cache_remove        (GateMcpCache *self,
                                            const char   *key);
void          gate_mcp_cache_clear         (GateMcpCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateMcpCache, gate_mcp_cache_free)

G_END_DECLS
