// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Small helpers for results: null for NULL, an array for a strv, a node around an object or an array that is taken over. */
void      gate_cli_json_string (JsonObject          *object,
                                const char          *name,
                                const char          *value);
void      gate_cli_json_strv   (JsonObject          *object,
                                const char          *name,
                                const char * const  *values);
JsonNode *gate_cli_json_object (JsonObject          *object) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *gate_cli_json_array  (JsonArray           *array) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
