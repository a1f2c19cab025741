// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-limits.h"

static guint
or_default (guint value,
            guint fallback)
{
  return value ? value : fallback;
}

/**
 * gate_mcp_limits_resolve:
 * @self: (out): where the limits go
 * @given: (nullable): what was asked for
 *
 * Fills the defaults in.
 */
void
gate_mcp_limits_resolve (GateMcpLimits       *self,
                         const GateMcpLimits *given)
{
  const GateMcpLimits none = { 0 };

  if (!given)
    given = &none;
  *self = (GateMcpLimits) {
    .probe_ms = or_default (given->probe_ms, 10000),
    .connect_ms = or_default (given->connect_ms, 15000),
    .request_ms = or_default (given->request_ms, 60000),
    .total_ms = or_default (given->total_ms, 600000),
    .page_limit = or_default (given->page_limit, 1000),
    .item_limit = or_default (given->item_limit, 100000),
  };
}
