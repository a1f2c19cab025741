// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema.h"
#include "gate-sample-dialogue.h"
#include "gate-sample-resource-data.h"
#include "gate-sample-result.h"
#include "gate-sample-tool-functions.h"

static gboolean
is_accepted (JsonObject *answer)
{
  return g_strcmp0 (gate_json_get_string (answer, "action"), "accept") == 0;
}

static JsonNode *
load_form (const char *name)
{
  g_autoptr(JsonNode) forms = gate_sample_resource_load_json ("forms.json");

  return json_node_copy (gate_json_get (json_node_get_object (forms), name));
}

static JsonNode *
load_details_form (GateSampleDialogue *self)
{
  gboolean old = g_strcmp0 (gate_sample_call_get_version (gate_sample_dialogue_get_call (self)), "2025-06-18") <= 0;
  gboolean day_known = gate_json_get_string (gate_sample_dialogue_get_arguments (self), "day") != NULL;
  g_autofree char *name = g_strconcat ("details", day_known ? "-without-day" : "", old ? "-2025-06-18" : "", NULL);

  return load_form (name);
}

/* What the client says the person filled in is checked like any other input. */
static JsonObject *
get_valid_content (JsonObject *answer,
                   JsonNode   *form)
{
  g_autoptr(GateJsonSchema) schema = gate_json_schema_new (form, NULL);
  JsonNode *content = gate_json_get (answer, "content");

  return schema && content && gate_json_schema_validate (schema, content, NULL) ? gate_json_node_object (content) : NULL;
}

static void
say_no (GateSampleDialogue *self,
        JsonObject         *answer)
{
  gboolean declined = g_strcmp0 (gate_json_get_string (answer, "action"), "decline") == 0;

  gate_sample_result_fail (gate_sample_dialogue_get_call (self),
                           declined ? "The person declined." : "The person closed the question without an answer.");
}

static gboolean
is_weekend (const char *day)
{
  g_autofree char *noon = g_strconcat (day, "T12:00:00Z", NULL);
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (noon, NULL);

  return date && g_date_time_get_day_of_week (date) >= 6;
}

static void
write_invitation (GateSampleDialogue *self,
                  JsonObject         *details,
                  const char         *day)
{
  const char *subject = gate_json_get_string (gate_sample_dialogue_get_arguments (self), "subject");
  const char *time = gate_json_get_string (details, "time");
  gint64 minutes = gate_json_get_int (details, "minutes", 30);
  gboolean online = gate_json_get_boolean (details, "online", FALSE);
  JsonArray *attendees = gate_json_get_array (details, "attendees");
  JsonObject *structured = json_object_new ();
  g_autofree char *text = g_strdup_printf ("“%s” on %s at %s, %" G_GINT64_FORMAT " minutes, %s.", subject, day, time, minutes,
                                           online ? "online" : "in the workshop");

  json_object_set_string_member (structured, "subject", subject);
  json_object_set_string_member (structured, "day", day);
  json_object_set_string_member (structured, "time", time);
  json_object_set_int_member (structured, "minutes", minutes);
  if (attendees)
    json_object_set_array_member (structured, "attendees", json_array_ref (attendees));
  json_object_set_boolean_member (structured, "online", online);
  gate_sample_call_return_result (gate_sample_dialogue_get_call (self), gate_sample_result_new (text, structured));
}

static void
continue_with_day (GateSampleDialogue *self,
                   JsonObject         *details,
                   const char         *day)
{
  JsonObject *answer = gate_sample_dialogue_get_answer (self, "weekend");
  g_autoptr(JsonNode) form = load_form ("weekend");
  JsonObject *content = answer && is_accepted (answer) ? get_valid_content (answer, form) : NULL;

  if (!is_weekend (day) || (content && gate_json_get_boolean (content, "sure", FALSE)))
    write_invitation (self, details, day);
  else if (content)
    gate_sample_result_fail (gate_sample_dialogue_get_call (self), "The person does not want to meet on a weekend.");
  else if (answer && !is_accepted (answer))
    say_no (self, answer);
  else
    gate_sample_dialogue_ask_form (self, "weekend", "That day is on a weekend. Is it meant?", form);
}

static void
plan_meeting (GateSampleDialogue *self)
{
  JsonObject *arguments = gate_sample_dialogue_get_arguments (self);
  JsonObject *answer = gate_sample_dialogue_get_answer (self, "details");
  g_autoptr(JsonNode) form = load_details_form (self);
  JsonObject *details = answer && is_accepted (answer) ? get_valid_content (answer, form) : NULL;
  const char *day = gate_json_get_string (arguments, "day");

  if (details)
    continue_with_day (self, details, day ? day : gate_json_get_string (details, "day"));
  else if (answer && !is_accepted (answer))
    say_no (self, answer);
  else
    {
      g_autofree char *text = g_strdup_printf ("%sWhen and with whom is the meeting about “%s”?",
                                               answer ? "The answer did not fit the form. " : "",
                                               gate_json_get_string (arguments, "subject"));
      gate_sample_dialogue_ask_form (self, "details", text, form);
    }
}

/**
 * gate_sample_tool_plan_meeting:
 * @workspace: what is offered
 * @call: the request
 * @arguments: subject and day
 *
 * Drafts an invitation, with the person.
 */
void
gate_sample_tool_plan_meeting (GateSampleWorkspace *workspace,
                               GateSampleCall      *call,
                               JsonObject          *arguments)
{
  gate_sample_dialogue_start (workspace, call, arguments, plan_meeting);
}

/* Up to 2025-11-25 the call waits until the person is done on the page. */
typedef struct {
  GateSampleDialogue *dialogue;
  char               *id;
  gulong              agreed_id;
  gulong              cancelled_id;
} Wait;

static void
wait_free (Wait *self)
{
  g_signal_handler_disconnect (gate_sample_workspace_get_terms (gate_sample_dialogue_get_workspace (self->dialogue)), self->agreed_id);
  g_signal_handler_disconnect (gate_sample_call_get_cancellable (gate_sample_dialogue_get_call (self->dialogue)), self->cancelled_id);
  g_object_unref (self->dialogue);
  g_free (self->id);
  g_free (self);
}

static void
say_agreed (GateSampleDialogue *self)
{
  GateSampleCall *call = gate_sample_dialogue_get_call (self);

  gate_sample_terms_end (gate_sample_workspace_get_terms (gate_sample_dialogue_get_workspace (self)),
                         gate_sample_call_get_principal (call));
  gate_sample_call_return_result (call, gate_sample_result_new ("The person agreed to the terms.", NULL));
}

static void
on_agreed (GateSampleTerms *terms,
           const char      *id,
           Wait            *self)
{
  JsonObject *params = NULL;

  if (!g_str_equal (id, self->id))
    return;
  params = json_object_new ();
  json_object_set_string_member (params, "elicitationId", id);
  gate_sample_call_notify (gate_sample_dialogue_get_call (self->dialogue), "notifications/elicitation/complete", params);
  say_agreed (self->dialogue);
  wait_free (self);
}

static void
on_cancelled (GCancellable *cancellable,
              Wait         *self)
{
  gate_sample_call_drop (gate_sample_dialogue_get_call (self->dialogue));
  wait_free (self);
}

static void
wait_for_page (GateSampleDialogue *dialogue,
               const char         *id)
{
  Wait *self = g_new0 (Wait, 1);
  GateSampleTerms *terms = gate_sample_workspace_get_terms (gate_sample_dialogue_get_workspace (dialogue));
  GCancellable *cancellable = gate_sample_call_get_cancellable (gate_sample_dialogue_get_call (dialogue));

  self->dialogue = g_object_ref (dialogue);
  self->id = g_strdup (id);
  self->agreed_id = g_signal_connect (terms, "agreed", G_CALLBACK (on_agreed), self);
  self->cancelled_id = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), self);
}

/* 2025-11-25, client/elicitation: URLElicitationRequiredError. */
static void
refuse_with_page (GateSampleDialogue *self,
                  const char         *id,
                  const char         *uri)
{
  GateSampleCall *call = gate_sample_dialogue_get_call (self);
  JsonObject *data = json_object_new ();
  JsonArray *elicitations = json_array_new ();
  JsonObject *elicitation = json_object_new ();

  json_object_set_string_member (elicitation, "mode", "url");
  json_object_set_string_member (elicitation, "elicitationId", id);
  json_object_set_string_member (elicitation, "url", uri);
  json_object_set_string_member (elicitation, "message", "Read and accept the terms first.");
  json_array_add_object_element (elicitations, elicitation);
  json_object_set_array_member (data, "elicitations", elicitations);
  gate_sample_session_await_page (gate_sample_call_get_session (call), id);
  g_autoptr(JsonNode) message = gate_sample_message_error (gate_sample_call_get_id (call), GATE_SAMPLE_CODE_ELICITATION,
                                                           gate_json_take_object (data), "The terms have to be accepted first");
  gate_sample_call_return_message (call, message, 200);
}

static gboolean
wants_error (GateSampleDialogue *self)
{
  return g_strcmp0 (gate_json_get_string (gate_sample_dialogue_get_arguments (self), "how"), "error") == 0
         && g_strcmp0 (gate_sample_call_get_version (gate_sample_dialogue_get_call (self)), "2025-11-25") == 0;
}

static void
open_terms (GateSampleDialogue *self)
{
  GateSampleCall *call = gate_sample_dialogue_get_call (self);
  GateSampleTerms *terms = gate_sample_workspace_get_terms (gate_sample_dialogue_get_workspace (self));
  JsonObject *answer = gate_sample_dialogue_get_answer (self, "terms");
  g_autofree char *id = gate_sample_terms_begin (terms, gate_sample_call_get_principal (call));
  g_autofree char *uri = id ? gate_sample_terms_dup_uri (terms, id) : NULL;

  if (!id)
    gate_sample_result_fail (call, "There is no page with the terms: no web server runs.");
  else if (gate_sample_terms_is_agreed (terms, id))
    say_agreed (self);
  else if (answer && !is_accepted (answer))
    say_no (self, answer);
  else if (wants_error (self))
    refuse_with_page (self, id, uri);
  else if (answer && !gate_sample_call_is_modern (call))
    wait_for_page (self, id);
  else
    gate_sample_dialogue_ask_page (self, "terms", "Read and accept the terms of the Sample Workspace.", id, uri);
}

/**
 * gate_sample_tool_open_terms:
 * @workspace: what is offered
 * @call: the request
 * @arguments: how
 *
 * Has the person agree on a web page.
 */
void
gate_sample_tool_open_terms (GateSampleWorkspace *workspace,
                             GateSampleCall      *call,
                             JsonObject          *arguments)
{
  gate_sample_dialogue_start (workspace, call, arguments, open_terms);
}
