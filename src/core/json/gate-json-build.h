// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *gate_json_build (const char *text,
                           gsize       size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
