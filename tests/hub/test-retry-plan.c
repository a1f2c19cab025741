// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-retry-plan.h"

#include "gate-test.h"

typedef struct {
  GateRetryPlan *plan;
  GObject       *one;
  GObject       *other;
  guint          n_tries;
  GObject       *last;
} Fixture;

static void
retry (GObject  *object,
       gpointer  user_data)
{
  Fixture *fixture = user_data;

  fixture->n_tries++;
  fixture->last = object;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->plan = gate_retry_plan_new (retry, fixture);
  fixture->one = g_object_new (G_TYPE_OBJECT, NULL);
  fixture->other = g_object_new (G_TYPE_OBJECT, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gate_retry_plan_free (fixture->plan);
  g_assert_finalize_object (fixture->one);
  g_assert_finalize_object (fixture->other);
}

static void
run_idles (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* What did not fail is not tried. */
static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_false (gate_retry_plan_waits (fixture->plan, fixture->one));
  gate_retry_plan_succeeded (fixture->plan, fixture->one);
  gate_retry_plan_hurry (fixture->plan);
  run_idles ();
  g_assert_cmpuint (fixture->n_tries, ==, 0);
}

/* What failed waits, by itself, and for no longer than it has to. */
static void
test_in_time (Fixture       *fixture,
              gconstpointer  data)
{
  gate_retry_plan_failed (fixture->plan, fixture->one, 0);
  g_assert_true (gate_retry_plan_waits (fixture->plan, fixture->one));
  g_assert_false (gate_retry_plan_waits (fixture->plan, fixture->other));
  gate_test_wait_until (fixture->n_tries == 1);
  g_assert_true (fixture->last == fixture->one);
  g_assert_false (gate_retry_plan_waits (fixture->plan, fixture->one));
}

/* When the network is back all of it is tried at once, each thing once. */
static void
test_hurry (Fixture       *fixture,
            gconstpointer  data)
{
  gate_retry_plan_failed (fixture->plan, fixture->one, 1000);
  gate_retry_plan_failed (fixture->plan, fixture->one, 1000);
  gate_retry_plan_failed (fixture->plan, fixture->other, 1000);
  gate_retry_plan_hurry (fixture->plan);
  gate_retry_plan_hurry (fixture->plan);
  run_idles ();
  g_assert_cmpuint (fixture->n_tries, ==, 2);
  gate_retry_plan_hurry (fixture->plan);
  run_idles ();
  g_assert_cmpuint (fixture->n_tries, ==, 2);
}

/* What works again is not tried, nor what nobody wants any more. */
static void
test_succeeded (Fixture       *fixture,
                gconstpointer  data)
{
  gate_retry_plan_failed (fixture->plan, fixture->one, 0);
  gate_retry_plan_failed (fixture->plan, fixture->other, 0);
  gate_retry_plan_hurry (fixture->plan);
  gate_retry_plan_succeeded (fixture->plan, fixture->one);
  run_idles ();
  g_assert_cmpuint (fixture->n_tries, ==, 1);
  g_assert_true (fixture->last == fixture->other);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/hub/retry-plan/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  g_test_add ("/hub/retry-plan/in-time", Fixture, NULL, set_up, test_in_time, tear_down);
  g_test_add ("/hub/retry-plan/hurry", Fixture, NULL, set_up, test_hurry, tear_down);
  g_test_add ("/hub/retry-plan/succeeded", Fixture, NULL, set_up, test_succeeded, tear_down);
  return g_test_run ();
}
