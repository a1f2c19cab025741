// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-workspace.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_ENDPOINT (gate_sample_endpoint_get_type ())

/**
 * GateSampleEndpoint:
 *
 * The MCP server over Streamable HTTP, in both eras at one address.
 */
G_DECLARE_FINAL_TYPE (GateSampleEndpoint, gate_sample_endpoint, GATE, SAMPLE_ENDPOINT, GObject)

GateSampleEndpoint *gate_sample_endpoint_new        (GateSampleWorkspace  *workspace) G_GNUC_WARN_UNUSED_RESULT;
void                gate_sample_endpoint_set_origin (GateSampleEndpoint   *self,
                                                     const char           *origin);
void                gate_sample_endpoint_handle     (GateSampleEndpoint   *self,
                                                     SoupServerMessage    *message,
                                                     guint                 scopes,
                                                     const char           *principal);
void                gate_sample_endpoint_close      (GateSampleEndpoint   *self);

G_END_DECLS
