// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

JsonNode *gate_sample_parse_bytes (GBytes      *text,
                                   gsize        limit,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *gate_sample_parse_file  (const char  *path,
                                   gsize        limit,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
