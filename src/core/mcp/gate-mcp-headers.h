// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The headers of Streamable HTTP 2026-07-28 that repeat parts of the body. */
char     *gate_mcp_headers_encode      (const char  *value) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_mcp_headers_check_tool  (JsonNode    *input_schema,
                                        GError     **error);
char    **gate_mcp_headers_for_call    (JsonNode    *input_schema,
                                        JsonObject  *arguments) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_mcp_headers_find_name (const char  *method,
                                        JsonObject  *params);

G_END_DECLS
