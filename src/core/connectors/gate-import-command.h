// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *gate_import_parse_command (const char   *line,
                                     char        **name,
                                     gboolean     *wants_client_secret,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
