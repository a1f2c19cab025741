// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Limits in bytes and levels. A message line of a server may be several MB (a user interface resource); 64 MiB is the wall. */
#define GATE_JSON_MESSAGE_LIMIT (64u * 1024 * 1024)
#define GATE_JSON_DOCUMENT_LIMIT (4u * 1024 * 1024)
#define GATE_JSON_METADATA_LIMIT (256u * 1024)
#define GATE_JSON_MAX_DEPTH 128
#define GATE_JSON_WORKER_THRESHOLD (64u * 1024)

/* Guarded parsing: strict RFC 8259, one root that is an object or an array. */
gboolean    gate_json_check           (const char           *text,
                                       gsize                 size,
                                       gsize                 limit,
                                       GError              **error);
JsonNode   *gate_json_parse           (const char           *text,
                                       gssize                size,
                                       gsize                 limit,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *gate_json_parse_value     (const char           *text,
                                       gssize                size,
                                       gsize                 limit,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        gate_json_parse_async     (GBytes               *text,
                                       gsize                 limit,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
JsonNode   *gate_json_parse_finish    (GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writing. */
char       *gate_json_to_text         (JsonNode             *node) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_json_to_pretty_text  (JsonNode             *node) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_json_to_canonical    (JsonNode             *node) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gate_json_equal           (JsonNode             *a,
                                       JsonNode             *b);
JsonNode   *gate_json_take_object     (JsonObject           *object) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *gate_json_take_array      (JsonArray            *array) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *gate_json_from_object     (JsonObject           *object) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *gate_json_copy            (JsonNode             *node) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *gate_json_keep            (JsonNode             *node) G_GNUC_WARN_UNUSED_RESULT;

/* Members by type: NULL, or the fallback, when absent or of another type. Never a warning, never an assertion. */
JsonNode   *gate_json_get             (JsonObject           *object,
                                       const char           *name);
const char *gate_json_get_string      (JsonObject           *object,
                                       const char           *name);
JsonObject *gate_json_get_object      (JsonObject           *object,
                                       const char           *name);
JsonArray  *gate_json_get_array       (JsonObject           *object,
                                       const char           *name);
gboolean    gate_json_get_boolean     (JsonObject           *object,
                                       const char           *name,
                                       gboolean              fallback);
gint64      gate_json_get_int         (JsonObject           *object,
                                       const char           *name,
                                       gint64                fallback);
double      gate_json_get_double      (JsonObject           *object,
                                       const char           *name,
                                       double                fallback);
char      **gate_json_get_strv        (JsonObject           *object,
                                       const char           *name) G_GNUC_WARN_UNUSED_RESULT;
char      **gate_json_array_to_strv   (JsonArray            *array) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *gate_json_node_object     (JsonNode             *node);
const char *gate_json_node_string     (JsonNode             *node);
gboolean    gate_json_node_is_number  (JsonNode             *node);
gboolean    gate_json_node_is_integer (JsonNode             *node);
gboolean    gate_json_node_is_int64   (JsonNode             *node);

G_END_DECLS
