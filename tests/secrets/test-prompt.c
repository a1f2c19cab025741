// SPDX-License-Identifier: GPL-3.0-or-later
// The keyring's own prompt, on a real display (with-session --display), answered with the keyboard.
#include "secrets-test.h"

static const GateSecretKey known = { .kind = "tokens" };

/* xdotool fails when a window goes away while it looks. */
#define FIND_PROMPT \
  "find () { timeout 2 xdotool search --onlyvisible --class gcr-prompter 2>/dev/null | tail -n 1; }; " \
  "for i in $(seq 600); do window=$(find); [ -z \"$window\" ] || break; sleep 0.05; done; [ -n \"$window\" ]"

static GSubprocess *
wait_for_prompt (void)
{
  return g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "bash", "-c", FIND_PROMPT, NULL);
}

/* Waits for the prompt's window and types. */
static GSubprocess *
answer_prompt (const char *text,
               const char *key)
{
  g_autoptr(GError) error = NULL;
  GSubprocess *typist = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "bash", "-c",
    FIND_PROMPT " && timeout 10 xdotool windowactivate --sync \"$window\"; "
    "if [ -n \"$1\" ]; then xdotool type --delay 20 \"$1\"; fi; xdotool key \"$2\"",
    "typist", text, key, NULL);

  g_assert_no_error (error);
  return typist;
}

static gboolean
prompter_is_gone (void)
{
  g_autoptr(GSubprocess) search = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "xdotool", "search", "--onlyvisible",
                                                    "--class", "gcr-prompter", NULL);
  return !g_subprocess_wait_check (search, NULL, NULL);
}

static void
wait_for_no_prompter (void)
{
  while (!prompter_is_gone ())
    g_usleep (20000);
}

static void
test_dismissed (void)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) typist = NULL;

  g_assert_true (secrets_test_store (store, &known, "canary", NULL));
  secrets_test_lock ();
  typist = answer_prompt ("", "Escape");
  g_assert_false (secrets_test_unlock (store, &error));
  secrets_test_assert_error (error, GATE_ERROR_KEYRING_DISMISSED);
  g_assert_true (g_subprocess_wait (typist, NULL, NULL));
  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_LOCKED);
  wait_for_no_prompter ();
}

/* Whoever waits stops waiting at once; the prompt is the person's to close, and the keyring lives on. */
static void
test_cancelled (void)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) watcher = wait_for_prompt ();

  gate_secret_store_unlock_async (store, cancellable, gate_test_keep_result, &result);
  g_assert_true (g_subprocess_wait_check (watcher, NULL, NULL));
  g_cancellable_cancel (cancellable);
  gate_test_wait (result);
  g_assert_false (gate_secret_store_unlock_finish (store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (secrets_test_state (store), ==, GATE_SECRET_STATE_LOCKED);

  g_autoptr(GSubprocess) typist = answer_prompt ("", "Escape");
  g_assert_true (g_subprocess_wait (typist, NULL, NULL));
  wait_for_no_prompter ();
}

/* Two that ask at once are one prompt. */
static void
test_unlocked (void)
{
  g_autoptr(GateSecretStore) store = gate_secret_store_new ();
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) typist = answer_prompt (g_getenv ("GATE_TEST_KEYRING_PASSWORD"), "Return");

  gate_secret_store_unlock_async (store, NULL, gate_test_keep_result, &first);
  gate_secret_store_unlock_async (store, NULL, gate_test_keep_result, &second);
  gate_test_wait (first);
  gate_secret_store_unlock_finish (store, first, &error);
  g_assert_no_error (error);
  gate_test_wait (second);
  gate_secret_store_unlock_finish (store, second, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (typist, NULL, NULL));
  secrets_test_assert_kept (store, &known, "canary");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/prompt/dismissed", test_dismissed);
  g_test_add_func ("/secrets/prompt/cancelled", test_cancelled);
  g_test_add_func ("/secrets/prompt/unlocked", test_unlocked);
  return g_test_run ();
}
