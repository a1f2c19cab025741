// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static void
test_none (void)
{
  g_assert_null (gate_secret_peek (NULL));
  g_assert_cmpuint (gate_secret_get_size (NULL), ==, 0);
  g_assert_cmpstr (gate_secret_to_string (NULL), ==, "[none]");
  g_assert_false (gate_secret_equal (NULL, NULL));
  gate_secret_unref (NULL);
  gate_secret_wipe (NULL);
}

static void
test_text (void)
{
  g_autoptr(GateSecret) secret = gate_secret_new ("s3cr3t");

  g_assert_cmpstr (gate_secret_peek (secret), ==, "s3cr3t");
  g_assert_cmpuint (gate_secret_get_size (secret), ==, 6);
  g_assert_cmpstr (gate_secret_to_string (secret), ==, "[redacted]");
}

static void
test_equal (void)
{
  g_autoptr(GateSecret) a = gate_secret_new ("s3cr3t");
  g_autoptr(GateSecret) b = gate_secret_new ("s3cr3t");
  g_autoptr(GateSecret) c = gate_secret_new ("s3cr3T");
  g_autoptr(GateSecret) empty = gate_secret_new ("");

  g_assert_true (gate_secret_equal (a, b));
  g_assert_false (gate_secret_equal (a, c));
  g_assert_false (gate_secret_equal (a, empty));
  g_assert_false (gate_secret_equal (a, NULL));
}

static void
test_wipe (void)
{
  char text[] = "s3cr3t";
  static const char zeros[sizeof text] = { 0 };

  gate_secret_wipe (text);
  g_assert_cmpmem (text, sizeof text, zeros, sizeof zeros);
}

/* The first reference to go wipes nothing. */
static void
test_references (void)
{
  g_autoptr(GateSecret) secret = gate_secret_new_take (g_strdup ("s3cr3t"));
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, GATE_TYPE_SECRET);
  g_value_set_boxed (&value, secret);
  g_assert_true (g_value_get_boxed (&value) == secret);
  g_value_unset (&value);
  gate_secret_unref (gate_secret_ref (secret));
  g_assert_cmpstr (gate_secret_peek (secret), ==, "s3cr3t");
}

static gpointer
ref_and_unref (gpointer secret)
{
  for (int i = 0; i < 20000; i++)
    gate_secret_unref (gate_secret_ref (secret));
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(GateSecret) secret = gate_secret_new ("s3cr3t");
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("secret", ref_and_unref, secret);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpstr (gate_secret_peek (secret), ==, "s3cr3t");
}

static void
test_no_core_dumps (void)
{
  if (g_test_subprocess ())
    {
      struct rlimit limit;

      gate_secret_forbid_core_dumps ();
      g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
      g_assert_cmpuint (limit.rlim_cur, ==, 0);
      g_assert_cmpuint (limit.rlim_max, ==, 0);
      /* Portals look at us through /proc. */
      g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 1);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/secret/none", test_none);
  g_test_add_func ("/base/secret/text", test_text);
  g_test_add_func ("/base/secret/equal", test_equal);
  g_test_add_func ("/base/secret/wipe", test_wipe);
  g_test_add_func ("/base/secret/references", test_references);
  g_test_add_func ("/base/secret/threads", test_threads);
  g_test_add_func ("/base/secret/no-core-dumps", test_no_core_dumps);
  return g_test_run ();
}
