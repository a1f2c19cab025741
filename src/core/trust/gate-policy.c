// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-policy.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

#include <string.h>

#define NAME_LIMIT 100
#define ALL (GATE_POLICY_CALL | GATE_POLICY_RUN | GATE_POLICY_ACTIVATE | GATE_POLICY_CONNECT)
#define ASK_ADMINISTRATOR N_("Ask your administrator.")

typedef gboolean (* HoldsFunc) (const GatePolicyInput *input);

typedef struct {
  const char       *name;
  guint             actions;
  HoldsFunc         holds;
  GateVerdict       verdict;
  GateDecider       decider;
  GateMemory        memory;
  const char       *reason;
  const char       *remedy;
} Rule;

/* The project's own choice counts before the one that holds everywhere. */
static GateToolChoice
choice_of (const GatePolicyInput *input)
{
  return input->project_choice != GATE_TOOL_CHOICE_NONE ? input->project_choice : input->connector_choice;
}

static gboolean
writes (const GatePolicyInput *input)
{
  return input->group != GATE_TOOL_READ;
}

static gboolean
said_yes (const GatePolicyInput *input)
{
  return input->approved || input->session_allowed;
}

static gboolean
is_locked_off (const GatePolicyInput *input)
{
  return input->locked_off;
}

static gboolean
is_forbidden_local (const GatePolicyInput *input)
{
  return input->local_servers_off && input->local && input->origin == GATE_CONNECTOR_ORIGIN_USER;
}

static gboolean
is_activation_locked (const GatePolicyInput *input)
{
  return input->activation_locked;
}

static gboolean
managed_blocks (const GatePolicyInput *input)
{
  return input->managed_rule == GATE_MANAGED_RULE_BLOCK;
}

static gboolean
managed_reads_only (const GatePolicyInput *input)
{
  return input->managed_read_only && writes (input);
}

static gboolean
person_blocks (const GatePolicyInput *input)
{
  return choice_of (input) == GATE_TOOL_CHOICE_BLOCK;
}

static gboolean
person_reads_only (const GatePolicyInput *input)
{
  return input->read_only && writes (input);
}

static gboolean
definition_changed (const GatePolicyInput *input)
{
  return input->pin == GATE_REVIEW_CHANGED;
}

static gboolean
managed_allows (const GatePolicyInput *input)
{
  return input->managed_rule == GATE_MANAGED_RULE_ALLOW;
}

static gboolean
managed_ask_was_answered (const GatePolicyInput *input)
{
  return (input->managed_rule == GATE_MANAGED_RULE_ASK && input->approved) ||
         (input->managed_rule == GATE_MANAGED_RULE_ASK_SESSION && said_yes (input));
}

static gboolean
managed_asks (const GatePolicyInput *input)
{
  return input->managed_rule == GATE_MANAGED_RULE_ASK;
}

static gboolean
managed_asks_in_session (const GatePolicyInput *input)
{
  return input->managed_rule == GATE_MANAGED_RULE_ASK_SESSION;
}

static gboolean
person_allows (const GatePolicyInput *input)
{
  return choice_of (input) == GATE_TOOL_CHOICE_ALLOW && !input->lasting_off;
}

static gboolean
person_said_yes (const GatePolicyInput *input)
{
  return said_yes (input);
}

static gboolean
person_asks (const GatePolicyInput *input)
{
  return choice_of (input) == GATE_TOOL_CHOICE_ASK;
}

static gboolean
only_reads (const GatePolicyInput *input)
{
  return !writes (input);
}

static gboolean
lasting_is_off (const GatePolicyInput *input)
{
  return input->lasting_off;
}

static gboolean
may_destroy (const GatePolicyInput *input)
{
  return input->group == GATE_TOOL_DESTRUCTIVE;
}

static gboolean
is_managed (const GatePolicyInput *input)
{
  return input->origin == GATE_CONNECTOR_ORIGIN_MANAGED;
}

static gboolean
command_is_known (const GatePolicyInput *input)
{
  return input->command == GATE_REVIEW_SAME;
}

static gboolean
command_changed (const GatePolicyInput *input)
{
  return input->command == GATE_REVIEW_CHANGED;
}

static gboolean
person_does_it (const GatePolicyInput *input)
{
  return input->by_person || input->approved;
}

static gboolean
always (const GatePolicyInput *input)
{
  return TRUE;
}

/* From top to bottom; the first that holds decides. {tool} and {connector} are put in. The header's table is this one. */
static const Rule rules[] = {
  { "locked-off", ALL, is_locked_off, GATE_VERDICT_BLOCK, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_ONCE,
    N_("Your administrator switched {connector} off."), ASK_ADMINISTRATOR },
  { "local-servers-off", ALL, is_forbidden_local, GATE_VERDICT_BLOCK, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_ONCE,
    N_("Your administrator permits no local servers of your own, such as {connector}."), ASK_ADMINISTRATOR },
  { "activation-locked", GATE_POLICY_ACTIVATE, is_activation_locked, GATE_VERDICT_BLOCK, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_ONCE,
    N_("Your administrator decides which connectors are on."), ASK_ADMINISTRATOR },

  { "managed-block", GATE_POLICY_CALL, managed_blocks, GATE_VERDICT_BLOCK, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_ONCE,
    N_("Your administrator blocked {tool} of {connector}."), ASK_ADMINISTRATOR },
  { "managed-read-only", GATE_POLICY_CALL, managed_reads_only, GATE_VERDICT_BLOCK, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_ONCE,
    N_("Your administrator permits only reading in {connector}, and {tool} does not say that it only reads."), ASK_ADMINISTRATOR },
  { "person-block", GATE_POLICY_CALL, person_blocks, GATE_VERDICT_BLOCK, GATE_DECIDER_PERSON, GATE_MEMORY_ONCE,
    N_("You blocked {tool} of {connector}."), N_("Set the tool to ask or to allow.") },
  { "person-read-only", GATE_POLICY_CALL, person_reads_only, GATE_VERDICT_BLOCK, GATE_DECIDER_PERSON, GATE_MEMORY_ONCE,
    N_("You switched {connector} to read only, and {tool} does not say that it only reads."), N_("Switch read only off for the connector.") },
  { "definition-changed", GATE_POLICY_CALL, definition_changed, GATE_VERDICT_REVIEW, GATE_DECIDER_DEFAULT, GATE_MEMORY_ALWAYS,
    N_("{tool} of {connector} is not what it was when you allowed it."), N_("Look at what changed, then allow or block it.") },
  { "managed-allow", GATE_POLICY_CALL, managed_allows, GATE_VERDICT_ALLOW, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_ALWAYS,
    N_("Your administrator allowed {tool} of {connector}."), NULL },
  { "managed-ask-answered", GATE_POLICY_CALL, managed_ask_was_answered, GATE_VERDICT_ALLOW, GATE_DECIDER_PERSON, GATE_MEMORY_SESSION,
    N_("You said yes to {tool} of {connector}."), NULL },
  { "managed-ask", GATE_POLICY_CALL, managed_asks, GATE_VERDICT_ASK, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_ONCE,
    N_("Your administrator wants you to be asked each time before {tool} of {connector} is used."), N_("Say yes when asked.") },
  { "managed-ask-session", GATE_POLICY_CALL, managed_asks_in_session, GATE_VERDICT_ASK, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_SESSION,
    N_("Your administrator wants you to be asked before {tool} of {connector} is used."), N_("Say yes when asked.") },
  { "person-allow", GATE_POLICY_CALL, person_allows, GATE_VERDICT_ALLOW, GATE_DECIDER_PERSON, GATE_MEMORY_ALWAYS,
    N_("You allowed {tool} of {connector}."), NULL },
  { "person-yes", GATE_POLICY_CALL, person_said_yes, GATE_VERDICT_ALLOW, GATE_DECIDER_PERSON, GATE_MEMORY_SESSION,
    N_("You said yes to {tool} of {connector}."), NULL },
  { "person-ask", GATE_POLICY_CALL, person_asks, GATE_VERDICT_ASK, GATE_DECIDER_PERSON, GATE_MEMORY_ALWAYS,
    N_("You want to be asked before {tool} of {connector} is used."), N_("Say yes when asked, or set the tool to allow.") },
  { "default-read", GATE_POLICY_CALL, only_reads, GATE_VERDICT_ALLOW, GATE_DECIDER_DEFAULT, GATE_MEMORY_ALWAYS,
    N_("{tool} says that it only reads, and {connector} is on."), NULL },
  { "lasting-off", GATE_POLICY_CALL, lasting_is_off, GATE_VERDICT_ASK, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_SESSION,
    N_("{tool} of {connector} may change something, and your administrator permits no lasting permission."), N_("Say yes when asked.") },
  { "default-destructive", GATE_POLICY_CALL, may_destroy, GATE_VERDICT_ASK, GATE_DECIDER_DEFAULT, GATE_MEMORY_ALWAYS,
    N_("{tool} of {connector} may change or delete something."), N_("Say yes when asked, or set the tool to allow.") },
  { "default-write", GATE_POLICY_CALL, always, GATE_VERDICT_ASK, GATE_DECIDER_DEFAULT, GATE_MEMORY_ALWAYS,
    N_("{tool} of {connector} may change something."), N_("Say yes when asked, or set the tool to allow.") },

  { "managed-command", GATE_POLICY_RUN, is_managed, GATE_VERDICT_ALLOW, GATE_DECIDER_ADMINISTRATOR, GATE_MEMORY_ALWAYS,
    N_("Your administrator set up the command of {connector}."), NULL },
  { "command-known", GATE_POLICY_RUN, command_is_known, GATE_VERDICT_ALLOW, GATE_DECIDER_PERSON, GATE_MEMORY_ALWAYS,
    N_("You allowed the command of {connector}."), NULL },
  { "command-changed", GATE_POLICY_RUN, command_changed, GATE_VERDICT_REVIEW, GATE_DECIDER_DEFAULT, GATE_MEMORY_ALWAYS,
    N_("The command of {connector} is not the one that you allowed."), N_("Look at the command, then allow it.") },
  { "command-yes", GATE_POLICY_RUN, person_said_yes, GATE_VERDICT_ALLOW, GATE_DECIDER_PERSON, GATE_MEMORY_ALWAYS,
    N_("You said yes to the command of {connector}."), NULL },
  { "command-new", GATE_POLICY_RUN, always, GATE_VERDICT_ASK, GATE_DECIDER_DEFAULT, GATE_MEMORY_ALWAYS,
    N_("{connector} runs a program on this computer, which you have not allowed yet."), N_("Look at the command, then allow it.") },

  { "person-does", GATE_POLICY_ACTIVATE | GATE_POLICY_CONNECT, person_does_it, GATE_VERDICT_ALLOW, GATE_DECIDER_PERSON, GATE_MEMORY_ALWAYS,
    N_("You asked for it."), NULL },
  { "activate-unasked", GATE_POLICY_ACTIVATE, always, GATE_VERDICT_ASK, GATE_DECIDER_DEFAULT, GATE_MEMORY_ALWAYS,
    N_("Connectors are turned on only by you, and something else wants {connector} on."), N_("Turn the connector on yourself.") },
  { "connect-unasked", GATE_POLICY_CONNECT, always, GATE_VERDICT_ASK, GATE_DECIDER_DEFAULT, GATE_MEMORY_ALWAYS,
    N_("Sign-ins are started only by you, and something else wants one to {connector}."), N_("Connect it yourself.") },
};

static void
append_name (GString    *out,
             const char *name,
             const char *otherwise)
{
  if (!name)
    {
      g_string_append (out, otherwise);
      return;
    }

  g_autofree char *visible = gate_text_make_visible (name, GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_shorten (visible, NAME_LIMIT);
  g_string_append_printf (out, _("“%s”"), shown);
}

static char *
fill_in (const char            *text,
         const GatePolicyInput *input)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at;)
    {
      gsize plain = strcspn (at, "{");

      g_string_append_len (out, at, (gssize) plain);
      at += plain;
      if (g_str_has_prefix (at, "{tool}"))
        append_name (out, input->tool, _("the tool"));
      else if (*at)
        append_name (out, input->connector, _("the connector"));
      at += strcspn (at, "}") + (*at ? 1 : 0);
    }
  return g_string_free (out, FALSE);
}

/* The last rule of every action always holds. */
static const Rule *
find_rule (const GatePolicyInput *input)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if ((rules[i].actions & input->action) && rules[i].holds (input))
      return &rules[i];
  g_assert_not_reached ();
}

/**
 * gate_policy_decide:
 * @input: everything that the decision depends on
 *
 * Answers every permission question there is. The rules are looked at from top to bottom, and the first that holds decides:
 *
 * | question | rule | verdict | who |
 * |---|---|---|---|
 * | all | the administrator switched the connector off | block | administrator |
 * | all | a local server of the person's own, where the administrator permits none | block | administrator |
 * | activate | the administrator locked which connectors are on | block | administrator |
 * | call | the administrator blocked the tool | block | administrator |
 * | call | the administrator permits only reading, and the tool does not claim that | block | administrator |
 * | call | the person blocked the tool (in the project, else everywhere) | block | person |
 * | call | the person switched the connector to read only, and the tool does not claim that | block | person |
 * | call | the definition changed since it was pinned | review | default |
 * | call | the administrator allowed the tool | allow | administrator |
 * | call | the administrator's question was answered: for this call, or (ask-session) for this session | allow | person |
 * | call | the administrator wants a question each time | ask, once | administrator |
 * | call | the administrator wants a question each session | ask, session | administrator |
 * | call | the person allowed the tool, and lasting permissions are permitted | allow | person |
 * | call | the person said yes, for this call or this session | allow | person |
 * | call | the person wants to be asked | ask | person |
 * | call | the tool claims that it only reads | allow | default |
 * | call | lasting permissions are not permitted | ask, session | administrator |
 * | call | the tool may destroy, writes, or does not say | ask | default |
 * | run | the administrator set up the connector | allow | administrator |
 * | run | the command is the one that was allowed | allow | person |
 * | run | the command changed since it was allowed | review | default |
 * | run | the person said yes beforehand | allow | person |
 * | run | the command is new | ask | default |
 * | activate, connect | the person asks for it | allow | person |
 * | activate, connect | anything else asks for it | ask | default |
 *
 * So a tool that claims to read may be called as soon as its connector is on in the project: turning it on is the person's consent to
 * reading. A yes beforehand (`--yes`) answers questions, but neither lifts a block nor stands for a review.
 *
 * Returns: (transfer full): the decision
 */
GateDecision *
gate_policy_decide (const GatePolicyInput *input)
{
  const Rule *rule = find_rule (input);
  GateDecision *decision = g_new0 (GateDecision, 1);

  decision->verdict = rule->verdict;
  decision->decider = rule->decider;
  decision->memory = input->lasting_off && rule->verdict == GATE_VERDICT_ASK ? MIN (rule->memory, GATE_MEMORY_SESSION) : rule->memory;
  decision->rule = rule->name;
  decision->reason = fill_in (_(rule->reason), input);
  decision->remedy = rule->remedy ? fill_in (_(rule->remedy), input) : NULL;
  decision->interactive = input->interactive;
  return decision;
}

/**
 * gate_policy_input_add_managed:
 * @input: an input
 * @values: (nullable): what the administrator decided; %NULL: nothing
 * @connector: the connector's id
 * @tool: (nullable): the tool's name, as its server calls it
 *
 * Adds to an input what the administrator decided of a connector and a tool.
 */
void
gate_policy_input_add_managed (GatePolicyInput         *input,
                               const GateManagedValues *values,
                               const char              *connector,
                               const char              *tool)
{
  if (!values)
    return;
  input->local_servers_off |= !values->local_servers;
  input->lasting_off |= !values->lasting_permissions;
  input->locked_off |= values->locked_off && g_strv_contains ((const char * const *) values->locked_off, connector);
  input->managed_read_only |= values->read_only && g_strv_contains ((const char * const *) values->read_only, connector);
  if (tool)
    input->managed_rule = MAX (input->managed_rule, gate_managed_values_get_tool_rule (values, connector, tool));
}

/**
 * gate_decision_to_error:
 * @self: a decision
 *
 * Returns: (transfer full) (nullable): why it cannot go on: %GATE_ERROR_POLICY, %GATE_ERROR_LOCKED_BY_ADMIN for a locked activation,
 *   %GATE_ERROR_ASK_NEEDED or %GATE_ERROR_CHANGED where nobody can be asked; %NULL where it may go on, after asking if need be
 */
GError *
gate_decision_to_error (const GateDecision *self)
{
  GateError code = GATE_ERROR_POLICY;

  if (self->verdict == GATE_VERDICT_ALLOW || (self->verdict != GATE_VERDICT_BLOCK && self->interactive))
    return NULL;
  if (self->verdict == GATE_VERDICT_ASK)
    code = GATE_ERROR_ASK_NEEDED;
  else if (self->verdict == GATE_VERDICT_REVIEW)
    code = GATE_ERROR_CHANGED;
  else if (g_str_equal (self->rule, "activation-locked"))
    code = GATE_ERROR_LOCKED_BY_ADMIN;
  return gate_error_new (code, GATE_LAYER_POLICY, self->remedy, "%s", self->reason);
}

/**
 * gate_decision_free:
 * @self: (nullable) (transfer full): a decision
 *
 * Frees a decision.
 */
void
gate_decision_free (GateDecision *self)
{
  if (!self)
    return;
  g_free (self->reason);
  g_free (self->remedy);
  g_free (self);
}

/**
 * gate_verdict_to_string:
 * @verdict: a verdict
 *
 * Returns: "allow", "ask", "review" or "block"
 */
const char *
gate_verdict_to_string (GateVerdict verdict)
{
  static const char *const names[] = { "allow", "ask", "review", "block" };

  g_return_val_if_fail (verdict < G_N_ELEMENTS (names), "block");
  return names[verdict];
}

static const char *const choice_names[] = { "", "allow", "ask", "block" };

/**
 * gate_tool_choice_to_string:
 * @choice: a choice
 *
 * Returns: its name in the settings: "allow", "ask", "block", "" for none
 */
const char *
gate_tool_choice_to_string (GateToolChoice choice)
{
  g_return_val_if_fail (choice < G_N_ELEMENTS (choice_names), "");
  return choice_names[choice];
}

/**
 * gate_tool_choice_from_string:
 * @text: (nullable): a name in the settings
 * @choice: (out): the choice of that name; one that is not known is %GATE_TOOL_CHOICE_ASK, to be on the safe side
 *
 * Returns: %FALSE when there is no choice of that name
 */
gboolean
gate_tool_choice_from_string (const char     *text,
                              GateToolChoice *choice)
{
  for (guint i = 0; i < G_N_ELEMENTS (choice_names); i++)
    if (g_str_equal (text ? text : "", choice_names[i]))
      {
        *choice = i;
        return TRUE;
      }
  *choice = GATE_TOOL_CHOICE_ASK;
  return FALSE;
}
