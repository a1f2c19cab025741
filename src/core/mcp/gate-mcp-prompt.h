// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_MCP_PROMPT (gate_mcp_prompt_get_type ())

/**
 * GateMcpPrompt:
 *
 * A prompt that a server offers. Immutable; `source` is the entry as the server sent it, unknown
 * members included.
 */
G_DECLARE_FINAL_TYPE (GateMcpPrompt, gate_mcp_prompt, GATE, MCP_PROMPT, GObject)

GateMcpPrompt *gate_mcp_prompt_new_from_json            (JsonNode       *node,
                                                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *gate_mcp_prompt_get_source               (GateMcpPrompt  *self);
const char    *gate_mcp_prompt_get_name                 (GateMcpPrompt  *self);
const char    *gate_mcp_prompt_get_display_name         (GateMcpPrompt  *self);
const char    *gate_mcp_prompt_get_description          (GateMcpPrompt  *self);
guint          gate_mcp_prompt_get_n_arguments          (GateMcpPrompt  *self);
const char    *gate_mcp_prompt_get_argument_name        (GateMcpPrompt  *self,
                                                         guint           index);
const char    *gate_mcp_prompt_get_argument_description (GateMcpPrompt  *self,
                                                         guint           index);
gboolean       gate_mcp_prompt_get_argument_required    (GateMcpPrompt  *self,
                                                         guint           index);

G_END_DECLS
