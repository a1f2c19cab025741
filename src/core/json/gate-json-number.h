// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The longest number that is read; the exact decimal form of the longest double has 1,077 characters. */
#define GATE_JSON_MAX_NUMBER 1100

/* Room for any number that gate_json_number_format() writes, its end included. */
#define GATE_JSON_NUMBER_SIZE 48

gboolean  gate_json_number_fits        (const char *text,
                                        gsize       size);
JsonNode *gate_json_number_read        (const char *text,
                                        gsize       size) G_GNUC_WARN_UNUSED_RESULT;
char     *gate_json_number_format      (double      value,
                                        char       *buffer);
int       gate_json_number_compare     (JsonNode   *a,
                                        JsonNode   *b);
gboolean  gate_json_number_is_multiple (JsonNode   *value,
                                        JsonNode   *divisor);

G_END_DECLS
