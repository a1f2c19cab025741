// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-item.h"

G_BEGIN_DECLS

/* words: "key=value", typed by the item's form; "key:=JSON" for any value; or a single JSON object. Checked later, by the call. */
JsonObject *gate_hub_parse_arguments (GateHubItem          *item,
                                      const char * const   *words,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Guarded parsing of what a person typed or a file holds; the root is an object. */
JsonNode   *gate_hub_parse_object    (const char           *text,
                                      gssize                size,
                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
