// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Addresses of the directory, with `{fields}` of their own. Private to the room. */
gboolean  gate_directory_address_check      (const char  *address,
                                             JsonNode    *fields,
                                             GError     **error);
gboolean  gate_directory_address_has_fields (const char  *address);
char     *gate_directory_address_fill       (const char  *address,
                                             JsonNode    *fields,
                                             JsonObject  *values,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_directory_address_covers     (const char  *address,
                                             const char  *filled);
char     *gate_directory_address_normalize  (const char  *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
