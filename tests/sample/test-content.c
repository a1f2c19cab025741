// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema.h"
#include "gate-sample-chart.h"
#include "gate-sample-content.h"
#include "gate-sample-cursor.h"
#include "gate-sample-resource-data.h"
#include "gate-sample-seal.h"
#include "gate-sample-scope.h"
#include "gate-sample-workspace.h"
#include "gate-error.h"
#include "gate-test.h"

#include <glib/gstdio.h>

static char *
make_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("sample-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "sample-content.json", NULL);

  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_seed (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSampleContent) content = gate_sample_content_new (folder, &error);

  g_assert_no_error (error);
  GPtrArray *invoices = gate_sample_content_get_invoices (content);
  g_assert_cmpuint (gate_sample_content_get_notes (content)->len, >=, 12);
  g_assert_cmpuint (invoices->len, >=, 25);
  for (guint i = 0; i < invoices->len; i++)
    {
      const GateSampleInvoice *invoice = invoices->pdata[i];
      JsonArray *lines = json_node_get_array (invoice->lines);
      gint64 sum = 0;

      for (guint k = 0; k < json_array_get_length (lines); k++)
        {
          JsonObject *line = json_array_get_object_element (lines, k);
          sum += gate_json_get_int (line, "quantity", 0) * gate_json_get_int (line, "unitPrice", 0);
        }
      g_assert_cmpint (sum, ==, invoice->total);
      g_assert_true (g_strv_contains (gate_sample_invoice_statuses, invoice->status));
      g_assert_cmpstr (invoice->due, >, invoice->date);
    }
  remove_folder (folder);
}

static char *
change (GateSampleContent *content,
        GateSampleChange   kind,
        const char        *arguments,
        GError           **error)
{
  g_autoptr(JsonNode) node = gate_json_parse (arguments, -1, 1000, NULL);
  g_autoptr(GAsyncResult) result = NULL;

  gate_sample_content_change_async (content, kind, json_node_get_object (node), NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_sample_content_change_finish (content, result, error);
}

static void
test_refused_changes (void)
{
  static const struct {
    GateSampleChange  kind;
    const char       *arguments;
  } cases[] = {
    { GATE_SAMPLE_CHANGE_DELETE_NOTE, "{\"id\":\"note-999\"}" },
    { GATE_SAMPLE_CHANGE_DELETE_NOTE, "{}" },
    { GATE_SAMPLE_CHANGE_SET_STATUS, "{\"number\":\"INV-1999-001\",\"status\":\"paid\"}" },
  };
  g_autofree char *folder = make_folder ();
  g_autoptr(GateSampleContent) content = gate_sample_content_new (folder, NULL);
  g_autofree char *path = g_build_filename (folder, "sample-content.json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *id = change (content, cases[i].kind, cases[i].arguments, &error);

      g_assert_null (id);
      g_assert_true (gate_error_matches (error, GATE_ERROR_NOT_FOUND));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  remove_folder (folder);
}

static void
count (guint *number)
{
  (*number)++;
}

/* Two processes at work on the same files: neither loses what the other did, and each tells its clients. */
static void
test_two_at_once (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(GateSampleContent) one = gate_sample_content_new (folder, NULL);
  g_autoptr(GateSampleContent) two = gate_sample_content_new (folder, NULL);
  g_autoptr(GError) error = NULL;
  guint lists = 0, changed = 0;

  g_signal_connect_swapped (two, "list-changed", G_CALLBACK (count), &lists);
  g_signal_connect_swapped (two, "changed", G_CALLBACK (count), &changed);
  g_autofree char *first = change (one, GATE_SAMPLE_CHANGE_CREATE_NOTE, "{\"title\":\"a\",\"text\":\"b\",\"tags\":[\"t\"]}", &error);
  g_autofree char *second = change (two, GATE_SAMPLE_CHANGE_CREATE_NOTE, "{\"title\":\"c\",\"text\":\"d\"}", &error);
  g_autofree char *third = change (one, GATE_SAMPLE_CHANGE_SET_STATUS, "{\"number\":\"INV-2026-001\",\"status\":\"open\"}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, !=, second);
  g_assert_nonnull (gate_sample_content_find_note (two, first));
  g_assert_cmpuint (lists, ==, 1);
  g_assert_cmpuint (changed, ==, 0);

  g_assert_true (gate_sample_content_refresh (two, &error));
  g_assert_cmpstr (gate_sample_content_find_invoice (two, third)->status, ==, "open");
  g_assert_cmpuint (changed, ==, 1);
  g_assert_true (gate_sample_content_refresh (two, &error));
  g_assert_cmpuint (changed, ==, 1);

  g_autoptr(GateSampleContent) later = gate_sample_content_new (folder, &error);
  g_assert_cmpstr (gate_sample_content_find_note (later, second)->text, ==, "d");
  g_assert_cmpstr (gate_sample_content_find_note (later, first)->tags[0], ==, "t");
  remove_folder (folder);
}

/* Every tool, before and after it changes, has what a client shows, and schemas that can be used. */
static void
test_definitions (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr(GateSampleWorkspace) workspace = gate_sample_workspace_new (folder, NULL);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(JsonArray) tools = gate_sample_workspace_list_tools (workspace);

      g_assert_cmpuint (json_array_get_length (tools), ==, 13);
      for (guint i = 0; i < json_array_get_length (tools); i++)
        {
          JsonObject *tool = json_array_get_object_element (tools, i);
          JsonObject *annotations = gate_json_get_object (tool, "annotations");
          JsonNode *output = gate_json_get (tool, "outputSchema");
          g_autoptr(GError) error = NULL;
          g_autoptr(GateJsonSchema) input_schema = gate_json_schema_new (gate_json_get (tool, "inputSchema"), &error);
          g_assert_no_error (error);
          g_autoptr(GateJsonSchema) output_schema = output ? gate_json_schema_new (output, &error) : NULL;
          g_assert_no_error (error);
          g_assert_nonnull (input_schema);
          g_assert_nonnull (gate_json_get_string (tool, "title"));
          g_assert_cmpuint (strlen (gate_json_get_string (tool, "description")), >, 20);
          g_assert_cmpstr (gate_json_get_string (annotations, "title"), ==, gate_json_get_string (tool, "title"));
          g_assert_nonnull (gate_json_get (annotations, "readOnlyHint"));
        }
      gate_sample_workspace_change_tool (workspace);
    }
  remove_folder (folder);
}

/* As in PNG, third edition, §5: the signature, then chunks whose check sums are right, the last one IEND. */
static void
test_chart (void)
{
  const double values[] = { 1, 0, 3.5 };
  g_autoptr(GBytes) png = gate_sample_chart_draw (values, G_N_ELEMENTS (values));
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (png, &size);
  g_autoptr(GString) chunks = g_string_new (NULL);
  gsize at = 8;

  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  while (at + 12 <= size)
    {
      gsize length = ((gsize) data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];

      g_assert_cmpuint (at + 12 + length, <=, size);
      g_string_append_len (chunks, (const char *) data + at + 4, 4);
      if (memcmp (data + at + 4, "IDAT", 4) == 0)
        {
          g_autoptr(GConverter) inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
          guint8 pixels[201 * 400];
          gsize n_read = 0, n_written = 0;
          g_autoptr(GError) error = NULL;

          g_converter_convert (inflater, data + at + 8, length, pixels, sizeof pixels, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (n_written, ==, 361 * 200);
        }
      at += 12 + length;
    }
  g_assert_cmpuint (at, ==, size);
  g_assert_cmpstr (chunks->str, ==, "IHDRPLTEIDATIEND");
  /* The check sum of an empty IEND is known. */
  g_assert_cmpmem (data + size - 4, 4, "\xae\x42\x60\x82", 4);
}

static void
test_cursors (void)
{
  static const char *const bad[] = { "", "!", "MA", "LTEgbGlzdA", "OTk5OTk5OTk5OTk5IGxpc3Q", "MTIgb3RoZXI" };
  g_autofree char *cursor = gate_sample_cursor_new ("list", 12);
  guint start = 7;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (gate_sample_cursor_read (bad[i], "list", &start));
  g_assert_false (gate_sample_cursor_read (cursor, "another", &start));
  g_assert_true (gate_sample_cursor_read (cursor, "list", &start));
  g_assert_cmpuint (start, ==, 12);
  g_assert_true (gate_sample_cursor_read (NULL, "list", &start));
  g_assert_cmpuint (start, ==, 0);
}

static void
test_seals (void)
{
  g_autoptr(GateSampleSeal) ours = gate_sample_seal_new ();
  g_autoptr(GateSampleSeal) theirs = gate_sample_seal_new ();
  g_autoptr(JsonNode) state = gate_json_parse ("{\"a\":[1,\"ü\"]}", -1, 100, NULL);
  g_autofree char *sealed = gate_sample_seal_close (ours, "one", state);
  g_autofree char *foreign = gate_sample_seal_close (theirs, "one", state);
  g_autoptr(JsonNode) opened = gate_sample_seal_open (ours, "one", sealed, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (gate_json_equal (opened, state));
  g_assert_null (gate_sample_seal_open (ours, "two", sealed, NULL));
  g_assert_null (gate_sample_seal_open (ours, "one", foreign, NULL));
  g_assert_null (gate_sample_seal_open (ours, "one", "", &error));
  g_assert_true (gate_error_matches (error, GATE_ERROR_UNTRUSTED));
}

static void
test_scopes (void)
{
  static const char *const bad[] = { "", " ", "notes", "NOTES.READ", "notes.read ", " notes.read", "notes.read\tnotes.write", "notes.read,notes.write" };
  guint scopes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (gate_sample_scope_parse (bad[i], &scopes));
  g_assert_true (gate_sample_scope_parse ("offline_access notes.read notes.read", &scopes));
  g_autofree char *text = gate_sample_scope_to_text (scopes);
  g_assert_cmpstr (text, ==, "notes.read offline_access");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sample/content/seed", test_seed);
  g_test_add_func ("/sample/content/refused-changes", test_refused_changes);
  g_test_add_func ("/sample/content/two-at-once", test_two_at_once);
  g_test_add_func ("/sample/content/definitions", test_definitions);
  g_test_add_func ("/sample/content/chart", test_chart);
  g_test_add_func ("/sample/content/cursors", test_cursors);
  g_test_add_func ("/sample/content/seals", test_seals);
  g_test_add_func ("/sample/content/scopes", test_scopes);
  return g_test_run ();
}
