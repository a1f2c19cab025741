// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-retry-plan.h"

#include "gate-test.h"

#include <string.h>

/* A network that is there or not, as the test wants. */
typedef struct {
  GObject  parent_instance;
  gboolean available;
} TestNetwork;

typedef GObjectClass TestNetworkClass;

static GType test_network_get_type (void);

static void
no_vfuncs (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_TYPE_WITH_CODE (TestNetwork, test_network, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, NULL)
                         G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, no_vfuncs))

static void
test_network_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == 1)
    g_value_set_boolean (value, ((TestNetwork *) object)->available);
}

static void
test_network_class_init (TestNetworkClass *klass)
{
  klass->get_property = test_network_get_property;
  g_object_class_override_property (klass, 1, "network-available");
  g_object_class_override_property (klass, 2, "network-metered");
  g_object_class_override_property (klass, 3, "connectivity");
}

static void
test_network_init (TestNetwork *self)
{
  self->available = TRUE;
}

typedef struct {
  TestNetwork   *network;
  GateRetryPlan *plan;
  const char    *one;
  const char    *other;
  guint          n_tries;
  char           last[8];
} Fixture;

static void
retry (const char *key,
       gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_tries++;
  g_strlcpy (fixture->last, key, sizeof fixture->last);
}

static gboolean
needs_network (const char *key,
               gpointer    user_data)
{
  return strcmp (key, "one") == 0;
}

static void
set_available (Fixture  *fixture,
               gboolean  available)
{
  fixture->network->available = available;
  g_signal_emit_by_name (fixture->network, "network-changed", available);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->network = g_object_new (test_network_get_type (), NULL);
  fixture->plan = gate_retry_plan_new (G_NETWORK_MONITOR (fixture->network), retry, needs_network, fixture);
  fixture->one = "one";
  fixture->other = "other";
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gate_retry_plan_free (fixture->plan);
  g_assert_finalize_object (fixture->network);
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
  g_assert_cmpstr (fixture->last, ==, "one");
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
  g_assert_cmpstr (fixture->last, ==, "other");
}

/* Who tells of a failure that is told already changes nothing: two who look at the same thing do not make it come later, or sooner. */
static void
test_told_twice (Fixture       *fixture,
                 gconstpointer  data)
{
  for (guint i = 0; i < 20; i++)
    gate_retry_plan_failed (fixture->plan, fixture->one, 0);
  gate_test_wait_until (fixture->n_tries == 1);
}

/* Without a network nothing is tried that needs it; when it is back all of that is, each thing once. */
static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  set_available (fixture, FALSE);
  gate_retry_plan_failed (fixture->plan, fixture->one, 0);
  gate_retry_plan_failed (fixture->plan, fixture->other, 4);
  gate_test_wait_until (fixture->n_tries == 1);
  g_assert_cmpstr (fixture->last, ==, "other");
  g_assert_true (gate_retry_plan_waits (fixture->plan, fixture->one));
  gate_retry_plan_failed (fixture->plan, fixture->one, 0);
  set_available (fixture, TRUE);
  run_idles ();
  g_assert_cmpuint (fixture->n_tries, ==, 2);
  g_assert_cmpstr (fixture->last, ==, "one");
  set_available (fixture, TRUE);
  run_idles ();
  g_assert_cmpuint (fixture->n_tries, ==, 2);
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
  g_test_add ("/hub/retry-plan/told-twice", Fixture, NULL, set_up, test_told_twice, tear_down);
  g_test_add ("/hub/retry-plan/offline", Fixture, NULL, set_up, test_offline, tear_down);
  return g_test_run ();
}
