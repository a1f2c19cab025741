// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GateMcpToolGroup:
 * @GATE_MCP_TOOL_READ: says of itself that it only reads
 * @GATE_MCP_TOOL_WRITE: writes, or does not say
 * @GATE_MCP_TOOL_DESTRUCTIVE: may destroy: writes, and does not deny it with destructiveHint false
 *
 * By the server's own claim (annotations), which is never proof.
 */
typedef enum {
  GATE_MCP_TOOL_READ,
  GATE_MCP_TOOL_WRITE,
  GATE_MCP_TOOL_DESTRUCTIVE,
} GateMcpToolGroup;

#define GATE_TYPE_MCP_TOOL (gate_mcp_tool_get_type ())

/**
 * GateMcpTool:
 *
 * A tool that a server offers. Nothing of it ever changes; `source` is the entry as the server sent it, unknown
 * members included.
 */
G_DECLARE_FINAL_TYPE (GateMcpTool, gate_mcp_tool, GATE, MCP_TOOL, GObject)

GateMcpTool      *gate_mcp_tool_new_from_json       (JsonNode     *node,
                                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* As text until it is needed again. What getters gave before, but for the name, ends. */
void              gate_mcp_tool_pack                (GateMcpTool  *self);
JsonNode         *gate_mcp_tool_get_source          (GateMcpTool  *self);
const char       *gate_mcp_tool_get_name            (GateMcpTool  *self);
/* title, annotations.title, name: the first there is. */
const char       *gate_mcp_tool_get_display_name    (GateMcpTool  *self);
const char       *gate_mcp_tool_get_description     (GateMcpTool  *self);
JsonNode         *gate_mcp_tool_get_input_schema    (GateMcpTool  *self);
JsonNode         *gate_mcp_tool_get_output_schema   (GateMcpTool  *self);
GateMcpToolGroup  gate_mcp_tool_get_group           (GateMcpTool  *self);
gboolean          gate_mcp_tool_get_has_annotations (GateMcpTool  *self);
gboolean          gate_mcp_tool_get_open_world      (GateMcpTool  *self);
gboolean          gate_mcp_tool_get_idempotent      (GateMcpTool  *self);
gboolean          gate_mcp_tool_get_for_model       (GateMcpTool  *self);
/* "forbidden", "optional" or "required" (execution.taskSupport, 2025-11-25). */
const char       *gate_mcp_tool_get_task_support    (GateMcpTool  *self);
/* Arguments and structured results against the tool's schemas. */
gboolean          gate_mcp_tool_check_arguments     (GateMcpTool  *self,
                                                     JsonObject   *arguments,
                                                     GError      **error);
gboolean          gate_mcp_tool_check_result        (GateMcpTool  *self,
                                                     JsonNode     *result,
                                                     GError      **error);

G_END_DECLS
