// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

char     *gate_sample_resource_dup_text  (const char  *name) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *gate_sample_resource_load_json (const char  *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
