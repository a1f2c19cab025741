// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-call-job.h"

#include "gate-error.h"
#include "gate-hub-arguments.h"
#include "gate-hub-private.h"
#include "gate-hub-project-private.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-judge.h"
#include "gate-text.h"
#include "gate-tool-finder.h"
#include "gate-tool-pin.h"

#include <math.h>
#include <string.h>

#define DESCRIPTION_CHARS 600

struct _GateCallJob {
  GateJob         parent_instance;

  GateHub        *hub;
  GateHubProject *project;
  char           *full_name;
  JsonObject     *arguments; /* (nullable) */
  char          **words;     /* (nullable) */
  gboolean        approved;

  GateFoundTool  *found;
  GateMemory      memory;    /* for how long the answer may count */
  gboolean        reviewed;  /* another definition was allowed before */
  guint           n_pending;
  char           *warning;   /* (nullable) */
  GError         *failure;
  JsonNode       *result;
};

G_DEFINE_FINAL_TYPE (GateCallJob, gate_call_job, GATE_TYPE_JOB)

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static const char choice_lost[] = N_("What you chose could not be kept, so you are asked again the next time");

/* What is not kept does not stand in the way of the call, but the person is told. */
static void
warn (GateCallJob  *self,
      const char   *what,
      const GError *error)
{
  if (self->warning || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Translators: what could not be done, and why. */
  self->warning = g_strdup_printf (_("%s (%s)"), what, error->message);
}

/* The call and its pin end together, so that a short-lived process loses neither. */
static void
finish_one (GTask *task)
{
  GateCallJob *self = g_task_get_source_object (task);

  if (--self->n_pending > 0)
    return;
  if (self->failure)
    g_task_return_error (task, g_steal_pointer (&self->failure));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
did_pin (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GateCallJob *self = g_task_get_source_object (user_data);
  GateLink *link = self->found->roster->link;
  g_autoptr(GError) error = NULL;

  if (gate_pin_save_finish (GATE_STORE (source), result, &error))
    {
      gate_hub_touch_pins ();
      if (self->reviewed)
        gate_hub_tell_offer_changed (self->hub, gate_connector_get_id (gate_link_get_connector (link)), gate_link_get_account (link), FALSE);
    }
  else
    warn (self, _("What the tool is now could not be remembered, so you are not told when it changes"), error);
  finish_one (user_data);
}

static void
did_call (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GateCallJob *self = g_task_get_source_object (user_data);

  if (self->hub->flags & GATE_HUB_CALLS_SIGN_IN)
    gate_link_end_asking (self->found->roster->link);
  self->result = gate_mcp_client_call_tool_finish (GATE_MCP_CLIENT (source), result, &self->failure);
  gate_hub_note_failure (self->hub, self->found->roster->link, self->failure);
  finish_one (user_data);
}

static void
got_progress (double      progress,
              double      total,
              const char *message,
              gpointer    user_data)
{
  gate_job_report (GATE_JOB (user_data), total > 0 ? progress / total : -1, message);
}

/* What the person allowed is what is remembered: pinned at the first call, anew after a review. */
static void
pin (GTask *task)
{
  GateCallJob *self = g_task_get_source_object (task);
  GateRoster *roster = self->found->roster;
  const char *name = gate_mcp_tool_get_name (self->found->tool);
  g_autoptr(GPtrArray) pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_pin_free);
  GatePin *row = g_new0 (GatePin, 1);

  row->connector = g_strdup (gate_connector_get_id (gate_link_get_connector (roster->link)));
  row->account = g_strdup (gate_link_get_account (roster->link));
  row->tool = g_strdup (name);
  row->digest = gate_tool_pin_digest (gate_mcp_tool_get_source (self->found->tool));
  row->definition = gate_json_to_text (gate_mcp_tool_get_source (self->found->tool));
  g_ptr_array_add (pins, row);

  GatePin *copy = gate_pin_copy (row);
  g_hash_table_replace (roster->pins, copy->tool, copy);
  self->n_pending++;
  gate_pin_save_async (self->hub->state, pins, NULL, did_pin, task);
}

static void
call (GTask *task)
{
  GateCallJob *self = g_task_get_source_object (task);
  GateLink *link = self->found->roster->link;
  GateReviewState review = gate_judge_pin (self->found->roster, self->found->tool);

  self->n_pending = 1;
  self->reviewed = review == GATE_REVIEW_CHANGED;
  if (review != GATE_REVIEW_SAME)
    pin (task);
  gate_job_report (GATE_JOB (self), -1, _("Calling…"));
  if (self->hub->flags & GATE_HUB_CALLS_SIGN_IN)
    gate_link_begin_asking (link);
  gate_usage_log_note (self->hub->usage, gate_connector_get_id (gate_link_get_connector (link)), gate_link_get_account (link),
                       gate_hub_project_get_id (self->project), gate_mcp_tool_get_name (self->found->tool));
  gate_mcp_client_call_tool_async (gate_link_get_client (link), self->found->tool, self->arguments, got_progress, g_object_ref (self),
                                   g_object_unref, g_task_get_cancellable (task), did_call, task);
}

static void
did_choose (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_hub_set_tool_choice_finish (GATE_HUB (source), result, &error))
    warn (g_task_get_source_object (task), _(choice_lost), error);
  call (task);
}

/* What was chosen for this project alone would go before it. */
static void
did_choose_everywhere (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  GTask *task = user_data;
  GateCallJob *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!g_variant_lookup (gate_project_get_tool_choices (gate_hub_project_get_project (self->project)), self->full_name, "&s", NULL))
    {
      did_choose (source, result, task);
      return;
    }
  if (gate_hub_set_tool_choice_finish (GATE_HUB (source), result, &error))
    {
      gate_hub_set_tool_choice_async (self->hub, self->project, self->full_name, NULL, g_task_get_cancellable (task), did_choose, task);
      return;
    }
  warn (self, _(choice_lost), error);
  call (task);
}

static void
did_ask (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  GateCallJob *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);

  if (!answer)
    fail (task, error);
  else if (gate_answer_is (answer, GATE_CHOICE_PROJECT))
    gate_hub_set_tool_choice_async (self->hub, self->project, self->full_name, "allow", g_task_get_cancellable (task), did_choose, task);
  else if (gate_answer_is (answer, GATE_CHOICE_ALWAYS))
    gate_hub_set_tool_choice_async (self->hub, NULL, self->full_name, "allow", g_task_get_cancellable (task), did_choose_everywhere, task);
  else if (gate_answer_is (answer, GATE_CHOICE_ONCE) || gate_answer_is (answer, GATE_CHOICE_ACCEPT))
    {
      if (self->memory == GATE_MEMORY_SESSION)
        g_hash_table_add (self->hub->session_yes, g_strdup (self->full_name));
      call (task);
    }
  else
    fail (task, gate_error_new (GATE_ERROR_REFUSED, GATE_LAYER_POLICY, NULL, _("%s was not called: you said no"), self->full_name));
}

static char *
describe_difference (JsonNode *before,
                     JsonNode *after)
{
  g_autoptr(GPtrArray) changes = gate_tool_pin_diff (before, after);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      g_autofree char *line = gate_pin_change_to_line (changes->pdata[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  return g_string_free (text, FALSE);
}

static void
add_difference (GateQuestion *question,
                GateCallJob  *self)
{
  const GatePin *pin = g_hash_table_lookup (self->found->roster->pins, gate_mcp_tool_get_name (self->found->tool));
  g_autoptr(JsonNode) before = pin ? gate_json_parse (pin->definition, -1, GATE_JSON_DOCUMENT_LIMIT, NULL) : NULL;
  g_autofree char *difference = before ? describe_difference (before, gate_mcp_tool_get_source (self->found->tool)) : NULL;

  if (difference)
    gate_question_add_detail (question, GATE_DETAIL_CHANGE, _("What changed"), difference);
}

static const char *
describe_group (GateMcpTool *tool)
{
  static const char *const words[] = {
    [GATE_MCP_TOOL_READ] = N_("it only reads"),
    [GATE_MCP_TOOL_WRITE] = N_("it writes"),
    [GATE_MCP_TOOL_DESTRUCTIVE] = N_("it changes or deletes"),
  };

  return _(words[gate_mcp_tool_get_group (tool)]);
}

/* The tool's own words, and what is suspicious about them. */
static void
add_words (GateQuestion *question,
           GateMcpTool  *tool,
           GateHubItem  *item)
{
  const char *description = gate_hub_item_get_description (item);
  g_autofree char *shown = description ? gate_text_shorten (description, DESCRIPTION_CHARS) : NULL;
  g_auto(GStrv) warnings = gate_hub_item_dup_warnings (item);

  gate_question_add_detail (question, NULL, _("It says of itself"), describe_group (tool));
  if (shown && *shown)
    gate_question_add_detail (question, NULL, _("In its own words"), shown);
  for (char **warning = warnings; *warning; warning++)
    gate_question_add_detail (question, NULL, _("Caution"), *warning);
}

static void
ask (GTask              *task,
     const GateDecision *decision)
{
  GateCallJob *self = g_task_get_source_object (task);
  g_autoptr(GateQuestion) question = gate_question_new (GATE_QUESTION_APPROVE_TOOL, _("Call This Tool?"));
  g_autoptr(JsonNode) node = gate_json_from_object (self->arguments);
  g_autofree char *arguments = gate_json_to_pretty_text (node);
  GateLink *link = self->found->roster->link;

  self->memory = decision->memory;
  gate_question_set_connector (question, gate_connector_get_label (gate_link_get_connector (link)));
  gate_question_set_account (question, gate_link_get_account (link));
  gate_question_add_detail (question, NULL, _("Tool"), self->full_name);
  add_words (question, self->found->tool, self->found->item);
  if (json_object_get_size (self->arguments) > 0)
    gate_question_add_detail (question, GATE_DETAIL_ARGUMENTS, _("Arguments"), arguments);
  if (decision->verdict == GATE_VERDICT_REVIEW)
    add_difference (question, self);
  gate_question_set_body (question, decision->reason);
  gate_question_add_choice (question, GATE_CHOICE_ONCE, _("Call It Now"));
  if (decision->memory == GATE_MEMORY_ALWAYS)
    {
      gate_question_add_choice (question, GATE_CHOICE_PROJECT, _("Always Allow It in This Project"));
      gate_question_add_choice (question, GATE_CHOICE_ALWAYS, _("Always Allow It in Every Project"));
    }
  gate_question_add_choice (question, GATE_CHOICE_DECLINE, _("Do Not Call It"));
  gate_interaction_ask_async (self->hub->interaction, question, g_task_get_cancellable (task), did_ask, task);
}

static void
decide (GTask *task)
{
  GateCallJob *self = g_task_get_source_object (task);
  g_autoptr(GateDecision) decision = gate_judge_tool (self->hub, self->project, self->found->roster, self->found->tool, self->full_name,
                                                      self->approved);
  GError *error = gate_decision_to_error (decision);

  if (error)
    fail (task, error);
  else if (decision->verdict == GATE_VERDICT_ALLOW)
    call (task);
  else
    ask (task, decision);
}

static void
did_find (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  GateCallJob *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->found = gate_tool_finder_find_finish (result, &error);
  if (self->found && self->words)
    self->arguments = gate_hub_parse_arguments (self->found->item, (const char * const *) self->words, &error);
  if (error || !gate_mcp_tool_check_arguments (self->found->tool, self->arguments, &error))
    fail (task, error);
  else
    decide (task);
}

static void
gate_call_job_run (GateJob *job,
                   GTask   *task)
{
  GateCallJob *self = GATE_CALL_JOB (job);

  gate_tool_finder_find_async (self->hub, self->project, self->full_name, g_task_get_cancellable (task), did_find, g_object_ref (task));
}

static void
gate_call_job_dispose (GObject *object)
{
  GateCallJob *self = GATE_CALL_JOB (object);

  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_clear_pointer (&self->full_name, g_free);
  g_clear_pointer (&self->arguments, json_object_unref);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->found, gate_found_tool_free);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->warning, g_free);
  g_clear_pointer (&self->result, json_node_unref);
  G_OBJECT_CLASS (gate_call_job_parent_class)->dispose (object);
}

static void
gate_call_job_class_init (GateCallJobClass *klass)
{
  GATE_JOB_CLASS (klass)->run = gate_call_job_run;
  G_OBJECT_CLASS (klass)->dispose = gate_call_job_dispose;
}

static void
gate_call_job_init (GateCallJob *self)
{
}

/**
 * gate_call_job_new:
 * @hub: an open hub
 * @project: a project
 * @full_name: `connector__tool`
 * @arguments: (nullable): its arguments
 * @approved: whether the person said yes beforehand; it never overrides a block, nor stands for a review
 *
 * Returns: (transfer full): a job that has not run
 */
GateJob *
gate_call_job_new (GateHub        *hub,
                   GateHubProject *project,
                   const char     *full_name,
                   JsonObject     *arguments,
                   gboolean        approved)
{
  GateCallJob *self = g_object_new (GATE_TYPE_CALL_JOB, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->full_name = g_strdup (full_name);
  self->arguments = arguments ? json_object_ref (arguments) : json_object_new ();
  self->approved = approved;
  gate_job_set_title (GATE_JOB (self), _("Calling a tool"));
  return GATE_JOB (self);
}

/**
 * gate_call_job_set_words:
 * @self: a job that has not run
 * @words: (array zero-terminated=1): "key=value" words, instead of arguments
 *
 * The words are typed by the tool's form once the tool is known.
 */
void
gate_call_job_set_words (GateCallJob        *self,
                         const char * const *words)
{
  g_return_if_fail (GATE_IS_CALL_JOB (self));
  g_strfreev (self->words);
  self->words = g_strdupv ((char **) words);
  g_clear_pointer (&self->arguments, json_object_unref);
}

/**
 * gate_call_job_get_tool:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): the tool, once it is known
 */
GateHubItem *
gate_call_job_get_tool (GateCallJob *self)
{
  g_return_val_if_fail (GATE_IS_CALL_JOB (self), NULL);
  return self->found ? self->found->item : NULL;
}

/**
 * gate_call_job_get_result:
 * @self: a job that has run
 *
 * Returns: (transfer none) (nullable): the CallToolResult
 */
JsonNode *
gate_call_job_get_result (GateCallJob *self)
{
  g_return_val_if_fail (GATE_IS_CALL_JOB (self), NULL);
  return self->result;
}

/**
 * gate_call_job_get_warning:
 * @self: a job that has run
 *
 * Returns: (transfer none) (nullable): what could not be kept of what the person chose, and why, in their language
 */
const char *
gate_call_job_get_warning (GateCallJob *self)
{
  g_return_val_if_fail (GATE_IS_CALL_JOB (self), NULL);
  return self->warning;
}
