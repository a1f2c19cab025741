// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-cache.h"
#include "gate-mcp-client.h"
#include "gate-mcp-keeper.h"
#include "gate-mcp-operation.h"
#include "gate-mcp-subscriptions.h"

G_BEGIN_DECLS

struct _GateMcpClient {
  GObject               parent_instance;

  GateMcpTarget        *target;
  GateMcpHost          *host;
  GateMcpKeeper        *keeper;
  GateMcpSubscriptions *subscriptions;
  GateMcpCache         *cache;
  GateMcpConnection    *latest;          /* (nullable): the connection that is open, or the one that was open last */
  GPtrArray            *excluded;        /* (nullable) (element-type utf8): of the last list of tools; ends with NULL */
  char                **roots;           /* (nullable) */
  char                 *log_level;       /* (nullable) */
  gboolean              watch;
  guint                 changed_timer;
  guint                 changed_signals; /* bits: which changes are about to be told */
};

char *gate_mcp_client_dup_context      (GateMcpClient *self) G_GNUC_WARN_UNUSED_RESULT;
void  gate_mcp_client_repeat_log_level (GateMcpClient *self);

G_END_DECLS
