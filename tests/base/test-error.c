// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"

#include <string.h>

static void
test_fields (void)
{
  g_autoptr(GError) error = gate_error_new (GATE_ERROR_RATE_LIMITED, GATE_LAYER_SERVICE, "Wait.", "Too much: %d", 7);

  g_assert_error (error, GATE_ERROR, GATE_ERROR_RATE_LIMITED);
  g_assert_true (gate_error_matches (error, GATE_ERROR_RATE_LIMITED));
  g_assert_false (gate_error_matches (error, GATE_ERROR_FAILED));
  g_assert_cmpstr (error->message, ==, "Too much: 7");
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SERVICE);
  g_assert_cmpstr (gate_error_get_remedy (error), ==, "Wait.");
  g_assert_cmpint (gate_error_get_service_code (error), ==, 0);
  g_assert_null (gate_error_get_service_data (error));
  g_assert_cmpuint (gate_error_get_retry_after (error), ==, 0);

  gate_error_set_remedy (error, gate_error_get_remedy (error));
  g_assert_cmpstr (gate_error_get_remedy (error), ==, "Wait.");
  gate_error_set_terminal_remedy (error, "Wait, or: gatehousectl tools");
  g_assert_cmpstr (gate_error_get_remedy (error), ==, "Wait.");
  g_assert_cmpstr (gate_error_get_terminal_remedy (error), ==, "Wait, or: gatehousectl tools");
  g_autoptr(GError) copy = g_error_copy (error);
  g_assert_cmpstr (gate_error_get_terminal_remedy (copy), ==, "Wait, or: gatehousectl tools");
  gate_error_set_remedy (error, gate_error_get_remedy (error));
  g_assert_cmpstr (gate_error_get_terminal_remedy (error), ==, "Wait.");
  gate_error_set_service_code (error, -32042, "{\"a\":1}");
  gate_error_set_service_code (error, G_MAXINT64, gate_error_get_service_data (error));
  g_assert_cmpint (gate_error_get_service_code (error), ==, G_MAXINT64);
  g_assert_cmpstr (gate_error_get_service_data (error), ==, "{\"a\":1}");
  gate_error_set_retry_after (error, 30);
  g_assert_cmpuint (gate_error_get_retry_after (error), ==, 30);
}

static void
test_copy (void)
{
  g_autoptr(GError) error = gate_error_new (GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, "Ask.", "No");
  gate_error_set_service_code (error, 403, "{}");
  gate_error_set_retry_after (error, 5);

  g_autoptr(GError) copy = g_error_copy (error);
  gate_error_set_remedy (error, NULL);
  gate_error_set_service_code (error, 0, NULL);
  g_clear_error (&error);
  g_assert_true (gate_error_matches (copy, GATE_ERROR_SERVICE));
  g_assert_cmpint (gate_error_get_layer (copy), ==, GATE_LAYER_SERVICE);
  g_assert_cmpstr (gate_error_get_remedy (copy), ==, "Ask.");
  g_assert_cmpint (gate_error_get_service_code (copy), ==, 403);
  g_assert_cmpstr (gate_error_get_service_data (copy), ==, "{}");
  g_assert_cmpuint (gate_error_get_retry_after (copy), ==, 5);

  g_prefix_error (&copy, "Server “%s”: ", "x");
  g_assert_cmpstr (copy->message, ==, "Server “x”: No");
  g_assert_cmpstr (gate_error_get_remedy (copy), ==, "Ask.");
}

static void
test_foreign (void)
{
  g_autoptr(GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_cmpint (gate_error_get_layer (foreign), ==, GATE_LAYER_NONE);
  g_assert_null (gate_error_get_remedy (foreign));
  g_assert_null (gate_error_get_service_data (foreign));
  g_assert_cmpint (gate_error_get_layer (NULL), ==, GATE_LAYER_NONE);
  g_assert_null (gate_error_get_remedy (NULL));
  g_assert_false (gate_error_matches (NULL, GATE_ERROR_FAILED));
}

static void
test_set (void)
{
  g_autoptr(GError) error = NULL;

  gate_error_set (NULL, GATE_ERROR_FAILED, GATE_LAYER_NONE, NULL, "nobody listens %s", "x");
  gate_error_set (&error, GATE_ERROR_USAGE, GATE_LAYER_NONE, NULL, "100 %% of %s", "it");
  g_assert_error (error, GATE_ERROR, GATE_ERROR_USAGE);
  g_assert_cmpstr (error->message, ==, "100 % of it");
  g_assert_null (gate_error_get_remedy (error));
}

static void
test_from_gio (void)
{
  const struct {
    GQuark domain;
    int    code;
    int    ours; /* -1: copied as it is */
  } cases[] = {
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, -1 },
    { GATE_ERROR, GATE_ERROR_POLICY, -1 },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, GATE_ERROR_TIMED_OUT },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, GATE_ERROR_NETWORK },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, GATE_ERROR_NETWORK },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, GATE_ERROR_CERTIFICATE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = cases[i].domain == GATE_ERROR ? gate_error_new (cases[i].code, GATE_LAYER_POLICY, "r", "words")
                                                              : g_error_new_literal (cases[i].domain, cases[i].code, "words");
      g_autoptr(GError) told = gate_error_from_gio (error, "Could not connect to x.example");

      if (cases[i].ours < 0)
        {
          g_assert_error (told, cases[i].domain, cases[i].code);
          g_assert_cmpstr (told->message, ==, "words");
          continue;
        }
      g_assert_error (told, GATE_ERROR, cases[i].ours);
      g_assert_cmpint (gate_error_get_layer (told), ==, GATE_LAYER_NETWORK);
      g_assert_nonnull (gate_error_get_remedy (told));
      g_assert_cmpstr (told->message, ==, "Could not connect to x.example: words");
    }
}

/* Scripts read these names: each is there, and there once. */
static void
test_names (void)
{
  g_autoptr(GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) layers = g_hash_table_new (g_str_hash, g_str_equal);

  for (int code = GATE_ERROR_FAILED; code <= GATE_ERROR_LOCKED_BY_ADMIN; code++)
    g_assert_true (g_hash_table_add (codes, (gpointer) gate_error_code_to_string ((GateError) code)));
  for (int layer = GATE_LAYER_NONE; layer <= GATE_LAYER_NETWORK; layer++)
    g_assert_true (g_hash_table_add (layers, (gpointer) gate_layer_to_string ((GateLayer) layer)));
  g_assert_cmpstr (gate_error_code_to_string (GATE_ERROR_SIGN_IN_NEEDED), ==, "sign-in-needed");
  g_assert_cmpstr (gate_layer_to_string (GATE_LAYER_SIGNED_IN), ==, "signed-in");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/error/fields", test_fields);
  g_test_add_func ("/base/error/copy", test_copy);
  g_test_add_func ("/base/error/foreign", test_foreign);
  g_test_add_func ("/base/error/set", test_set);
  g_test_add_func ("/base/error/from-gio", test_from_gio);
  g_test_add_func ("/base/error/names", test_names);
  return g_test_run ();
}
