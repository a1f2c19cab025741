// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateMcpLimits:
 * @probe_ms: how long to wait for a local server to answer the probe of its era; 0: 10,000
 * @connect_ms: how long connecting may take, not counting the time a person needs to sign in; 0: 15,000
 * @request_ms: how long to wait without progress; 0: 60,000
 * @total_ms: how long to wait in all; 0: 600,000
 * @page_limit: the most pages of a list; 0: 1,000
 * @item_limit: the most items of a list; 0: 100,000
 *
 * Time limits in milliseconds, and limits of lists.
 */
typedef struct {
  guint probe_ms;
  guint connect_ms;
  guint request_ms;
  guint total_ms;
  guint page_limit;
  guint item_limit;
} GateMcpLimits;

void gate_mcp_limits_resolve (GateMcpLimits       *self,
                              const GateMcpLimits *given);

G_END_DECLS
