// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-policy.h"

#include <string.h>

#define CALL .action = GATE_POLICY_CALL
#define RUN .action = GATE_POLICY_RUN, .local = TRUE, .origin = GATE_CONNECTOR_ORIGIN_USER
#define READ .group = GATE_TOOL_READ
#define WRITE .group = GATE_TOOL_WRITE
#define DESTROY .group = GATE_TOOL_DESTRUCTIVE
#define USER .origin = GATE_CONNECTOR_ORIGIN_USER
#define YES .approved = TRUE
#define SESSION .session_allowed = TRUE
#define PROJECT(choice) .project_choice = GATE_TOOL_CHOICE_##choice
#define EVERYWHERE(choice) .connector_choice = GATE_TOOL_CHOICE_##choice
#define MANAGED(rule) .managed_rule = GATE_MANAGED_RULE_##rule
#define CHANGED .pin = GATE_REVIEW_CHANGED
#define SAME .pin = GATE_REVIEW_SAME

static const struct {
  GatePolicyInput  input;
  GateVerdict      verdict;
  const char      *rule;
} cases[] = {
  /* Blocks come first, the administrator's before the person's, and nothing lifts them. */
  { { CALL, READ, .locked_off = TRUE }, GATE_VERDICT_BLOCK, "locked-off" },
  { { CALL, READ, .locked_off = TRUE, YES, SESSION, PROJECT (ALLOW), MANAGED (ALLOW) }, GATE_VERDICT_BLOCK, "locked-off" },
  { { RUN, .locked_off = TRUE, .command = GATE_REVIEW_SAME }, GATE_VERDICT_BLOCK, "locked-off" },
  { { .action = GATE_POLICY_ACTIVATE, .locked_off = TRUE, .by_person = TRUE }, GATE_VERDICT_BLOCK, "locked-off" },
  { { .action = GATE_POLICY_CONNECT, .locked_off = TRUE, .by_person = TRUE }, GATE_VERDICT_BLOCK, "locked-off" },
  { { RUN, .local_servers_off = TRUE, .command = GATE_REVIEW_SAME }, GATE_VERDICT_BLOCK, "local-servers-off" },
  { { .action = GATE_POLICY_ACTIVATE, .local = TRUE, USER, .local_servers_off = TRUE, .by_person = TRUE }, GATE_VERDICT_BLOCK, "local-servers-off" },
  { { CALL, READ, .local = TRUE, USER, .local_servers_off = TRUE }, GATE_VERDICT_BLOCK, "local-servers-off" },
  { { CALL, READ, USER, .local_servers_off = TRUE }, GATE_VERDICT_ALLOW, "default-read" },
  { { CALL, READ, .local = TRUE, .origin = GATE_CONNECTOR_ORIGIN_ORGANIZATION, .local_servers_off = TRUE }, GATE_VERDICT_ALLOW, "default-read" },
  { { .action = GATE_POLICY_ACTIVATE, .activation_locked = TRUE, .by_person = TRUE, YES }, GATE_VERDICT_BLOCK, "activation-locked" },
  { { .action = GATE_POLICY_CONNECT, .activation_locked = TRUE, .by_person = TRUE }, GATE_VERDICT_ALLOW, "person-does" },
  { { CALL, READ, .activation_locked = TRUE }, GATE_VERDICT_ALLOW, "default-read" },
  { { CALL, READ, MANAGED (BLOCK) }, GATE_VERDICT_BLOCK, "managed-block" },
  { { CALL, WRITE, MANAGED (BLOCK), PROJECT (ALLOW), EVERYWHERE (ALLOW), YES, SESSION }, GATE_VERDICT_BLOCK, "managed-block" },
  { { CALL, WRITE, MANAGED (BLOCK), PROJECT (BLOCK) }, GATE_VERDICT_BLOCK, "managed-block" },
  { { CALL, READ, .managed_read_only = TRUE }, GATE_VERDICT_ALLOW, "default-read" },
  { { CALL, WRITE, .managed_read_only = TRUE }, GATE_VERDICT_BLOCK, "managed-read-only" },
  { { CALL, DESTROY, .managed_read_only = TRUE, PROJECT (ALLOW), YES }, GATE_VERDICT_BLOCK, "managed-read-only" },
  { { CALL, WRITE, .managed_read_only = TRUE, MANAGED (ALLOW) }, GATE_VERDICT_BLOCK, "managed-read-only" },
  { { CALL, READ, PROJECT (BLOCK) }, GATE_VERDICT_BLOCK, "person-block" },
  { { CALL, READ, EVERYWHERE (BLOCK) }, GATE_VERDICT_BLOCK, "person-block" },
  { { CALL, WRITE, PROJECT (BLOCK), EVERYWHERE (ALLOW) }, GATE_VERDICT_BLOCK, "person-block" },
  { { CALL, WRITE, PROJECT (BLOCK), YES }, GATE_VERDICT_BLOCK, "person-block" },
  { { CALL, WRITE, PROJECT (BLOCK), SESSION }, GATE_VERDICT_BLOCK, "person-block" },
  { { CALL, WRITE, PROJECT (BLOCK), MANAGED (ALLOW) }, GATE_VERDICT_BLOCK, "person-block" },
  { { CALL, WRITE, PROJECT (BLOCK), CHANGED }, GATE_VERDICT_BLOCK, "person-block" },
  { { CALL, READ, .read_only = TRUE }, GATE_VERDICT_ALLOW, "default-read" },
  { { CALL, WRITE, .read_only = TRUE }, GATE_VERDICT_BLOCK, "person-read-only" },
  { { CALL, DESTROY, .read_only = TRUE, PROJECT (ALLOW), EVERYWHERE (ALLOW), YES }, GATE_VERDICT_BLOCK, "person-read-only" },

  /* A changed definition is looked at again, whatever was allowed before. */
  { { CALL, READ, CHANGED }, GATE_VERDICT_REVIEW, "definition-changed" },
  { { CALL, WRITE, CHANGED, PROJECT (ALLOW) }, GATE_VERDICT_REVIEW, "definition-changed" },
  { { CALL, WRITE, CHANGED, EVERYWHERE (ALLOW), YES, SESSION }, GATE_VERDICT_REVIEW, "definition-changed" },
  { { CALL, WRITE, CHANGED, MANAGED (ALLOW) }, GATE_VERDICT_REVIEW, "definition-changed" },
  { { CALL, WRITE, SAME, PROJECT (ALLOW) }, GATE_VERDICT_ALLOW, "person-allow" },
  { { CALL, READ, SAME }, GATE_VERDICT_ALLOW, "default-read" },
  { { CALL, WRITE, SAME }, GATE_VERDICT_ASK, "default-write" },

  /* The administrator's rules for a tool. */
  { { CALL, WRITE, MANAGED (ALLOW) }, GATE_VERDICT_ALLOW, "managed-allow" },
  { { CALL, DESTROY, MANAGED (ALLOW), PROJECT (ASK) }, GATE_VERDICT_ALLOW, "managed-allow" },
  { { CALL, WRITE, MANAGED (ALLOW), .lasting_off = TRUE }, GATE_VERDICT_ALLOW, "managed-allow" },
  { { CALL, READ, MANAGED (ASK) }, GATE_VERDICT_ASK, "managed-ask" },
  { { CALL, READ, MANAGED (ASK), PROJECT (ALLOW) }, GATE_VERDICT_ASK, "managed-ask" },
  { { CALL, READ, MANAGED (ASK), SESSION }, GATE_VERDICT_ASK, "managed-ask" },
  { { CALL, READ, MANAGED (ASK), YES }, GATE_VERDICT_ALLOW, "managed-ask-answered" },
  { { CALL, WRITE, MANAGED (ASK_SESSION) }, GATE_VERDICT_ASK, "managed-ask-session" },
  { { CALL, WRITE, MANAGED (ASK_SESSION), EVERYWHERE (ALLOW) }, GATE_VERDICT_ASK, "managed-ask-session" },
  { { CALL, WRITE, MANAGED (ASK_SESSION), SESSION }, GATE_VERDICT_ALLOW, "managed-ask-answered" },
  { { CALL, WRITE, MANAGED (ASK_SESSION), YES }, GATE_VERDICT_ALLOW, "managed-ask-answered" },

  /* The person's choices: the project's before the one for everywhere. */
  { { CALL, WRITE, PROJECT (ALLOW) }, GATE_VERDICT_ALLOW, "person-allow" },
  { { CALL, DESTROY, PROJECT (ALLOW) }, GATE_VERDICT_ALLOW, "person-allow" },
  { { CALL, WRITE, EVERYWHERE (ALLOW) }, GATE_VERDICT_ALLOW, "person-allow" },
  { { CALL, WRITE, PROJECT (ASK), EVERYWHERE (ALLOW) }, GATE_VERDICT_ASK, "person-ask" },
  { { CALL, WRITE, PROJECT (ALLOW), EVERYWHERE (ASK) }, GATE_VERDICT_ALLOW, "person-allow" },
  { { CALL, WRITE, PROJECT (ALLOW), EVERYWHERE (BLOCK) }, GATE_VERDICT_ALLOW, "person-allow" },
  { { CALL, READ, PROJECT (ASK) }, GATE_VERDICT_ASK, "person-ask" },
  { { CALL, READ, EVERYWHERE (ASK) }, GATE_VERDICT_ASK, "person-ask" },
  { { CALL, WRITE, PROJECT (ASK), YES }, GATE_VERDICT_ALLOW, "person-yes" },
  { { CALL, WRITE, PROJECT (ASK), SESSION }, GATE_VERDICT_ALLOW, "person-yes" },
  { { CALL, WRITE, PROJECT (ALLOW), .lasting_off = TRUE }, GATE_VERDICT_ASK, "lasting-off" },
  { { CALL, READ, PROJECT (ALLOW), .lasting_off = TRUE }, GATE_VERDICT_ALLOW, "default-read" },
  { { CALL, WRITE, PROJECT (ALLOW), .lasting_off = TRUE, SESSION }, GATE_VERDICT_ALLOW, "person-yes" },
  { { CALL, WRITE, .lasting_off = TRUE }, GATE_VERDICT_ASK, "lasting-off" },
  { { CALL, WRITE, PROJECT (ASK), .lasting_off = TRUE }, GATE_VERDICT_ASK, "person-ask" },

  /* Nobody decided anything. */
  { { CALL, READ }, GATE_VERDICT_ALLOW, "default-read" },
  { { CALL, WRITE }, GATE_VERDICT_ASK, "default-write" },
  { { CALL, DESTROY }, GATE_VERDICT_ASK, "default-destructive" },
  { { CALL, WRITE, YES }, GATE_VERDICT_ALLOW, "person-yes" },
  { { CALL, DESTROY, SESSION }, GATE_VERDICT_ALLOW, "person-yes" },

  /* Commands of local servers. */
  { { RUN }, GATE_VERDICT_ASK, "command-new" },
  { { RUN, YES }, GATE_VERDICT_ALLOW, "command-yes" },
  { { RUN, .command = GATE_REVIEW_SAME }, GATE_VERDICT_ALLOW, "command-known" },
  { { RUN, .command = GATE_REVIEW_CHANGED }, GATE_VERDICT_REVIEW, "command-changed" },
  { { RUN, .command = GATE_REVIEW_CHANGED, YES, SESSION }, GATE_VERDICT_REVIEW, "command-changed" },
  { { RUN, .by_person = TRUE }, GATE_VERDICT_ASK, "command-new" },
  { { .action = GATE_POLICY_RUN, .local = TRUE, .origin = GATE_CONNECTOR_ORIGIN_MANAGED }, GATE_VERDICT_ALLOW, "managed-command" },
  { { .action = GATE_POLICY_RUN, .local = TRUE, .origin = GATE_CONNECTOR_ORIGIN_MANAGED, .local_servers_off = TRUE }, GATE_VERDICT_ALLOW, "managed-command" },
  { { .action = GATE_POLICY_RUN, .local = TRUE, .origin = GATE_CONNECTOR_ORIGIN_ORGANIZATION }, GATE_VERDICT_ASK, "command-new" },

  /* Turning on and signing in. */
  { { .action = GATE_POLICY_ACTIVATE, .by_person = TRUE }, GATE_VERDICT_ALLOW, "person-does" },
  { { .action = GATE_POLICY_ACTIVATE }, GATE_VERDICT_ASK, "activate-unasked" },
  { { .action = GATE_POLICY_ACTIVATE, YES }, GATE_VERDICT_ALLOW, "person-does" },
  { { .action = GATE_POLICY_CONNECT, .by_person = TRUE }, GATE_VERDICT_ALLOW, "person-does" },
  { { .action = GATE_POLICY_CONNECT }, GATE_VERDICT_ASK, "connect-unasked" },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateDecision) decision = gate_policy_decide (&cases[i].input);

      g_test_message ("case %u: %s, %s: %s", i, gate_verdict_to_string (decision->verdict), decision->rule, decision->reason);
      g_assert_cmpstr (decision->rule, ==, cases[i].rule);
      g_assert_cmpstr (gate_verdict_to_string (decision->verdict), ==, gate_verdict_to_string (cases[i].verdict));
      g_assert_true (g_str_has_suffix (decision->reason, "."));
      g_assert_cmpint (decision->remedy != NULL, ==, decision->verdict != GATE_VERDICT_ALLOW);
    }
  g_assert_cmpuint (G_N_ELEMENTS (cases), >=, 60);
}

/* The error of each verdict, with and without somebody to ask. */
static void
test_errors (void)
{
  static const struct {
    GatePolicyInput input;
    int             alone;
    int             asked;
  } expected[] = {
    { { CALL, READ }, -1, -1 },
    { { CALL, WRITE }, GATE_ERROR_ASK_NEEDED, -1 },
    { { CALL, WRITE, CHANGED }, GATE_ERROR_CHANGED, -1 },
    { { CALL, WRITE, PROJECT (BLOCK) }, GATE_ERROR_POLICY, GATE_ERROR_POLICY },
    { { CALL, WRITE, MANAGED (BLOCK) }, GATE_ERROR_POLICY, GATE_ERROR_POLICY },
    { { RUN }, GATE_ERROR_ASK_NEEDED, -1 },
    { { .action = GATE_POLICY_ACTIVATE, .activation_locked = TRUE }, GATE_ERROR_LOCKED_BY_ADMIN, GATE_ERROR_LOCKED_BY_ADMIN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    for (guint interactive = 0; interactive < 2; interactive++)
      {
        GatePolicyInput input = expected[i].input;
        int code = interactive ? expected[i].asked : expected[i].alone;

        input.interactive = interactive != 0;
        g_autoptr(GateDecision) decision = gate_policy_decide (&input);
        g_autoptr(GError) error = gate_decision_to_error (decision);
        if (code < 0)
          g_assert_no_error (error);
        else
          {
            g_assert_error (error, GATE_ERROR, code);
            g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_POLICY);
            g_assert_nonnull (gate_error_get_remedy (error));
          }
      }
}

static void
test_memory (void)
{
  static const struct {
    GatePolicyInput input;
    GateMemory      memory;
  } expected[] = {
    { { CALL, WRITE }, GATE_MEMORY_ALWAYS },
    { { CALL, WRITE, PROJECT (ASK) }, GATE_MEMORY_ALWAYS },
    { { CALL, WRITE, PROJECT (ASK), .lasting_off = TRUE }, GATE_MEMORY_SESSION },
    { { CALL, WRITE, .lasting_off = TRUE }, GATE_MEMORY_SESSION },
    { { CALL, WRITE, MANAGED (ASK) }, GATE_MEMORY_ONCE },
    { { CALL, WRITE, MANAGED (ASK), .lasting_off = TRUE }, GATE_MEMORY_ONCE },
    { { CALL, WRITE, MANAGED (ASK_SESSION) }, GATE_MEMORY_SESSION },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr(GateDecision) decision = gate_policy_decide (&expected[i].input);

      g_assert_cmpint (decision->verdict, ==, GATE_VERDICT_ASK);
      g_assert_cmpint (decision->memory, ==, expected[i].memory);
    }
}

static void
test_sentences (void)
{
  const GatePolicyInput input = { CALL, DESTROY, .tool = "drop\x1b[2Jtable\u202e", .connector = "Review DB" };
  g_autoptr(GateDecision) decision = gate_policy_decide (&input);

  g_assert_cmpstr (decision->reason, ==, "“drop\\x1b[2Jtable\\u{202E}” of “Review DB” may change or delete something.");
  g_assert_cmpint (decision->decider, ==, GATE_DECIDER_DEFAULT);

  const GatePolicyInput nested = { CALL, DESTROY, .tool = "{connector}", .connector = "{tool}" };
  g_autoptr(GateDecision) odd = gate_policy_decide (&nested);
  g_assert_cmpstr (odd->reason, ==, "“{connector}” of “{tool}” may change or delete something.");
}

static void
test_tool_rules (void)
{
  static const struct {
    const char      *tool;
    GateManagedRule  rule;
  } expected[] = {
    { "search", GATE_MANAGED_RULE_ALLOW },
    { "read_file", GATE_MANAGED_RULE_ASK },
    { "read_", GATE_MANAGED_RULE_ASK },
    { "delete_document", GATE_MANAGED_RULE_BLOCK },
    { "delete_all", GATE_MANAGED_RULE_BLOCK },
    { "delete_draft", GATE_MANAGED_RULE_ALLOW },
    { "anything", GATE_MANAGED_RULE_ASK },
    { "a.b", GATE_MANAGED_RULE_ASK },
    { "", GATE_MANAGED_RULE_ASK },
  };
  g_autoptr(GateManagedValues) values = gate_managed_values_new ();

  gate_managed_values_add_tool_rule (values, "internal", "search", GATE_MANAGED_RULE_ALLOW);
  gate_managed_values_add_tool_rule (values, "internal", "read_*", GATE_MANAGED_RULE_ALLOW);
  gate_managed_values_add_tool_rule (values, "internal", "delete_*", GATE_MANAGED_RULE_BLOCK);
  gate_managed_values_add_tool_rule (values, "internal", "delete_draft", GATE_MANAGED_RULE_ALLOW);
  gate_managed_values_add_tool_rule (values, "internal", "*", GATE_MANAGED_RULE_ASK);
  gate_managed_values_add_tool_rule (values, "other", "*_x*_y", GATE_MANAGED_RULE_BLOCK);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (gate_managed_values_get_tool_rule (values, "internal", expected[i].tool), ==, expected[i].rule);
  g_assert_cmpint (gate_managed_values_get_tool_rule (values, "other", "a_xb_x_y_y"), ==, GATE_MANAGED_RULE_BLOCK);
  g_assert_cmpint (gate_managed_values_get_tool_rule (values, "other", "a_xb_y_z"), ==, GATE_MANAGED_RULE_NONE);
  g_assert_cmpint (gate_managed_values_get_tool_rule (values, "nowhere", "search"), ==, GATE_MANAGED_RULE_NONE);
}

static void
test_managed (void)
{
  g_autoptr(GateManagedValues) values = gate_managed_values_new ();
  GatePolicyInput input = { CALL, WRITE };

  gate_policy_input_add_managed (&input, NULL, "a", "t");
  gate_policy_input_add_managed (&input, values, "a", "t");
  g_assert_false (input.locked_off || input.managed_read_only || input.local_servers_off || input.lasting_off);
  g_assert_cmpint (input.managed_rule, ==, GATE_MANAGED_RULE_NONE);

  values->locked_off = g_strsplit ("a b", " ", -1);
  values->read_only = g_strsplit ("c", " ", -1);
  values->local_servers = FALSE;
  values->lasting_permissions = FALSE;
  gate_policy_input_add_managed (&input, values, "c", NULL);
  g_assert_false (input.locked_off);
  g_assert_true (input.managed_read_only && input.local_servers_off && input.lasting_off);
  gate_policy_input_add_managed (&input, values, "b", NULL);
  g_assert_true (input.locked_off);
}

static void
test_choices (void)
{
  GateToolChoice choice;

  for (GateToolChoice i = GATE_TOOL_CHOICE_NONE; i <= GATE_TOOL_CHOICE_BLOCK; i++)
    {
      g_assert_true (gate_tool_choice_from_string (gate_tool_choice_to_string (i), &choice));
      g_assert_cmpint (choice, ==, i);
    }
  g_assert_true (gate_tool_choice_from_string (NULL, &choice));
  g_assert_cmpint (choice, ==, GATE_TOOL_CHOICE_NONE);
  g_assert_false (gate_tool_choice_from_string ("sometimes", &choice));
  g_assert_cmpint (choice, ==, GATE_TOOL_CHOICE_ASK);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/policy/table", test_table);
  g_test_add_func ("/trust/policy/errors", test_errors);
  g_test_add_func ("/trust/policy/memory", test_memory);
  g_test_add_func ("/trust/policy/sentences", test_sentences);
  g_test_add_func ("/trust/policy/tool-rules", test_tool_rules);
  g_test_add_func ("/trust/policy/managed", test_managed);
  g_test_add_func ("/trust/policy/choices", test_choices);
  return g_test_run ();
}
