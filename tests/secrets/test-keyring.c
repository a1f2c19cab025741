// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every keyring, seen with the one in memory and with ones that misbehave.
#include "gate-keyring-memory.h"
#include "secrets-test.h"

#include <string.h>

/* A keyring in memory that damages what it is given. */
typedef enum {
  HONEST,
  CUTS,
  CHANGES,
  DROPS,
} Fault;

struct _FaultyKeyring {
  GObject      parent_instance;
  GateKeyring *memory;
  Fault        fault;
};

#define FAULTY_TYPE_KEYRING (faulty_keyring_get_type ())
G_DECLARE_FINAL_TYPE (FaultyKeyring, faulty_keyring, FAULTY, KEYRING, GObject)
static void faulty_keyring_iface_init (GateKeyringInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (FaultyKeyring, faulty_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_KEYRING, faulty_keyring_iface_init))

static GateSecret *
faulty_keyring_lookup (GateKeyring          *keyring,
                       const GateSecretKey  *key,
                       gboolean              exact,
                       gboolean              fresh,
                       GCancellable         *cancellable,
                       GError              **error)
{
  return gate_keyring_lookup (FAULTY_KEYRING (keyring)->memory, key, exact, fresh, cancellable, error);
}

static gboolean
faulty_keyring_store (GateKeyring          *keyring,
                      const GateSecretKey  *key,
                      const char           *label,
                      GateSecret           *secret,
                      GCancellable         *cancellable,
                      GError              **error)
{
  FaultyKeyring *self = FAULTY_KEYRING (keyring);
  g_autofree char *text = g_strdup (gate_secret_peek (secret));

  if (self->fault == DROPS && strlen (text) > 100)
    return TRUE;
  if (self->fault == CUTS && strlen (text) > 100)
    text[100] = '\0';
  if (self->fault == CHANGES && strlen (text) > 100)
    text[50] = '?';

  g_autoptr(GateSecret) damaged = gate_secret_new (text);
  return gate_keyring_store (self->memory, key, label, damaged, cancellable, error);
}

static gboolean
faulty_keyring_clear (GateKeyring          *keyring,
                      const GateSecretKey  *key,
                      GCancellable         *cancellable,
                      GError              **error)
{
  return gate_keyring_clear (FAULTY_KEYRING (keyring)->memory, key, cancellable, error);
}

static gboolean
faulty_keyring_is_shared (GateKeyring *keyring)
{
  return TRUE;
}

static void
faulty_keyring_iface_init (GateKeyringInterface *iface)
{
  iface->lookup = faulty_keyring_lookup;
  iface->store = faulty_keyring_store;
  iface->clear = faulty_keyring_clear;
  iface->is_shared = faulty_keyring_is_shared;
}

static void
faulty_keyring_finalize (GObject *object)
{
  g_clear_object (&FAULTY_KEYRING (object)->memory);
  G_OBJECT_CLASS (faulty_keyring_parent_class)->finalize (object);
}

static void
faulty_keyring_class_init (FaultyKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = faulty_keyring_finalize;
}

static void
faulty_keyring_init (FaultyKeyring *self)
{
  self->memory = gate_keyring_memory_new ();
}

static void
test_damage_is_noticed (void)
{
  static const struct {
    Fault     fault;
    GateError code;
  } cases[] = {
    { CUTS, GATE_ERROR_TOO_LARGE },
    { CHANGES, GATE_ERROR_FAILED },
    { DROPS, GATE_ERROR_TOO_LARGE },
  };
  static const GateSecretKey known = { .kind = "tokens", .issuer = "https://as.example", .account = "work" };
  static const GateSecretKey unknown = { .kind = "tokens", .issuer = "https://as.example" };
  g_autofree char *large = g_strnfill (200, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FaultyKeyring *keyring = g_object_new (FAULTY_TYPE_KEYRING, NULL);
      g_autoptr(GateSecretStore) store = gate_secret_store_new_for_keyring (GATE_KEYRING (keyring));
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) other_error = NULL;

      keyring->fault = cases[i].fault;
      g_assert_true (secrets_test_store (store, &known, "old", NULL));
      g_assert_false (secrets_test_store (store, &known, large, &error));
      secrets_test_assert_error (error, cases[i].code);
      g_assert_null (strstr (error->message, "xxx"));
      secrets_test_assert_kept (store, &known, "old");

      g_assert_false (secrets_test_store (store, &unknown, large, &other_error));
      secrets_test_assert_error (other_error, cases[i].code);
      secrets_test_assert_kept (store, &unknown, NULL);
      secrets_test_assert_kept (store, &known, "old");
    }
}

static void
test_bad_input (void)
{
  g_autofree char *endless = g_strnfill (8193, 'a');
  const GateSecretKey keys[] = {
    { .kind = "tokens", .issuer = "\xff\xfe" },
    { .kind = "tokens", .resource = endless },
    { .kind = "a\xc3" },
  };
  static const GateSecretKey good = { .kind = "field" };
  g_autofree char *huge = g_strnfill (4 * 1024 * 1024 + 1, 'x');
  g_autoptr(GateSecretStore) store = gate_secret_store_new_in_memory ();
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(GError) lookup_error = NULL;
      g_autoptr(GError) store_error = NULL;
      g_autoptr(GError) clear_error = NULL;

      g_assert_null (secrets_test_lookup (store, &keys[i], FALSE, &lookup_error));
      g_assert_error (lookup_error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_false (secrets_test_store (store, &keys[i], "x", &store_error));
      g_assert_error (store_error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_false (secrets_test_clear (store, &keys[i], &clear_error));
      g_assert_error (clear_error, GATE_ERROR, GATE_ERROR_INVALID);
    }
  g_assert_false (secrets_test_store (store, &good, huge, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
}

static void
test_cancelled (void)
{
  static const GateSecretKey key = { .kind = "field" };
  g_autoptr(GateSecretStore) store = gate_secret_store_new_in_memory ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  gate_secret_store_lookup_async (store, &key, FALSE, cancellable, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (gate_secret_store_lookup_finish (store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_memory (void)
{
  static const GateSecretKey work = { .kind = "tokens", .issuer = "i", .account = "work" };
  static const GateSecretKey home = { .kind = "tokens", .issuer = "i", .account = "home" };
  static const GateSecretKey only = { .kind = "tokens", .issuer = "i" };
  static const GateSecretKey only_too = { .kind = "tokens", .issuer = "i", .account = "" };
  GateSecretStore *store = gate_secret_store_new_in_memory ();

  g_assert_true (gate_secret_store_is_in_memory (store));
  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_MEMORY);
  g_assert_true (secrets_test_unlock (store, NULL));
  g_assert_true (secrets_test_store (store, &work, "w", NULL));
  g_assert_true (secrets_test_store (store, &home, "h1", NULL));
  g_assert_true (secrets_test_store (store, &home, "h2", NULL));
  secrets_test_assert_kept (store, &work, "w");
  secrets_test_assert_kept (store, &home, "h2");
  secrets_test_assert_kept (store, &only, NULL);
  g_assert_true (secrets_test_store (store, &only, "o", NULL));
  secrets_test_assert_kept (store, &only_too, "o");
  g_assert_true (secrets_test_clear (store, &home, NULL));
  secrets_test_assert_kept (store, &home, NULL);
  secrets_test_assert_kept (store, &work, "w");
  g_assert_true (secrets_test_clear (store, &only, NULL));
  secrets_test_assert_kept (store, &work, NULL);
  secrets_test_assert_kept (store, &only, NULL);
  gate_test_finalize (store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/secrets/keyring/damage-is-noticed", test_damage_is_noticed);
  g_test_add_func ("/secrets/keyring/bad-input", test_bad_input);
  g_test_add_func ("/secrets/keyring/cancelled", test_cancelled);
  g_test_add_func ("/secrets/keyring/memory", test_memory);
  return g_test_run ();
}
