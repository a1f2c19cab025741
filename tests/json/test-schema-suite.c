// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-file.h"
#include "gate-json-schema.h"
#include "gate-test.h"

#include <string.h>

/* The official cases of JSON Schema, from the Debian packages json-schema-test-suite (draft-07, of 2019) and
 * libtest-json-schema-acceptance-perl (both dialects, of 2023). */
static const char *const suites[] = {
  "/usr/share/json-schema-test-suite/tests",
  "/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance/tests",
};

typedef struct {
  const char *folder;
  const char *dialect;
} Folder;

typedef struct {
  guint groups;
  guint refused;
  guint cases;
  guint wrong;
} Counts;

/* Groups whose schema must be refused, since it needs a document from elsewhere, or is in a dialect of its own. */
static const struct {
  const char *file;
  const char *group; /* (nullable): %NULL for all groups of the file */
} refusals[] = {
  { "refRemote.json", NULL },
  { "dynamicRef.json", "strict-tree schema, guards against misspelled properties" },
  { "dynamicRef.json", "tests for implementation dynamic anchor and reference link" },
  { "dynamicRef.json", "$ref and $dynamicAnchor are independent of order - $defs first" },
  { "dynamicRef.json", "$ref and $dynamicAnchor are independent of order - $ref first" },
  { "vocabulary.json", "schema that uses custom metaschema with with no validation vocabulary" },
  { "vocabulary.json", "ignore unrecognized optional vocabulary" },
  { "optional/cross-draft.json", "refs to future drafts are processed as future drafts" },
  { "optional/cross-draft.json", "refs to historic drafts are processed as historic drafts" },
  { "optional/format-assertion.json", "schema that uses custom metaschema with format-assertion: false" },
  { "optional/format-assertion.json", "schema that uses custom metaschema with format-assertion: true" },
};

/* What of the optional cases is not for us, and why. */
static const struct {
  const char *file;
  const char *group; /* (nullable): %NULL for all groups of the file */
} left_out[] = {
  { "optional/bignum.json", NULL },  /* numbers beyond 64 bits do not get past our guard */
  { "optional/content.json", NULL }, /* contentEncoding and contentMediaType say something about a value, they do not check it */
  { "optional/ecmascript-regex.json", "ECMA 262 regex non-compliance" },      /* format does not check a value either, */
  { "optional/ecmascript-regex.json", "\\a is not an ECMA 262 control escape" }, /* nor here */
};

static gboolean
is_refusal (const char *file,
            const char *group)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (strcmp (refusals[i].file, file) == 0 && (!refusals[i].group || strcmp (refusals[i].group, group) == 0))
      return TRUE;
  return FALSE;
}

static gboolean
is_left_out (const char *file,
             const char *group)
{
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (strcmp (left_out[i].file, file) == 0 && (!left_out[i].group || g_strcmp0 (left_out[i].group, group) == 0))
      return TRUE;
  return FALSE;
}

/* The cases of draft-07 do not say what they are. */
static JsonNode *
with_dialect (JsonNode   *schema,
              const char *dialect)
{
  JsonNode *copy = gate_json_copy (schema);
  JsonObject *object = gate_json_node_object (copy);

  if (object && !json_object_has_member (object, "$schema"))
    json_object_set_string_member (object, "$schema", dialect);
  return copy;
}

static void
run_cases (GateJsonSchema *schema,
           JsonArray      *cases,
           const char     *file,
           const char     *group,
           Counts         *counts)
{
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *test = json_array_get_object_element (cases, i);
      gboolean expected = gate_json_get_boolean (test, "valid", FALSE);
      g_autoptr(GError) error = NULL;
      gboolean valid = gate_json_schema_validate (schema, gate_json_get (test, "data"), &error);

      counts->cases++;
      g_assert_true (valid == (error == NULL));
      if (valid == expected)
        continue;
      counts->wrong++;
      g_test_message ("WRONG %s: %s: %s: %s", file, group, gate_json_get_string (test, "description"),
                      error ? error->message : "accepted");
    }
}

static void
run_group (JsonObject *group,
           const char *file,
           const char *dialect,
           Counts     *counts)
{
  const char *description = gate_json_get_string (group, "description");
  if (is_left_out (file, description))
    return;
  g_autoptr(JsonNode) source = with_dialect (gate_json_get (group, "schema"), dialect);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateJsonSchema) schema = gate_json_schema_new (source, &error);

  counts->groups++;
  if (is_refusal (file, description))
    {
      counts->refused++;
      g_assert_error (error, GATE_ERROR, GATE_ERROR_UNSUPPORTED);
    }
  else if (schema)
    {
      run_cases (schema, gate_json_get_array (group, "tests"), file, description, counts);
    }
  else
    {
      counts->wrong++;
      g_test_message ("WRONG %s: %s: %s", file, description, error->message);
    }
}

/* U+0000 never gets past our guard; the cases that have it mean any odd character. */
static JsonNode *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = gate_file_read (path, GATE_JSON_DOCUMENT_LIMIT, &error);

  g_assert_no_error (error);
  g_autoptr(GString) text = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_string_replace (text, "\\u0000", "\\u0001", 0);
  JsonNode *node = gate_json_parse (text->str, (gssize) text->len, GATE_JSON_DOCUMENT_LIMIT, &error);
  g_assert_no_error (error);
  return node;
}

static void
run_folder (const char *path,
            const char *dialect)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  Counts counts = { 0 };
  const char *file;

  g_assert_nonnull (dir);
  while ((file = g_dir_read_name (dir)))
    {
      g_autofree char *full = g_build_filename (path, file, NULL);

      if (!g_str_has_suffix (file, ".json"))
        continue;
      g_autofree char *name = g_strconcat (g_str_has_suffix (path, "/optional") ? "optional/" : "", file, NULL);
      if (is_left_out (name, NULL))
        continue;
      g_autoptr(JsonNode) node = read_file (full);
      JsonArray *groups = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (groups); i++)
        run_group (json_array_get_object_element (groups, i), name, dialect, &counts);
    }
  g_test_message ("%s: %u groups, %u of them refused as they must be, %u cases, %u wrong", path, counts.groups, counts.refused,
                  counts.cases, counts.wrong);
  g_assert_cmpuint (counts.wrong, ==, 0);
}

static void
test_folder (gconstpointer data)
{
  const Folder *folder = data;
  guint found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (suites); i++)
    {
      g_autofree char *path = g_build_filename (suites[i], folder->folder, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          run_folder (path, folder->dialect);
          found++;
        }
    }
  if (found > 0)
    return;
  if (g_getenv ("CI"))
    g_error ("The packages with the official cases of %s are not installed", folder->folder);
  g_test_skip ("The packages with the official cases are not installed");
}

int
main (int    argc,
      char **argv)
{
  static const Folder draft7 = { "draft7", "http://json-schema.org/draft-07/schema#" };
  static const Folder draft7_optional = { "draft7/optional", "http://json-schema.org/draft-07/schema#" };
  static const Folder draft2020_optional = { "draft2020-12/optional", "https://json-schema.org/draft/2020-12/schema" };
  static const Folder draft2020 = { "draft2020-12", "https://json-schema.org/draft/2020-12/schema" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/json/schema-suite/draft-07/required", &draft7, test_folder);
  g_test_add_data_func ("/json/schema-suite/2020-12/required", &draft2020, test_folder);
  g_test_add_data_func ("/json/schema-suite/draft-07/optional", &draft7_optional, test_folder);
  g_test_add_data_func ("/json/schema-suite/2020-12/optional", &draft2020_optional, test_folder);
  return g_test_run ();
}
