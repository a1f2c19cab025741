// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-mcp-connection.h"

G_BEGIN_DECLS

struct _GateMcpConnection {
  GObject            parent_instance;

  GateMcpTarget     *target;
  GateMcpHost       *host;
  GateMcpLimits      limits;
  GateRpcPeer       *peer;
  GateMcpTransport  *transport;     /* (nullable): until opening has chosen one */
  GateMcpEra         era;
  char              *version;       /* (nullable) */
  JsonObject        *server_info;   /* (nullable) */
  JsonObject        *capabilities;
  char              *instructions;  /* (nullable) */
  char              *log_level;     /* (nullable): what every request of the modern era asks for */
  GError            *early_loss;    /* (nullable): the transport was lost while opening */
  gboolean           is_open;
  gboolean           is_lost;
};

G_END_DECLS
