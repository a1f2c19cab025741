// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept in the two databases.
#include "store-test.h"

#include "gate-approval.h"
#include "gate-catalogue.h"
#include "gate-list-stamp.h"
#include "gate-pin.h"
#include "gate-state-store.h"
#include "gate-usage.h"
#include "gate-era-verdict.h"

/* Starts an operation, waits, and takes its result. */
#define WAIT_FOR(start, finish) \
  G_STMT_START { \
    g_autoptr(GAsyncResult) result = NULL; \
    g_autoptr(GError) error = NULL; \
    start; \
    gate_test_wait (result); \
    finish; \
    g_assert_no_error (error); \
  } G_STMT_END
#define TAIL NULL, gate_test_keep_result, &result

static void
save_approval (GateStore  *state,
               const char *fingerprint,
               const char *project,
               const char *choice)
{
  const GateApproval approval = {
    .kind = (char *) "command", .connector = (char *) "local", .fingerprint = (char *) fingerprint,
    .project = (char *) project, .choice = (char *) choice,
  };

  WAIT_FOR (gate_approval_save_async (state, &approval, TAIL), gate_approval_save_finish (state, result, &error));
}

static void
assert_approval (GateStore  *state,
                 const char *fingerprint,
                 const char *project,
                 const char *choice)
{
  g_autoptr(GateApproval) approval = NULL;

  WAIT_FOR (gate_approval_lookup_async (state, "command", "local", fingerprint, project, TAIL),
            approval = gate_approval_lookup_finish (state, result, &error));
  g_assert_cmpstr (approval ? approval->choice : NULL, ==, choice);
}

static void
test_approvals (void)
{
  GateStore *state = gate_state_store_new (NULL);
  const GateApproval of_connector = { .connector = (char *) "local" };
  const GateApproval of_other = { .connector = (char *) "other" };
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) none = NULL;

  assert_approval (state, "f1", "default", NULL);
  save_approval (state, "f1", NULL, "allow");
  assert_approval (state, "f1", "default", "allow");
  assert_approval (state, "f1", NULL, "allow");
  save_approval (state, "f1", "default", "block");
  assert_approval (state, "f1", "default", "block");
  assert_approval (state, "f1", "other", "allow");
  assert_approval (state, "f2", "default", NULL);
  save_approval (state, "f1", "default", "ask");
  assert_approval (state, "f1", "default", "ask");

  WAIT_FOR (gate_approval_list_async (state, &of_connector, TAIL), all = gate_approval_list_finish (state, result, &error));
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpint (((GateApproval *) all->pdata[0])->at, >, 0);
  WAIT_FOR (gate_approval_forget_async (state, &of_other, TAIL), gate_approval_forget_finish (state, result, &error));
  assert_approval (state, "f1", "default", "ask");
  WAIT_FOR (gate_approval_forget_async (state, &of_connector, TAIL), gate_approval_forget_finish (state, result, &error));
  assert_approval (state, "f1", "default", NULL);
  WAIT_FOR (gate_approval_list_async (state, &of_connector, TAIL), none = gate_approval_list_finish (state, result, &error));
  g_assert_cmpuint (none->len, ==, 0);
  gate_test_finalize (state);
}

static void
test_pins (void)
{
  GateStore *state = gate_state_store_new (NULL);
  g_autoptr(GPtrArray) pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_pin_free);
  g_autoptr(GPtrArray) one = NULL;
  g_autoptr(GPtrArray) of_account = NULL;
  g_autoptr(GPtrArray) left = NULL;

  for (guint i = 0; i < 3; i++)
    {
      const GatePin pin = {
        .connector = (char *) "notion", .account = i == 2 ? (char *) "work" : NULL,
        .tool = (char *) (i == 1 ? "search'; DROP TABLE pins; --" : "read"),
        .digest = (char *) "d", .definition = (char *) "{\"name\":\"☃\"}",
      };
      g_ptr_array_add (pins, gate_pin_copy (&pin));
    }
  WAIT_FOR (gate_pin_save_async (state, pins, TAIL), gate_pin_save_finish (state, result, &error));
  WAIT_FOR (gate_pin_list_async (state, "notion", "", pins->len > 1 ? ((GatePin *) pins->pdata[1])->tool : NULL, TAIL),
            one = gate_pin_list_finish (state, result, &error));
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (((GatePin *) one->pdata[0])->definition, ==, "{\"name\":\"☃\"}");
  WAIT_FOR (gate_pin_list_async (state, "notion", "", NULL, TAIL), of_account = gate_pin_list_finish (state, result, &error));
  g_assert_cmpuint (of_account->len, ==, 2);
  WAIT_FOR (gate_pin_forget_async (state, "notion", "", NULL, TAIL), gate_pin_forget_finish (state, result, &error));
  WAIT_FOR (gate_pin_list_async (state, "notion", NULL, NULL, TAIL), left = gate_pin_list_finish (state, result, &error));
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (((GatePin *) left->pdata[0])->account, ==, "work");
  gate_test_finalize (state);
}

static void
test_usage (void)
{
  GateStore *state = gate_state_store_new (NULL);
  gint64 before = g_get_real_time ();
  const GateUsage everything = { NULL };
  g_autoptr(GPtrArray) uses = NULL;

  for (guint i = 0; i < 3; i++)
    WAIT_FOR (gate_usage_touch_async (state, "notion", NULL, "default", "search", 1, TAIL),
              gate_usage_touch_finish (state, result, &error));
  WAIT_FOR (gate_usage_touch_async (state, "slack", "work", "default", "post", 1, TAIL),
            gate_usage_touch_finish (state, result, &error));
  WAIT_FOR (gate_usage_list_async (state, &everything, TAIL), uses = gate_usage_list_finish (state, result, &error));
  g_assert_cmpuint (uses->len, ==, 2);

  const GateUsage *use = uses->pdata[0];
  g_assert_cmpstr (use->connector, ==, "notion");
  g_assert_cmpint (use->calls, ==, 3);
  g_assert_cmpint (use->at, >=, before);
  g_assert_cmpint (use->at, <=, g_get_real_time ());
  WAIT_FOR (gate_usage_forget_async (state, &everything, TAIL), gate_usage_forget_finish (state, result, &error));
  gate_test_finalize (state);
}

static void
test_verdicts (void)
{
  GateStore *state = gate_state_store_new (NULL);
  const GateEraVerdict verdict = { .subject = (char *) "https://mcp.example/mcp", .era = (char *) "legacy", .version = (char *) "2025-06-18" };
  g_autoptr(GateEraVerdict) none = NULL;
  g_autoptr(GateEraVerdict) found = NULL;
  g_autoptr(GateEraVerdict) gone = NULL;

  WAIT_FOR (gate_era_verdict_lookup_async (state, verdict.subject, TAIL), none = gate_era_verdict_lookup_finish (state, result, &error));
  g_assert_null (none);
  WAIT_FOR (gate_era_verdict_save_async (state, &verdict, TAIL), gate_era_verdict_save_finish (state, result, &error));
  WAIT_FOR (gate_era_verdict_lookup_async (state, verdict.subject, TAIL), found = gate_era_verdict_lookup_finish (state, result, &error));
  g_assert_cmpstr (found->era, ==, "legacy");
  g_assert_cmpstr (found->version, ==, "2025-06-18");
  WAIT_FOR (gate_era_verdict_forget_async (state, verdict.subject, TAIL), gate_era_verdict_forget_finish (state, result, &error));
  WAIT_FOR (gate_era_verdict_lookup_async (state, verdict.subject, TAIL), gone = gate_era_verdict_lookup_finish (state, result, &error));
  g_assert_null (gone);
  gate_test_finalize (state);
}

static void
assert_stamp (GateStore  *state,
              const char *connector,
              const char *account,
              gint64      count)
{
  g_autoptr(GateListStamp) stamp = NULL;

  WAIT_FOR (gate_list_stamp_lookup_async (state, connector, account, "tools", TAIL),
            stamp = gate_list_stamp_lookup_finish (state, result, &error));
  g_assert_cmpint (stamp ? stamp->count : -1, ==, count);
  g_assert_true (!stamp || (stamp->at > 0 && stamp->at <= g_get_real_time () && stamp->place == 7 && strcmp (stamp->scope, "x") == 0));
}

/* What was written of a list that is in the cache: forgotten by account, or with the connector. */
static void
test_stamps (void)
{
  GateStore *state = gate_state_store_new (NULL);
  const GateListStamp stamps[] = {
    { .connector = (char *) "one", .account = (char *) "", .kind = (char *) "tools", .scope = (char *) "x", .place = 7, .count = 9 },
    { .connector = (char *) "one", .account = (char *) "", .kind = (char *) "tools", .scope = (char *) "x", .place = 7, .count = 10 },
    { .connector = (char *) "one", .account = (char *) "work", .kind = (char *) "tools", .scope = (char *) "x", .place = 7, .count = 3 },
    { .connector = (char *) "two", .account = (char *) "", .kind = (char *) "tools", .scope = (char *) "x", .place = 7, .count = 0 },
  };

  assert_stamp (state, "one", "", -1);
  for (guint i = 0; i < G_N_ELEMENTS (stamps); i++)
    WAIT_FOR (gate_list_stamp_save_async (state, &stamps[i], TAIL), gate_list_stamp_save_finish (state, result, &error));
  assert_stamp (state, "one", "", 10);
  assert_stamp (state, "one", "work", 3);
  assert_stamp (state, "two", "", 0);
  WAIT_FOR (gate_list_stamp_forget_async (state, "one", "work", TAIL), gate_list_stamp_forget_finish (state, result, &error));
  assert_stamp (state, "one", "work", -1);
  assert_stamp (state, "one", "", 10);
  WAIT_FOR (gate_list_stamp_forget_async (state, "one", NULL, TAIL), gate_list_stamp_forget_finish (state, result, &error));
  assert_stamp (state, "one", "", -1);
  assert_stamp (state, "two", "", 0);
  gate_test_finalize (state);
}

static GateCatalogue *
lookup_catalogue (GateStore  *cache,
                  const char *connector)
{
  GateCatalogue *catalogue = NULL;

  WAIT_FOR (gate_catalogue_lookup_async (cache, connector, NULL, "tools", TAIL),
            catalogue = gate_catalogue_lookup_finish (cache, result, &error));
  return catalogue;
}

static void
test_catalogues (void)
{
  GateStore *cache = gate_cache_store_new (NULL);
  const GateCatalogue catalogue = {
    .connector = (char *) "notion", .kind = (char *) "tools", .text = (char *) "[1]", .scope = (char *) "read", .ttl = 60000,
  };
  g_autoptr(GateCatalogue) none = lookup_catalogue (cache, "notion");

  g_assert_null (none);
  WAIT_FOR (gate_catalogue_save_async (cache, &catalogue, TAIL), gate_catalogue_save_finish (cache, result, &error));
  g_autoptr(GateCatalogue) found = lookup_catalogue (cache, "notion");
  g_assert_cmpstr (found->text, ==, "[1]");
  g_assert_cmpstr (found->scope, ==, "read");
  g_assert_cmpint (found->ttl, ==, 60000);
  g_assert_cmpint (found->as_of, >, 0);

  /* What is closed opens again by itself, and nothing is left beside the file meanwhile. */
  g_autofree char *log = g_strconcat (gate_store_get_path (cache), "-wal", NULL);
  WAIT_FOR (gate_store_close_async (cache, TAIL), gate_store_close_finish (cache, result, &error));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_autoptr(GateCatalogue) reopened = lookup_catalogue (cache, "notion");
  g_assert_cmpstr (reopened->text, ==, "[1]");
  WAIT_FOR (gate_catalogue_forget_async (cache, "notion", NULL, NULL, TAIL), gate_catalogue_forget_finish (cache, result, &error));
  g_autoptr(GateCatalogue) gone = lookup_catalogue (cache, "notion");
  g_assert_null (gone);
  gate_test_finalize (cache);
}

static void
test_catalogue_limits (void)
{
  GateStore *cache = gate_cache_store_new (NULL);
  g_autofree char *too_large = g_strnfill (GATE_CATALOGUE_LIMIT + 1, 'x');
  g_autofree char *largest = g_strnfill (GATE_CATALOGUE_LIMIT, 'x');
  GateCatalogue catalogue = { .connector = (char *) "large", .kind = (char *) "tools", .text = too_large };
  const guint n_that_fit = GATE_CATALOGUE_TOTAL_LIMIT / GATE_CATALOGUE_LIMIT;
  g_autoptr(GAsyncResult) refused = NULL;
  g_autoptr(GError) refusal = NULL;

  gate_catalogue_save_async (cache, &catalogue, NULL, gate_test_keep_result, &refused);
  gate_test_wait (refused);
  g_assert_false (gate_catalogue_save_finish (cache, refused, &refusal));
  g_assert_error (refusal, GATE_ERROR, GATE_ERROR_TOO_LARGE);

  catalogue.text = largest;
  for (guint i = 0; i < n_that_fit + 1; i++)
    {
      g_autofree char *connector = g_strdup_printf ("c%u", i);

      catalogue.connector = connector;
      catalogue.as_of = i + 1;
      WAIT_FOR (gate_catalogue_save_async (cache, &catalogue, TAIL), gate_catalogue_save_finish (cache, result, &error));
    }
  g_autoptr(GateCatalogue) oldest = lookup_catalogue (cache, "c0");
  g_autoptr(GateCatalogue) second = lookup_catalogue (cache, "c1");
  g_assert_null (oldest);
  g_assert_nonnull (second);
  WAIT_FOR (gate_catalogue_forget_async (cache, NULL, NULL, NULL, TAIL), gate_catalogue_forget_finish (cache, result, &error));
  g_clear_object (&refused);
  gate_test_finalize (cache);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/tables/approvals", test_approvals);
  g_test_add_func ("/store/tables/pins", test_pins);
  g_test_add_func ("/store/tables/usage", test_usage);
  g_test_add_func ("/store/tables/verdicts", test_verdicts);
  g_test_add_func ("/store/tables/stamps", test_stamps);
  g_test_add_func ("/store/tables/catalogues", test_catalogues);
  g_test_add_func ("/store/tables/catalogue-limits", test_catalogue_limits);
  return g_test_run ();
}
