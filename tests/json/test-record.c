// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-json-record.h"
#include "gate-test.h"

#include <string.h>

typedef struct {
  guint      before;
  char      *name;
  gint64     count;
  double     ratio;
  gboolean   ready;
  char     **tags;
  JsonNode  *object;
  JsonNode  *array;
  JsonNode  *any;
  guint      after;
} Sample;

static const GateJsonField strict[] = {
  GATE_JSON_FIELD (Sample, name, "name", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (Sample, count, "count", INT, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (Sample, ratio, "ratio", DOUBLE, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (Sample, ready, "ready", BOOLEAN, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (Sample, tags, "tags", STRV, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (Sample, object, "object", OBJECT, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (Sample, array, "array", ARRAY, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (Sample, any, "any", ANY, GATE_JSON_OPTIONAL),
  { NULL },
};

static const GateJsonField lenient[] = {
  GATE_JSON_FIELD (Sample, name, "name", STRING, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (Sample, count, "count", INT, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (Sample, ratio, "ratio", DOUBLE, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (Sample, ready, "ready", BOOLEAN, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (Sample, tags, "tags", STRV, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (Sample, object, "object", OBJECT, GATE_JSON_LENIENT),
  GATE_JSON_FIELD (Sample, array, "array", ARRAY, GATE_JSON_LENIENT),
  { NULL },
};

static const GateJsonField required[] = {
  GATE_JSON_FIELD (Sample, name, "name", STRING, GATE_JSON_REQUIRED | GATE_JSON_LENIENT),
  GATE_JSON_FIELD (Sample, count, "count", INT, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (Sample, ratio, "ratio", DOUBLE, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (Sample, ready, "ready", BOOLEAN, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (Sample, any, "any", ANY, GATE_JSON_REQUIRED),
  { NULL },
};

static gboolean
read_text (const GateJsonField  *fields,
           const char           *text,
           Sample               *sample,
           GError              **error)
{
  g_autoptr(JsonNode) node = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, NULL);

  g_assert_nonnull (node);
  return gate_json_record_read (fields, node, sample, error);
}

static void
test_refused (void)
{
  static const struct {
    const GateJsonField *fields;
    const char          *text;
    const char          *message;
  } cases[] = {
    { strict, "[]", "An object was expected" },
    { strict, "{}", "“name” is missing: a string was expected" },
    { strict, "{\"name\":null}", "“name” is missing: a string was expected" },
    { strict, "{\"name\":1}", "“name” is not a string" },
    { strict, "{\"name\":\"n\",\"count\":\"1\"}", "“count” is not a whole number" },
    { strict, "{\"name\":\"n\",\"count\":1.5}", "“count” is not a whole number" },
    { strict, "{\"name\":\"n\",\"count\":1e300}", "“count” is not a whole number" },
    { strict, "{\"name\":\"n\",\"count\":true}", "“count” is not a whole number" },
    { strict, "{\"name\":\"n\",\"ratio\":\"1\"}", "“ratio” is not a number" },
    { strict, "{\"name\":\"n\",\"ready\":1}", "“ready” is not true or false" },
    { strict, "{\"name\":\"n\",\"tags\":\"x\"}", "“tags” is not an array of strings" },
    { strict, "{\"name\":\"n\",\"tags\":[\"x\",1]}", "“tags” is not an array of strings" },
    { strict, "{\"name\":\"n\",\"object\":[]}", "“object” is not an object" },
    { strict, "{\"name\":\"n\",\"array\":{}}", "“array” is not an array" },
    { required, "{\"name\":1}", "“name” is missing: a string was expected" },
    { required, "{\"name\":\"n\"}", "“count” is missing: a whole number was expected" },
    { required, "{\"name\":\"n\",\"count\":0,\"ratio\":0,\"ready\":false}", "“any” is missing: a value was expected" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Sample sample = { .before = 1, .after = 2 };
      const Sample empty = { .before = 1, .after = 2 };
      g_autoptr(GError) error = NULL;

      g_assert_false (read_text (cases[i].fields, cases[i].text, &sample, &error));
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpmem (&sample, sizeof sample, &empty, sizeof empty);
    }
  Sample sample = { 0 };
  g_assert_false (gate_json_record_read (strict, NULL, &sample, NULL));
}

static void
test_round_trip (void)
{
  static const char *const text =
    "{\"name\":\"n\",\"count\":-7,\"ratio\":2.5,\"ready\":true,\"tags\":[\"p\",\"q\"],\"object\":{\"z\":{\"y\":1}},\"array\""
    ":[1,[2]],\"any\":null}";
  Sample sample = { .before = 1, .after = 2 };
  g_autoptr(GError) error = NULL;

  g_assert_true (read_text (strict, text, &sample, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (sample.name, ==, "n");
  g_assert_cmpint (sample.count, ==, -7);
  g_assert_cmpfloat (sample.ratio, ==, 2.5);
  g_assert_true (sample.ready);
  g_assert_cmpuint (g_strv_length (sample.tags), ==, 2);
  g_assert_true (JSON_NODE_HOLDS_NULL (sample.any));
  g_assert_true (json_node_is_immutable (sample.object));
  g_assert_cmpuint (sample.before, ==, 1);
  g_assert_cmpuint (sample.after, ==, 2);

  g_autoptr(JsonNode) written = gate_json_record_write (strict, &sample);
  g_autofree char *again = gate_json_to_text (written);
  g_assert_cmpstr (again, ==, text);
  json_object_set_int_member (gate_json_get_object (gate_json_node_object (written), "object"), "new", 1);

  /* Reading again frees what was there. */
  g_assert_true (read_text (strict, "{\"name\":\"other\",\"count\":3.0}", &sample, &error));
  g_assert_cmpstr (sample.name, ==, "other");
  g_assert_cmpint (sample.count, ==, 3);
  g_assert_null (sample.tags);
  g_assert_null (sample.any);
  gate_json_record_clear (strict, &sample);
  g_assert_null (sample.name);
  gate_json_record_clear (strict, &sample);
}

static void
test_lenient (void)
{
  Sample sample = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (read_text (lenient,
                            "{\"name\":1,\"count\":\"x\",\"ratio\":[],\"ready\":\"no\",\"tags\":[1],\"object\":1,\"array\":\"a\"}",
                            &sample, &error));
  g_assert_no_error (error);
  const Sample empty = { 0 };
  g_assert_cmpmem (&sample, sizeof sample, &empty, sizeof empty);
}

static void
test_written_when_required (void)
{
  Sample sample = { .name = (char *) "n", .any = json_node_new (JSON_NODE_NULL) };
  g_autoptr(JsonNode) node = gate_json_record_write (required, &sample);
  g_autoptr(JsonNode) short_node = gate_json_record_write (strict, &(Sample) { .name = (char *) "n" });
  g_autofree char *text = gate_json_to_text (node);
  g_autofree char *short_text = gate_json_to_text (short_node);

  g_assert_cmpstr (text, ==, "{\"name\":\"n\",\"count\":0,\"ratio\":0.0,\"ready\":false,\"any\":null}");
  g_assert_cmpstr (short_text, ==, "{\"name\":\"n\"}");
  json_node_unref (sample.any);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/record/refused", test_refused);
  g_test_add_func ("/json/record/round-trip", test_round_trip);
  g_test_add_func ("/json/record/lenient", test_lenient);
  g_test_add_func ("/json/record/written-when-required", test_written_when_required);
  return g_test_run ();
}
