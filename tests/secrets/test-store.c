// SPDX-License-Identifier: GPL-3.0-or-later
// A real keyring: the Secret Service, or libsecret's encrypted file (with-session --file-keyring).
#include "secrets-test.h"

#include <string.h>
#include <sys/wait.h>

static const GateSecretKey keys[] = {
  { .kind = "tokens", .issuer = "https://as.example/tenant", .resource = "https://mcp.example/mcp" },
  { .kind = "tokens", .issuer = "https://as.example/tenant", .resource = "https://mcp.example/mcp", .account = "work" },
  { .kind = "client", .issuer = "https://as.example/tenant" },
  { .kind = "field", .resource = "notion", .name = "api-key" },
  { .kind = "field", .resource = "Größe ☃ \"quoted\" ${keyring:X}", .name = "clé" },
};

static void
clear_all (GateSecretStore *store)
{
  static const GateSecretKey all = { NULL };
  g_autoptr(GError) error = NULL;

  secrets_test_clear (store, &all, &error);
  g_assert_no_error (error);
}

static void
test_nothing_kept (void)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    secrets_test_assert_kept (store, &keys[i], NULL);
  clear_all (store);
}

static void
test_round_trip (void)
{
  GateSecretStore *store = gate_secret_store_new ();
  g_autoptr(GateSecretStore) other = gate_secret_store_new ();

  g_assert_false (gate_secret_store_is_in_memory (store));
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
      {
        g_autofree char *text = g_strdup_printf ("secret %u of round %u, with ☃ and\nlines", i, round);
        g_autoptr(GError) error = NULL;

        secrets_test_store (store, &keys[i], text, &error);
        g_assert_no_error (error);
        secrets_test_assert_kept (store, &keys[i], text);
        secrets_test_assert_kept (other, &keys[i], text);
      }

  g_assert_true (secrets_test_clear (store, &keys[1], NULL));
  secrets_test_assert_kept (other, &keys[1], NULL);
  secrets_test_assert_kept (other, &keys[0], "secret 0 of round 1, with ☃ and\nlines");

  static const GateSecretKey fields = { .kind = "field" };
  g_assert_true (secrets_test_clear (store, &fields, NULL));
  secrets_test_assert_kept (other, &keys[3], NULL);
  secrets_test_assert_kept (other, &keys[4], NULL);
  secrets_test_assert_kept (other, &keys[2], "secret 2 of round 1, with ☃ and\nlines");
  clear_all (store);
  secrets_test_assert_kept (other, &keys[0], NULL);
  gate_test_finalize (store);
}

static char *
find (GateSecretStore     *store,
      const GateSecretKey *key)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_secret_store_find_async (store, key, TRUE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autoptr(GateSecret) secret = gate_secret_store_find_finish (store, result, &error);
  g_assert_no_error (error);
  return g_strdup (gate_secret_peek (secret));
}

/* NULL is anything, "" is what was NULL. */
static void
test_find (void)
{
  static const GateSecretKey first = { .kind = "tokens", .account = "" }, second = { .kind = "tokens", .account = "work" },
                             third = { .kind = "tokens", .account = "home" };
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (secrets_test_store (store, &keys[i], i == 0 ? "the first" : i == 1 ? "work" : "other", NULL));

  g_autofree char *found_first = find (store, &first);
  g_autofree char *found_second = find (store, &second);
  g_autofree char *found_third = find (store, &third);
  g_assert_cmpstr (found_first, ==, "the first");
  g_assert_cmpstr (found_second, ==, "work");
  g_assert_null (found_third);
  clear_all (store);
}

static void
test_large (void)
{
  static const gsize sizes[] = { 1, 4096, 100 * 1000, 200 * 1000, 1000 * 1000 };
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strnfill (sizes[i], 'a' + (char) i);
      g_autoptr(GError) error = NULL;

      secrets_test_store (store, &keys[0], text, &error);
      g_assert_no_error (error);
      secrets_test_assert_kept (store, &keys[0], text);
    }
  clear_all (store);
}

static void
test_many_at_once (void)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  GAsyncResult *results[20] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *name = g_strdup_printf ("name-%u", i);
      g_autoptr(GateSecret) secret = gate_secret_new (name);
      GateSecretKey key = { .kind = "field", .name = name };

      gate_secret_store_store_async (store, &key, "Gatehouse: Test", secret, NULL, gate_test_keep_result, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;

      gate_test_wait (results[i]);
      gate_secret_store_store_finish (store, results[i], &error);
      g_assert_no_error (error);
      g_object_unref (results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *name = g_strdup_printf ("name-%u", i);
      GateSecretKey key = { .kind = "field", .name = name };

      secrets_test_assert_kept (store, &key, name);
    }
  clear_all (store);
}

/* Nothing that was stored stands in clear in any file of the session. */
static void
test_canary (void)
{
  const char *argv[] = { "grep", "-rlE", "canary-4711|Y2FuYXJ5LTQ3MTE", g_getenv ("GATE_TEST_SESSION"), NULL };
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  int status;

  g_assert_true (secrets_test_store (store, &keys[0], "canary-4711", NULL));
  secrets_test_assert_kept (store, &keys[0], "canary-4711");
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "");
  g_assert_cmpint (WEXITSTATUS (status), ==, 1);
  clear_all (store);
}

/* What Passwords and Keys shows, and by what other programs find it. */
static void
test_how_it_looks (void)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autofree const char **paths = NULL;
  g_autoptr(GVariant) properties = NULL;
  const char *label;
  const char *schema;
  const char *account;

  if (g_getenv ("SECRET_BACKEND"))
    {
      g_test_skip ("The encrypted file is nobody's to look at");
      return;
    }
  g_assert_true (secrets_test_store (store, &keys[0], "text", NULL));
  g_autoptr(GVariant) found = secrets_test_call (SECRETS_TEST_NAME, SECRETS_TEST_PATH, "org.freedesktop.Secret.Service", "SearchItems",
                                                 g_variant_new_parsed ("({'application': 'io.github.gatehouse.Gatehouse'},)"));
  g_variant_get (found, "(^a&oao)", &paths, NULL);
  g_assert_cmpuint (g_strv_length ((char **) paths), ==, 1);
  g_autoptr(GVariant) reply = secrets_test_call (SECRETS_TEST_NAME, paths[0], "org.freedesktop.DBus.Properties", "GetAll",
                                                 g_variant_new ("(s)", "org.freedesktop.Secret.Item"));
  properties = g_variant_get_child_value (reply, 0);
  g_assert_true (g_variant_lookup (properties, "Label", "&s", &label));
  g_assert_cmpstr (label, ==, "Gatehouse: Test");
  g_autoptr(GVariant) attributes = g_variant_lookup_value (properties, "Attributes", G_VARIANT_TYPE ("a{ss}"));
  g_assert_true (g_variant_lookup (attributes, "xdg:schema", "&s", &schema));
  g_assert_cmpstr (schema, ==, "io.github.gatehouse.Gatehouse");
  g_assert_true (g_variant_lookup (attributes, "account", "&s", &account));
  g_assert_cmpstr (account, ==, "");
  clear_all (store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/store/nothing-kept", test_nothing_kept);
  g_test_add_func ("/secrets/store/round-trip", test_round_trip);
  g_test_add_func ("/secrets/store/find", test_find);
  g_test_add_func ("/secrets/store/large", test_large);
  g_test_add_func ("/secrets/store/many-at-once", test_many_at_once);
  g_test_add_func ("/secrets/store/canary", test_canary);
  g_test_add_func ("/secrets/store/how-it-looks", test_how_it_looks);
  return g_test_run ();
}
