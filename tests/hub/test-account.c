// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-account-private.h"

#include "gate-connector.h"
#include "gate-hub-connector-private.h"
#include "gate-notices.h"

#include "gate-test.h"

#define HOUR (60 * 60)
#define DAY (24 * HOUR)

static GateHubAccount *
new_account_of (const char *text)
{
  g_autoptr(JsonNode) entry = json_from_string (text, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateConnector) connector = gate_connector_new_from_json ("notion", entry, GATE_CONNECTOR_ORIGIN_USER, &error);

  g_assert_no_error (error);
  g_autoptr(GateHubConnector) item = gate_hub_connector_new (connector);
  return gate_hub_account_new (item, "");
}

static GateHubAccount *
new_account (void)
{
  return new_account_of ("{\"type\": \"http\", \"url\": \"https://example.com/mcp\"}");
}

typedef enum {
  NOT_ASKED,
  LISTED,
  FAILED,
} Answer;

/* What the keyring tells, and what the service has said since, together say how a person is told of layer 3, and what they can do. */
static void
test_layers (void)
{
  static const struct {
    gboolean           active;
    gboolean           locked;
    const char        *kept;
    Answer             answer;
    GateError          code;
    GateLayer          layer;
    const char        *told;
    gboolean           signed_in;
    gboolean           asked;
    GateAccountRemedy  remedy;
  } cases[] = {
    { TRUE, FALSE, "unknown", NOT_ASKED, 0, 0, "unknown", FALSE, TRUE, GATE_ACCOUNT_REMEDY_WAIT },
    { FALSE, FALSE, "unknown", NOT_ASKED, 0, 0, "unknown", FALSE, TRUE, GATE_ACCOUNT_REMEDY_CONNECT },
    { FALSE, TRUE, "unknown", NOT_ASKED, 0, 0, "unknown", FALSE, TRUE, GATE_ACCOUNT_REMEDY_ASK_ADMINISTRATOR },
    { TRUE, FALSE, "unknown", LISTED, 0, 0, "not-needed", TRUE, TRUE, GATE_ACCOUNT_REMEDY_NONE },
    { FALSE, FALSE, "unknown", LISTED, 0, 0, "not-needed", TRUE, TRUE, GATE_ACCOUNT_REMEDY_TURN_ON },
    { TRUE, FALSE, "unknown", FAILED, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, "signed-out", FALSE, TRUE, GATE_ACCOUNT_REMEDY_SIGN_IN },
    { FALSE, FALSE, "unknown", FAILED, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, "signed-out", FALSE, TRUE, GATE_ACCOUNT_REMEDY_TURN_ON },
    { TRUE, FALSE, "unknown", FAILED, GATE_ERROR_NETWORK, GATE_LAYER_NETWORK, "unknown", FALSE, TRUE, GATE_ACCOUNT_REMEDY_RETRY },
    { TRUE, FALSE, "not-needed", NOT_ASKED, 0, 0, "not-needed", TRUE, TRUE, GATE_ACCOUNT_REMEDY_NONE },
    { TRUE, FALSE, "not-needed", FAILED, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, "signed-out", FALSE, TRUE,
      GATE_ACCOUNT_REMEDY_SIGN_IN },
    { TRUE, FALSE, "signed-in", LISTED, 0, 0, "signed-in", TRUE, TRUE, GATE_ACCOUNT_REMEDY_NONE },
    { FALSE, FALSE, "signed-in", NOT_ASKED, 0, 0, "signed-in", TRUE, TRUE, GATE_ACCOUNT_REMEDY_TURN_ON },
    { TRUE, FALSE, "signed-in", FAILED, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, "signed-in", TRUE, TRUE,
      GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN },
    { TRUE, FALSE, "signed-in", FAILED, GATE_ERROR_UNAVAILABLE, GATE_LAYER_SERVICE, "signed-in", TRUE, TRUE, GATE_ACCOUNT_REMEDY_RETRY },
    { TRUE, FALSE, "signed-out", NOT_ASKED, 0, 0, "signed-out", FALSE, FALSE, GATE_ACCOUNT_REMEDY_SIGN_IN },
    { TRUE, FALSE, "expired", NOT_ASKED, 0, 0, "expired", FALSE, FALSE, GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN },
    { TRUE, FALSE, "keyring-locked", NOT_ASKED, 0, 0, "keyring-locked", FALSE, FALSE, GATE_ACCOUNT_REMEDY_UNLOCK },
    { TRUE, FALSE, "keyring-absent", NOT_ASKED, 0, 0, "keyring-absent", FALSE, FALSE, GATE_ACCOUNT_REMEDY_GET_KEYRING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateHubAccount) account = new_account ();
      g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
      GateLayers layers = { .sign_in = cases[i].kept, .active = cases[i].active, .locked_off = cases[i].locked };
      g_autoptr(GError) error = cases[i].answer == FAILED ? gate_error_new (cases[i].code, cases[i].layer, NULL, "It failed") : NULL;

      g_test_message ("case %u", i);
      g_assert_cmpint (gate_hub_account_get_remedy (account), ==, GATE_ACCOUNT_REMEDY_TURN_ON);
      gate_hub_account_take_layers (account, &layers);
      if (cases[i].answer != NOT_ASKED)
        gate_hub_account_take_listing (account, error ? NULL : nothing, error);
      g_assert_cmpstr (gate_hub_account_get_sign_in (account), ==, cases[i].told);
      g_assert_cmpstr (gate_hub_account_get_kept_sign_in (account), ==, cases[i].kept);
      g_assert_cmpint (gate_hub_account_is_signed_in (account), ==, cases[i].signed_in);
      g_assert_cmpint (gate_hub_account_can_be_asked (account), ==, cases[i].asked);
      g_assert_cmpint (gate_hub_account_get_remedy (account), ==, cases[i].remedy);
    }
}

/* A program on this computer is started by the person: until it was asked, that is what there is to do. */
static void
test_local (void)
{
  g_autoptr(GateHubAccount) account = new_account_of ("{\"type\": \"stdio\", \"command\": \"true\"}");
  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  GateLayers layers = { .sign_in = "not-needed", .active = TRUE };

  gate_hub_account_take_layers (account, &layers);
  g_assert_cmpint (gate_hub_account_get_remedy (account), ==, GATE_ACCOUNT_REMEDY_START);
  gate_hub_account_set_listing (account);
  g_assert_cmpint (gate_hub_account_get_remedy (account), ==, GATE_ACCOUNT_REMEDY_NONE);
  gate_hub_account_take_listing (account, nothing, NULL);
  g_assert_cmpint (gate_hub_account_get_remedy (account), ==, GATE_ACCOUNT_REMEDY_NONE);
  layers.active = FALSE;
  gate_hub_account_take_layers (account, &layers);
  g_assert_cmpint (gate_hub_account_get_remedy (account), ==, GATE_ACCOUNT_REMEDY_TURN_ON);
}

/* What failed before it was turned off and on again is asked anew: somebody may have signed in meanwhile. */
static void
test_on_again (void)
{
  g_autoptr(GateHubAccount) account = new_account ();
  g_autoptr(GError) error = gate_error_new (GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, NULL, "You are not signed in");
  GateLayers layers = { .sign_in = "unknown", .active = TRUE };

  gate_hub_account_take_layers (account, &layers);
  gate_hub_account_take_listing (account, NULL, error);
  gate_hub_account_set_active (account, TRUE, FALSE);
  g_assert_cmpint (gate_hub_account_get_phase (account), ==, GATE_ACCOUNT_PHASE_FAILED);
  gate_hub_account_set_active (account, FALSE, FALSE);
  gate_hub_account_set_active (account, TRUE, FALSE);
  g_assert_cmpint (gate_hub_account_get_phase (account), ==, GATE_ACCOUNT_PHASE_UNKNOWN);
  g_assert_null (gate_hub_account_get_error (account));
  g_assert_null (gate_hub_account_get_kept_sign_in (account));
}

/* Nobody is told for the whole life of a sign-in that it ends, nor only when it is too late. */
static void
test_ahead (void)
{
  static const struct {
    gint64 signed_in_at;
    gint64 expires;
    gint64 ahead;
  } cases[] = {
    { 0, 1000 * DAY, DAY },
    { 2000, 1000, DAY },
    { 1000, 1000 + HOUR, HOUR / 10 },
    { 1000, 1000 + 60, 5 * 60 },
    { 1000, 1000 + 10 * DAY, DAY },
    { 1000, 1000 + 3650 * DAY, 7 * DAY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (gate_notices_get_ahead (cases[i].signed_in_at, cases[i].expires), ==, cases[i].ahead);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hub/account/layers", test_layers);
  g_test_add_func ("/hub/account/local", test_local);
  g_test_add_func ("/hub/account/on-again", test_on_again);
  g_test_add_func ("/hub/account/ahead", test_ahead);
  return g_test_run ();
}
