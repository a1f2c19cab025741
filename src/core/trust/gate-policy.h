// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-connector.h"
#include "gate-managed-values.h"

G_BEGIN_DECLS

/**
 * GatePolicyAction:
 * @GATE_POLICY_CALL: call a tool
 * @GATE_POLICY_RUN: start the program of a local server
 * @GATE_POLICY_ACTIVATE: turn a connector on in a project
 * @GATE_POLICY_CONNECT: sign in to a connector
 *
 * What somebody wants to do.
 */
typedef enum {
  GATE_POLICY_CALL = 1 << 0,
  GATE_POLICY_RUN = 1 << 1,
  GATE_POLICY_ACTIVATE = 1 << 2,
  GATE_POLICY_CONNECT = 1 << 3,
} GatePolicyAction;

/**
 * GateToolGroup:
 * @GATE_TOOL_READ: says of itself that it only reads
 * @GATE_TOOL_WRITE: writes, or does not say
 * @GATE_TOOL_DESTRUCTIVE: may destroy
 *
 * What a tool does by its server's own claim, which is never proof. In the same order as the groups of the mcp room.
 */
typedef enum {
  GATE_TOOL_READ,
  GATE_TOOL_WRITE,
  GATE_TOOL_DESTRUCTIVE,
} GateToolGroup;

/**
 * GateToolChoice:
 * @GATE_TOOL_CHOICE_NONE: nothing was chosen
 * @GATE_TOOL_CHOICE_ALLOW: always allow
 * @GATE_TOOL_CHOICE_ASK: needs approval
 * @GATE_TOOL_CHOICE_BLOCK: blocked
 *
 * What the person chose for a tool.
 */
typedef enum {
  GATE_TOOL_CHOICE_NONE,
  GATE_TOOL_CHOICE_ALLOW,
  GATE_TOOL_CHOICE_ASK,
  GATE_TOOL_CHOICE_BLOCK,
} GateToolChoice;

/**
 * GateReviewState:
 * @GATE_REVIEW_NEVER: the person never saw it
 * @GATE_REVIEW_SAME: it is what the person allowed
 * @GATE_REVIEW_CHANGED: it differs from what the person allowed
 *
 * How the definition of a tool, or the command of a local server, stands to what was allowed before.
 */
typedef enum {
  GATE_REVIEW_NEVER,
  GATE_REVIEW_SAME,
  GATE_REVIEW_CHANGED,
} GateReviewState;

/**
 * GatePolicyInput:
 * @action: what somebody wants to do
 * @connector: (nullable): the connector's label, for the sentences
 * @tool: (nullable): the tool's name, for the sentences
 * @origin: who brought the connector
 * @local: it is a local server
 * @by_person: the person asks for it here and now; %FALSE for a client of the gateway, a server, a file
 * @interactive: somebody can be asked
 * @approved: the person said yes to this beforehand (`--yes`)
 * @session_allowed: the person said yes for as long as this session lasts
 * @group: what the tool claims to do
 * @project_choice: the person's choice for the tool in the project
 * @connector_choice: the person's choice for the tool everywhere
 * @read_only: the person switched the connector to read only
 * @pin: how the tool's definition stands to the pinned one
 * @command: how the local server's command stands to the approved one
 * @locked_off: the administrator switched the connector off
 * @activation_locked: the administrator locked which connectors are on
 * @managed_read_only: the administrator permits only reading
 * @managed_rule: the administrator's rule for the tool
 * @local_servers_off: the administrator permits no local servers of the person's own
 * @lasting_off: the administrator permits no lasting permissions
 *
 * Everything that a decision depends on. All zero is a good start.
 */
typedef struct {
  GatePolicyAction     action;
  const char          *connector;
  const char          *tool;
  GateConnectorOrigin  origin;
  gboolean             local;
  gboolean             by_person;
  gboolean             interactive;
  gboolean             approved;
  gboolean             session_allowed;
  GateToolGroup        group;
  GateToolChoice       project_choice;
  GateToolChoice       connector_choice;
  gboolean             read_only;
  GateReviewState      pin;
  GateReviewState      command;
  gboolean             locked_off;
  gboolean             activation_locked;
  gboolean             managed_read_only;
  GateManagedRule      managed_rule;
  gboolean             local_servers_off;
  gboolean             lasting_off;
} GatePolicyInput;

/**
 * GateVerdict:
 * @GATE_VERDICT_ALLOW: go on
 * @GATE_VERDICT_ASK: ask the person
 * @GATE_VERDICT_REVIEW: it changed since it was allowed: show the difference and ask
 * @GATE_VERDICT_BLOCK: no
 */
typedef enum {
  GATE_VERDICT_ALLOW,
  GATE_VERDICT_ASK,
  GATE_VERDICT_REVIEW,
  GATE_VERDICT_BLOCK,
} GateVerdict;

/**
 * GateDecider:
 * @GATE_DECIDER_DEFAULT: nobody decided otherwise
 * @GATE_DECIDER_PERSON: the person
 * @GATE_DECIDER_ADMINISTRATOR: the administrator
 */
typedef enum {
  GATE_DECIDER_DEFAULT,
  GATE_DECIDER_PERSON,
  GATE_DECIDER_ADMINISTRATOR,
} GateDecider;

/**
 * GateMemory:
 * @GATE_MEMORY_ONCE: this time only
 * @GATE_MEMORY_SESSION: at most as long as the session lasts
 * @GATE_MEMORY_ALWAYS: this project, or always
 *
 * For how long the person's yes may count.
 */
typedef enum {
  GATE_MEMORY_ONCE,
  GATE_MEMORY_SESSION,
  GATE_MEMORY_ALWAYS,
} GateMemory;

/**
 * GateDecision:
 * @verdict: what is decided
 * @decider: who decided
 * @memory: for how long an answer may count, where the person is asked
 * @rule: the deciding rule's name, for logs and tests
 * @reason: why, one sentence, safe to show
 * @remedy: (nullable): what the person can do about it, one sentence
 *
 * A decision. The texts are owned by it.
 */
typedef struct {
  GateVerdict  verdict;
  GateDecider  decider;
  GateMemory   memory;
  const char  *rule;
  char        *reason;
  char        *remedy;
  gboolean     interactive;
} GateDecision;

GateDecision *gate_policy_decide            (const GatePolicyInput    *input) G_GNUC_WARN_UNUSED_RESULT;
void          gate_policy_input_add_managed (GatePolicyInput          *input,
                                             const GateManagedValues  *values,
                                             const char               *connector,
                                             const char               *tool);
GError       *gate_decision_to_error        (const GateDecision       *self) G_GNUC_WARN_UNUSED_RESULT;
void          gate_decision_free            (GateDecision             *self);
const char   *gate_verdict_to_string        (GateVerdict               verdict);
const char   *gate_tool_choice_to_string    (GateToolChoice            choice);
gboolean      gate_tool_choice_from_string  (const char               *text,
                                             GateToolChoice           *choice);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateDecision, gate_decision_free)

G_END_DECLS
