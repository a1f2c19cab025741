// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *gate_mcp_frontmatter_parse (GBytes  *markdown,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
