// SPDX-License-Identifier: GPL-3.0-or-later
// Renewing, and what stays when the server, the keyring or another process does something.
#include "auth-test.h"

#include "gate-authorizer.h"
#include "gate-json.h"
#include "gate-keyring-memory.h"

#include <string.h>

#define MANY 50

/* A keyring that stops taking things, as one does that is locked meanwhile. */
struct _FullKeyring {
  GObject      parent_instance;
  GateKeyring *memory;
  gboolean     full;
};

#define FULL_TYPE_KEYRING (full_keyring_get_type ())
G_DECLARE_FINAL_TYPE (FullKeyring, full_keyring, FULL, KEYRING, GObject)
static void full_keyring_iface_init (GateKeyringInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (FullKeyring, full_keyring, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (GATE_TYPE_KEYRING, full_keyring_iface_init))

static GateSecret *
full_keyring_lookup (GateKeyring          *keyring,
                     const GateSecretKey  *key,
                     gboolean              exact,
                     gboolean              fresh,
                     GCancellable         *cancellable,
                     GError              **error)
{
  return gate_keyring_lookup (FULL_KEYRING (keyring)->memory, key, exact, fresh, cancellable, error);
}

static gboolean
full_keyring_store (GateKeyring          *keyring,
                    const GateSecretKey  *key,
                    const char           *label,
                    GateSecret           *secret,
                    GCancellable         *cancellable,
                    GError              **error)
{
  if (!FULL_KEYRING (keyring)->full)
    return gate_keyring_store (FULL_KEYRING (keyring)->memory, key, label, secret, cancellable, error);
  gate_keyring_set_locked (error);
  return FALSE;
}

static gboolean
full_keyring_clear (GateKeyring          *keyring,
                    const GateSecretKey  *key,
                    GCancellable         *cancellable,
                    GError              **error)
{
  return gate_keyring_clear (FULL_KEYRING (keyring)->memory, key, cancellable, error);
}

static gboolean
full_keyring_is_shared (GateKeyring *keyring)
{
  return FALSE;
}

static void
full_keyring_iface_init (GateKeyringInterface *iface)
{
  iface->lookup = full_keyring_lookup;
  iface->store = full_keyring_store;
  iface->clear = full_keyring_clear;
  iface->is_shared = full_keyring_is_shared;
}

static void
full_keyring_finalize (GObject *object)
{
  g_clear_object (&FULL_KEYRING (object)->memory);
  G_OBJECT_CLASS (full_keyring_parent_class)->finalize (object);
}

static void
full_keyring_class_init (FullKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = full_keyring_finalize;
}

static void
full_keyring_init (FullKeyring *self)
{
  self->memory = gate_keyring_memory_new ();
}

/* --- Helpers --- */

static void
assert_works (AuthTest *test)
{
  g_autoptr(GError) error = NULL;

  auth_test_call (test, &error);
  g_assert_no_error (error);
}

static GateSignInStatus *
status_of (AuthTest *test)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_sign_in_status_async (test->sign_in, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  GateSignInStatus *status = gate_sign_in_status_finish (test->sign_in, result, &error);
  g_assert_no_error (error);
  return status;
}

static JsonObject *
tokens_record (AuthTest  *test,
               JsonNode **node)
{
  GateSecretKey key = { .kind = "tokens", .name = "test" };
  g_autoptr(GAsyncResult) result = NULL;

  gate_secret_store_find_async (test->secrets, &key, TRUE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autoptr(GateSecret) record = gate_secret_store_find_finish (test->secrets, result, NULL);
  *node = record ? gate_json_parse (gate_secret_peek (record), -1, 65536, NULL) : NULL;
  return *node ? gate_json_node_object (*node) : NULL;
}

/* Turns the clock of the record in the keyring. */
static void
set_times (AuthTest *test,
           gint64    obtained_ago,
           gint64    expires_in)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(JsonNode) old = NULL;
  JsonObject *object = tokens_record (test, &old);
  g_autoptr(JsonNode) copy = json_node_copy (old);
  GateSecretKey key = { "tokens", gate_json_get_string (object, "issuer"), gate_json_get_string (object, "resource"), "", "test" };
  g_autoptr(GAsyncResult) result = NULL;
  JsonObject *writable = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, gate_json_node_object (copy));
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (writable, name, json_node_copy (value));
  json_object_set_int_member (writable, "obtained_at", now - obtained_ago);
  json_object_set_int_member (writable, "expires_at", now + expires_in);
  g_autoptr(JsonNode) node = gate_json_take_object (writable);
  g_autoptr(GateSecret) secret = gate_secret_new_take (gate_json_to_text (node));
  gate_secret_store_store_async (test->secrets, &key, "Gatehouse: test", secret, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_secret_store_store_finish (test->secrets, result, NULL));
}

/* --- One refresh for many --- */

typedef struct {
  guint done;
  guint failed;
} Count;

static void
did_one (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Count *count = user_data;
  g_autoptr(GError) error = NULL;

  if (!auth_test_call_finish (result, &error))
    count->failed++;
  count->done++;
}

static void
call_many (AuthTest *test)
{
  Count count = { 0 };

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *operation = g_strdup_printf ("tools/call tool%u", i % 3);
      auth_test_call_async (test, operation, did_one, &count);
    }
  gate_test_wait_until (count.done == MANY);
  g_assert_cmpuint (count.failed, ==, 0);
}

static void
test_many_after_401 (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  assert_works (test);
  auth_test_server_expire (test->server);
  test->server->refresh_delay_ms = 50;
  call_many (test);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  g_assert_cmpuint (test->server->n_reuse, ==, 0);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
}

static void
test_many_ahead (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  assert_works (test);
  set_times (test, 3590, 10);
  auth_test_restart (test, FALSE);
  test->server->refresh_delay_ms = 50;
  test->server->n_calls = 0;
  call_many (test);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  g_assert_cmpuint (test->server->n_reuse, ==, 0);
  g_assert_cmpuint (test->server->n_calls, ==, MANY);
}

static void
test_many_sign_in (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  call_many (test);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  g_assert_cmpuint (test->server->n_register, ==, 1);
  g_assert_cmpuint (test->server->n_token, ==, 1);
}

/* Many that wait for a person who says no hear it once. */
static void
test_many_declined (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  Count count = { 0 };

  test->face->decline = TRUE;
  for (guint i = 0; i < MANY; i++)
    auth_test_call_async (test, "tools/call tool", did_one, &count);
  gate_test_wait_until (count.done == MANY);
  g_assert_cmpuint (count.failed, ==, MANY);
  g_assert_cmpuint (test->face->n_windows, <=, 3);
}

/* Two objects with one keyring are as two processes are. */
static void
test_other_process (void)
{
  g_autoptr(AuthTest) first = auth_test_new (NULL, NULL);
  AuthTestServer *server = first->server;
  g_autoptr(AuthTest) second = auth_test_new_for (server, NULL, g_object_ref (first->secrets));

  gate_sign_in_set_interactive (second->sign_in, FALSE);
  assert_works (first);
  assert_works (second);
  auth_test_server_expire (server);
  assert_works (first);
  assert_works (second);
  auth_test_server_expire (server);
  assert_works (second);
  assert_works (first);
  g_assert_cmpuint (server->n_refresh, ==, 2);
  g_assert_cmpuint (server->n_reuse, ==, 0);
  g_assert_cmpuint (first->face->n_windows, ==, 1);
  second->server = auth_test_server_new ();
}

/* Both see the 401 with one old token; the other has been faster. */
static void
test_other_process_signs_in (void)
{
  g_autoptr(AuthTest) first = auth_test_new (NULL, NULL);
  AuthTestServer *server = first->server;
  g_autoptr(AuthTest) second = auth_test_new_for (server, NULL, g_object_ref (first->secrets));

  gate_sign_in_set_interactive (second->sign_in, FALSE);
  g_assert_false (auth_test_call (second, NULL));
  assert_works (first);
  assert_works (second);
  g_assert_cmpuint (second->face->n_windows, ==, 0);
  second->server = auth_test_server_new ();
}

/* --- Time --- */

static void
test_ahead_of_time (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  assert_works (test);
  set_times (test, 3560, 40);
  auth_test_restart (test, FALSE);
  test->server->n_calls = 0;
  assert_works (test);
  g_assert_cmpuint (test->server->n_calls, ==, 1);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  /* What another version wrote into the record is still there. */
  g_autoptr(JsonNode) node = NULL;
  g_assert_cmpstr (gate_json_get_string (tokens_record (test, &node), "token_type"), ==, "Bearer");
}

static void
test_not_too_early (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  assert_works (test);
  set_times (test, 3500, 100);
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->server->n_refresh, ==, 0);
}

/* Due, but not expired, and the account server is down: the old token still works. */
static void
test_due_while_down (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  assert_works (test);
  set_times (test, 3570, 30);
  auth_test_restart (test, FALSE);
  test->server->token_status = 503;
  assert_works (test);
}

/* --- Servers --- */

static void
test_down (gconstpointer data)
{
  guint status = GPOINTER_TO_UINT (data);
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  assert_works (test);
  auth_test_server_expire (test->server);
  test->server->token_status = status;
  g_assert_false (auth_test_call (test, &error));
  g_assert_true (error->domain == GATE_ERROR && !gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED));
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  test->server->token_status = 0;
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  g_assert_cmpuint (test->server->n_reuse, ==, 0);
}

static void
test_metadata_down (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  assert_works (test);
  auth_test_server_expire (test->server);
  auth_test_restart (test, TRUE);
  soup_server_disconnect (test->server->server);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_NETWORK);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
  /* The tokens are where they were. */
  g_autoptr(JsonNode) node = NULL;
  g_assert_nonnull (gate_json_get_string (tokens_record (test, &node), "refresh_token"));
}

static void
test_revoked (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  assert_works (test);
  auth_test_server_revoke (test->server);
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_SIGN_IN_NEEDED);
  g_assert_nonnull (strstr (error->message, "renewing it was tried"));
  g_assert_cmpuint (test->server->n_refresh, ==, 1);

  /* The sign-in has ended, which is not the same as never having been; nobody tries the dead token again. */
  auth_test_restart (test, FALSE);
  g_autoptr(GateSignInStatus) status = status_of (test);
  g_assert_cmpint (status->state, ==, GATE_SIGN_IN_STATE_EXPIRED);
  g_clear_error (&error);
  g_assert_false (auth_test_call (test, &error));
  g_assert_cmpuint (test->server->n_refresh, ==, 1);
  g_assert_nonnull (strstr (error->message, "renewing it was tried"));

  gate_sign_in_set_interactive (test->sign_in, TRUE);
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 2);
}

static void
test_no_refresh_token (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GError) error = NULL;

  test->server->no_refresh_token = TRUE;
  assert_works (test);
  g_autoptr(GateSignInStatus) status = status_of (test);
  g_assert_false (status->can_refresh);
  auth_test_server_expire (test->server);
  gate_sign_in_set_interactive (test->sign_in, FALSE);
  g_assert_false (auth_test_call (test, &error));
  g_assert_error (error, GATE_ERROR, (int) GATE_ERROR_SIGN_IN_NEEDED);
  g_assert_nonnull (strstr (error->message, "nothing to renew it with"));
  gate_sign_in_set_interactive (test->sign_in, TRUE);
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 2);
}

static void
test_without_rotation (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);

  test->server->keep_refresh_token = TRUE;
  for (guint i = 0; i < 4; i++)
    {
      assert_works (test);
      auth_test_server_expire (test->server);
    }
  g_assert_cmpuint (test->server->n_refresh, ==, 3);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
}

/* --- Status, end --- */

static void
test_status (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"oauth\"", NULL);
  g_autoptr(GateSignInStatus) before = status_of (test);

  g_assert_cmpint (before->state, ==, GATE_SIGN_IN_STATE_SIGNED_OUT);
  test->server->challenge_scope = "a b";
  assert_works (test);
  g_autoptr(GateSignInStatus) after = status_of (test);
  g_assert_cmpint (after->state, ==, GATE_SIGN_IN_STATE_SIGNED_IN);
  g_assert_cmpstr (after->issuer, ==, test->server->server_origin);
  g_assert_cmpstr (after->client_id, ==, "client-1");
  g_assert_cmpstr (after->scopes, ==, "a b");
  g_assert_true (after->can_refresh);
  g_assert_cmpint (ABS (after->signed_in_at - g_get_real_time () / G_USEC_PER_SEC), <, 60);
  g_assert_cmpint (ABS (after->expires - after->signed_in_at - 3600), <, 60);
  set_times (test, 4000, -400);
  g_autoptr(GateSignInStatus) expired = status_of (test);
  g_assert_cmpint (expired->state, ==, GATE_SIGN_IN_STATE_SIGNED_IN);
}

static void
test_status_of_auto (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(GateSignInStatus) status = status_of (test);

  g_assert_cmpint (status->state, ==, GATE_SIGN_IN_STATE_UNKNOWN);
}

static gboolean
disconnect (AuthTest *test)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean revoked = FALSE;

  gate_sign_in_disconnect_async (test->sign_in, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_sign_in_disconnect_finish (test->sign_in, result, &revoked, &error);
  g_assert_no_error (error);
  return revoked;
}

static void
test_disconnect (void)
{
  g_autoptr(AuthTest) test = auth_test_new ("\"kind\":\"oauth\"", NULL);
  g_autoptr(JsonNode) node = NULL;

  assert_works (test);
  auth_test_restart (test, FALSE);
  g_assert_true (disconnect (test));
  g_assert_cmpuint (test->server->n_revoke, ==, 2);
  g_assert_cmpuint (g_hash_table_size (test->server->access_tokens), ==, 0);
  g_assert_null (tokens_record (test, &node));
  g_autoptr(GateSignInStatus) status = status_of (test);
  g_assert_cmpint (status->state, ==, GATE_SIGN_IN_STATE_SIGNED_OUT);
  g_assert_false (auth_test_call (test, NULL));
  gate_sign_in_set_interactive (test->sign_in, TRUE);
  assert_works (test);
  g_assert_cmpuint (test->server->n_register, ==, 2);
}

static void
test_disconnect_offline (void)
{
  g_autoptr(AuthTest) test = auth_test_new (NULL, NULL);
  g_autoptr(JsonNode) node = NULL;

  assert_works (test);
  soup_server_disconnect (test->server->server);
  auth_test_restart (test, FALSE);
  g_assert_false (disconnect (test));
  g_assert_null (tokens_record (test, &node));
}

/* --- Keyrings --- */

/* Rotated, and then the keyring does not take it: the new token works in this process, and it is said that it is not kept. */
static void
test_rotated_not_kept (void)
{
  FullKeyring *keyring = g_object_new (FULL_TYPE_KEYRING, NULL);
  g_autoptr(AuthTest) test = auth_test_new (NULL, gate_secret_store_new_for_keyring (GATE_KEYRING (keyring)));
  const GError *why;

  assert_works (test);
  g_assert_true (gate_sign_in_get_persisted (test->sign_in));
  g_assert_null (gate_sign_in_get_keyring_error (test->sign_in));
  auth_test_server_expire (test->server);
  keyring->full = TRUE;
  assert_works (test);
  g_assert_false (gate_sign_in_get_persisted (test->sign_in));
  why = gate_sign_in_get_keyring_error (test->sign_in);
  g_assert_error ((GError *) why, GATE_ERROR, (int) GATE_ERROR_KEYRING_LOCKED);
  assert_works (test);
  g_assert_cmpuint (test->server->n_refresh, ==, 1);

  /* The keyring is there again: the next refresh puts it right. */
  keyring->full = FALSE;
  auth_test_server_expire (test->server);
  assert_works (test);
  g_assert_true (gate_sign_in_get_persisted (test->sign_in));
  auth_test_restart (test, FALSE);
  assert_works (test);
  g_assert_cmpuint (test->server->n_reuse, ==, 0);
  g_assert_cmpuint (test->face->n_windows, ==, 1);
}

static void
test_no_keyring (void)
{
  FullKeyring *keyring = g_object_new (FULL_TYPE_KEYRING, NULL);
  g_autoptr(AuthTest) test = auth_test_new (NULL, gate_secret_store_new_for_keyring (GATE_KEYRING (keyring)));

  keyring->full = TRUE;
  assert_works (test);
  g_assert_false (gate_sign_in_get_persisted (test->sign_in));
  assert_works (test);
  auth_test_server_expire (test->server);
  assert_works (test);
  g_assert_cmpuint (test->face->n_windows, ==, 1);

  auth_test_restart (test, FALSE);
  g_assert_false (auth_test_call (test, NULL));
}

/* The entry's address was changed: what is kept for the old one is not sent to the new one. */
static void
test_other_address (void)
{
  g_autoptr(AuthTest) first = auth_test_new (NULL, NULL);
  g_autoptr(AuthTest) second = auth_test_new (NULL, g_object_ref (first->secrets));

  assert_works (first);
  gate_sign_in_set_interactive (second->sign_in, FALSE);
  g_assert_false (auth_test_call (second, NULL));
  g_assert_null (second->server->last_authorization);
  g_assert_cmpuint (second->server->n_token, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/auth/refresh/many-after-401", test_many_after_401);
  g_test_add_func ("/auth/refresh/many-ahead", test_many_ahead);
  g_test_add_func ("/auth/refresh/many-sign-in", test_many_sign_in);
  g_test_add_func ("/auth/refresh/many-declined", test_many_declined);
  g_test_add_func ("/auth/refresh/other-process", test_other_process);
  g_test_add_func ("/auth/refresh/other-process-signs-in", test_other_process_signs_in);
  g_test_add_func ("/auth/refresh/ahead-of-time", test_ahead_of_time);
  g_test_add_func ("/auth/refresh/not-too-early", test_not_too_early);
  g_test_add_func ("/auth/refresh/due-while-down", test_due_while_down);
  g_test_add_data_func ("/auth/refresh/down/500", GUINT_TO_POINTER (500), test_down);
  g_test_add_data_func ("/auth/refresh/down/503", GUINT_TO_POINTER (503), test_down);
  g_test_add_data_func ("/auth/refresh/down/429", GUINT_TO_POINTER (429), test_down);
  g_test_add_func ("/auth/refresh/metadata-down", test_metadata_down);
  g_test_add_func ("/auth/refresh/revoked", test_revoked);
  g_test_add_func ("/auth/refresh/no-refresh-token", test_no_refresh_token);
  g_test_add_func ("/auth/refresh/without-rotation", test_without_rotation);
  g_test_add_func ("/auth/refresh/status", test_status);
  g_test_add_func ("/auth/refresh/status-of-auto", test_status_of_auto);
  g_test_add_func ("/auth/refresh/disconnect", test_disconnect);
  g_test_add_func ("/auth/refresh/disconnect-offline", test_disconnect_offline);
  g_test_add_func ("/auth/refresh/rotated-not-kept", test_rotated_not_kept);
  g_test_add_func ("/auth/refresh/no-keyring", test_no_keyring);
  g_test_add_func ("/auth/refresh/other-address", test_other_address);
  return g_test_run ();
}
