// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-approval.h"
#include "gate-pin.h"
#include "gate-usage.h"

#include "gate-test.h"

/* A hub with two connectors, "notes" with an account of "client" beside the first, and "tasks" with one. Of each of the three accounts a
 * pin, a use, a secret and a choice are kept, of each connector an approval, and all are on in the first project. */
typedef struct {
  GateHub *hub;
  guint    n_told;  /* how often it was told that what is kept of tools has changed */
} Fixture;

static const struct {
  const char *connector;
  const char *account;
  const char *tool;
} kept[] = {
  { "notes", "", "notes__read" },
  { "notes", "client", "notes_client__read" },
  { "tasks", "", "tasks__read" },
};

static void
count (guint *n_told)
{
  *n_told += 1;
}

static void
add_connector (Fixture    *fixture,
               const char *id)
{
  g_autoptr(JsonNode) entry = json_from_string ("{\"type\":\"http\",\"url\":\"https://example.com/mcp\"}", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = NULL;

  gate_hub_add_connector_async (fixture->hub, id, entry, FALSE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  connector = gate_hub_add_connector_finish (fixture->hub, result, NULL, &error);
  g_assert_no_error (error);
}

static void
add_account (Fixture    *fixture,
             const char *connector,
             const char *account)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  gate_hub_add_account_async (fixture->hub, connector, account, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  id = gate_hub_add_account_finish (fixture->hub, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, account);
}

static void
keep_pin (Fixture *fixture,
          guint    index)
{
  g_autoptr(GPtrArray) pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_pin_free);
  g_autoptr(GAsyncResult) result = NULL;
  const GatePin pin = { (char *) kept[index].connector, (char *) kept[index].account, (char *) "read", (char *) "digest", (char *) "{}", 0 };

  g_ptr_array_add (pins, gate_pin_copy (&pin));
  gate_pin_save_async (fixture->hub->state, pins, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_pin_save_finish (fixture->hub->state, result, NULL));
}

static void
keep_usage (Fixture *fixture,
            guint    index)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_usage_touch_async (fixture->hub->state, kept[index].connector, kept[index].account, "default", "read", 1, NULL, gate_test_keep_result,
                          &result);
  gate_test_wait (result);
  g_assert_true (gate_usage_touch_finish (fixture->hub->state, result, NULL));
}

static void
keep_approval (Fixture *fixture,
               guint    index)
{
  const GateApproval approval = { (char *) "command", (char *) kept[index].connector, (char *) "digest", (char *) "", (char *) "allow", 0 };
  g_autoptr(GAsyncResult) result = NULL;

  gate_approval_save_async (fixture->hub->state, &approval, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_approval_save_finish (fixture->hub->state, result, NULL));
}

static GateSecretKey
key_of (guint index)
{
  return (GateSecretKey) { .kind = "field", .resource = kept[index].connector, .account = kept[index].account, .name = "KEY" };
}

static void
keep_secret (Fixture *fixture,
             guint    index)
{
  const GateSecretKey key = key_of (index);
  g_autoptr(GateSecret) secret = gate_secret_new_take (g_strdup ("s3cret"));
  g_autoptr(GAsyncResult) result = NULL;

  gate_secret_store_store_async (fixture->hub->secrets, &key, "A test", secret, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_secret_store_store_finish (fixture->hub->secrets, result, NULL));
}

static void
choose (Fixture *fixture,
        guint    index)
{
  GateHubProject *project = gate_hub_get_current_project (fixture->hub);
  g_autoptr(GAsyncResult) on = NULL;
  g_autoptr(GAsyncResult) choice = NULL;

  gate_hub_set_active_async (fixture->hub, project, kept[index].connector, kept[index].account, TRUE, NULL, gate_test_keep_result, &on);
  gate_test_wait (on);
  g_assert_true (gate_hub_set_active_finish (fixture->hub, on, NULL));
  gate_hub_set_tool_choice_async (fixture->hub, NULL, kept[index].tool, "allow", NULL, gate_test_keep_result, &choice);
  gate_test_wait (choice);
  g_assert_true (gate_hub_set_tool_choice_finish (fixture->hub, choice, NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GateInteraction) interaction = gate_interaction_new_nobody ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->hub = gate_hub_new (interaction, GATE_HUB_DEFAULT);
  gate_hub_open_async (fixture->hub, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_hub_open_finish (fixture->hub, result, &error);
  g_assert_no_error (error);
  add_connector (fixture, "notes");
  add_connector (fixture, "tasks");
  add_account (fixture, "notes", "client");
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      keep_pin (fixture, i);
      keep_usage (fixture, i);
      keep_approval (fixture, i);
      keep_secret (fixture, i);
      choose (fixture, i);
    }
  gate_hub_watch_pins (fixture->hub);
  g_signal_connect_swapped (fixture->hub, "pins-changed", G_CALLBACK (count), &fixture->n_told);
}

static void
remove_connector (Fixture    *fixture,
                  const char *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) entry = NULL;

  gate_hub_remove_connector_async (fixture->hub, id, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  entry = gate_hub_remove_connector_finish (fixture->hub, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (entry);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const ids[] = { "notes", "tasks" };
  g_autoptr(GAsyncResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (gate_hub_find_connector (fixture->hub, ids[i], NULL))
      remove_connector (fixture, ids[i]);
  gate_hub_close_async (fixture->hub, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_true (gate_hub_close_finish (fixture->hub, result, NULL));
  g_clear_object (&result);
  gate_test_finalize (fixture->hub);
}

static gboolean
has_pin (Fixture *fixture,
         guint    index)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) pins = NULL;

  gate_pin_list_async (fixture->hub->state, kept[index].connector, kept[index].account, NULL, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  pins = gate_pin_list_finish (fixture->hub->state, result, NULL);
  g_assert_nonnull (pins);
  return pins->len > 0;
}

static gboolean
has_usage (Fixture *fixture,
           guint    index)
{
  const GateUsage match = { .connector = (char *) kept[index].connector, .account = (char *) kept[index].account };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) usages = NULL;

  gate_usage_list_async (fixture->hub->state, &match, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  usages = gate_usage_list_finish (fixture->hub->state, result, NULL);
  g_assert_nonnull (usages);
  return usages->len > 0;
}

static gboolean
has_approval (Fixture *fixture,
              guint    index)
{
  const GateApproval match = { .connector = (char *) kept[index].connector };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) approvals = NULL;

  gate_approval_list_async (fixture->hub->state, &match, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  approvals = gate_approval_list_finish (fixture->hub->state, result, NULL);
  g_assert_nonnull (approvals);
  return approvals->len > 0;
}

static gboolean
has_secret (Fixture *fixture,
            guint    index)
{
  const GateSecretKey key = key_of (index);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSecret) secret = NULL;

  gate_secret_store_lookup_async (fixture->hub->secrets, &key, TRUE, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  secret = gate_secret_store_lookup_finish (fixture->hub->secrets, result, &error);
  g_assert_no_error (error);
  return secret != NULL;
}

static gboolean
is_chosen (Fixture *fixture,
           guint    index)
{
  GateHubProject *project = gate_hub_get_current_project (fixture->hub);

  return gate_hub_get_tool_choice (fixture->hub, project, kept[index].tool) == GATE_TOOL_CHOICE_ALLOW;
}

/* What is kept of one of the accounts is all there, or none of it is. What was approved is kept of the connector. */
static void
check_account (Fixture  *fixture,
               guint     index,
               gboolean  there,
               gboolean  approved)
{
  GateHubProject *project = gate_hub_get_current_project (fixture->hub);

  g_assert_cmpint (has_pin (fixture, index), ==, there);
  g_assert_cmpint (has_usage (fixture, index), ==, there);
  g_assert_cmpint (has_secret (fixture, index), ==, there);
  g_assert_cmpint (is_chosen (fixture, index), ==, there);
  g_assert_cmpint (gate_hub_project_is_active (project, kept[index].connector, kept[index].account), ==, there);
  g_assert_cmpint (has_approval (fixture, index), ==, approved);
}

/* All of it is kept before anything is removed: what is not there then was forgotten. */
static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    check_account (fixture, i, TRUE, TRUE);
}

/* One account goes, with all that is kept of it and nothing else; and whoever looks at tools is told. */
static void
test_account (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_hub_remove_account_async (fixture->hub, "notes", "client", NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  gate_hub_remove_account_finish (fixture->hub, result, &error);
  g_assert_no_error (error);
  check_account (fixture, 0, TRUE, TRUE);
  check_account (fixture, 1, FALSE, TRUE);
  check_account (fixture, 2, TRUE, TRUE);
  gate_test_wait_until (fixture->n_told > 0);
}

/* The whole connector goes, with all of its accounts and what was approved of it. */
static void
test_connector (Fixture       *fixture,
                gconstpointer  data)
{
  remove_connector (fixture, "notes");
  check_account (fixture, 0, FALSE, FALSE);
  check_account (fixture, 1, FALSE, FALSE);
  check_account (fixture, 2, TRUE, TRUE);
  gate_test_wait_until (fixture->n_told > 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/hub/forgetting/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  g_test_add ("/hub/forgetting/account", Fixture, NULL, set_up, test_account, tear_down);
  g_test_add ("/hub/forgetting/connector", Fixture, NULL, set_up, test_connector, tear_down);
  return g_test_run ();
}
