// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-prompts.h"

#include "gate-sample-resource-data.h"
#include "gate-sample-scope.h"

#define LIST_TTL_MS (60 * 60 * 1000)
#define MAX_COMPLETIONS 100

static const char *const lengths[] = { "short", "medium", "long", NULL };
static const char *const tones[] = { "friendly", "firm", "final", NULL };

/**
 * gate_sample_prompts_list:
 * @workspace: what is offered
 * @call: a `prompts/list` request
 *
 * Lists the prompts.
 */
void
gate_sample_prompts_list (GateSampleWorkspace *workspace,
                          GateSampleCall      *call)
{
  g_autoptr(JsonNode) prompts = gate_sample_resource_load_json ("prompts.json");

  gate_sample_call_return_cached (call, json_object_ref (json_node_get_object (prompts)), LIST_TTL_MS);
}

static JsonObject *
new_message (const char *type)
{
  JsonObject *message = json_object_new ();
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "type", type);
  json_object_set_string_member (message, "role", "user");
  json_object_set_object_member (message, "content", content);
  return message;
}

static void
return_prompt (GateSampleCall *call,
               const char     *description,
               const char     *text,
               const char     *uri,
               const char     *type,
               const char     *resource_text)
{
  JsonObject *result = json_object_new ();
  JsonArray *messages = json_array_new ();
  JsonObject *said = new_message ("text");
  JsonObject *shown = new_message ("resource");
  JsonObject *resource = json_object_new ();

  json_object_set_string_member (gate_json_get_object (said, "content"), "text", text);
  json_object_set_string_member (resource, "uri", uri);
  json_object_set_string_member (resource, "mimeType", type);
  json_object_set_string_member (resource, "text", resource_text);
  json_object_set_object_member (gate_json_get_object (shown, "content"), "resource", resource);
  json_array_add_object_element (messages, said);
  json_array_add_object_element (messages, shown);
  json_object_set_string_member (result, "description", description);
  json_object_set_array_member (result, "messages", messages);
  gate_sample_call_return_result (call, result);
}

static const char *
get_choice (JsonObject        *arguments,
            const char        *name,
            const char *const *choices)
{
  const char *given = arguments ? gate_json_get_string (arguments, name) : NULL;

  if (!given || !*given)
    return choices[0];
  return g_strv_contains (choices, given) ? given : NULL;
}

static void
summarise_note (GateSampleWorkspace *workspace,
                GateSampleCall      *call,
                JsonObject          *arguments)
{
  const char *id = arguments ? gate_json_get_string (arguments, "note") : NULL;
  const char *length = get_choice (arguments, "length", lengths);
  GateSampleNote *note = gate_sample_content_find_note (gate_sample_workspace_get_content (workspace), id);

  if (!note || !length)
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "%s",
                                     note ? "The length is short, medium or long" : "There is no such note");
      return;
    }

  g_autofree char *uri = gate_sample_note_dup_uri (note);
  g_autofree char *text = g_strdup_printf ("Write a %s summary of the note “%s”.", length, note->title);
  return_prompt (call, "A summary of one note", text, uri, "text/markdown", note->text);
}

static void
chase_invoice (GateSampleWorkspace *workspace,
               GateSampleCall      *call,
               JsonObject          *arguments)
{
  const char *number = arguments ? gate_json_get_string (arguments, "number") : NULL;
  const char *tone = get_choice (arguments, "tone", tones);
  GateSampleInvoice *invoice = gate_sample_content_find_invoice (gate_sample_workspace_get_content (workspace), number);

  if (!invoice || !tone)
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "%s",
                                     invoice ? "The tone is friendly, firm or final" : "There is no such invoice");
      return;
    }

  g_autoptr(JsonNode) node = gate_json_take_object (gate_sample_invoice_describe (invoice));
  g_autofree char *whole = gate_json_to_pretty_text (node);
  g_autofree char *uri = gate_sample_invoice_dup_uri (invoice);
  g_autofree char *text = g_strdup_printf ("Write a %s reminder to %s about invoice %s, which was due on %s.", tone, invoice->customer,
                                           invoice->number, invoice->due);
  return_prompt (call, "A reminder to a customer", text, uri, "application/json", whole);
}

typedef struct {
  const char *name;
  guint       scopes;
  void      (*function) (GateSampleWorkspace *workspace,
                         GateSampleCall      *call,
                         JsonObject          *arguments);
} Prompt;

static const Prompt prompt_table[] = {
  { "summarise_note", GATE_SAMPLE_SCOPE_NOTES_READ, summarise_note },
  { "chase_invoice", GATE_SAMPLE_SCOPE_INVOICES_READ, chase_invoice },
};

/**
 * gate_sample_prompts_get:
 * @workspace: what is offered
 * @call: a `prompts/get` request
 *
 * Gives the messages of one prompt.
 */
void
gate_sample_prompts_get (GateSampleWorkspace *workspace,
                         GateSampleCall      *call)
{
  JsonObject *params = gate_sample_call_get_params (call);
  const char *name = params ? gate_json_get_string (params, "name") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (prompt_table); i++)
    if (g_strcmp0 (prompt_table[i].name, name) == 0)
      {
        if (gate_sample_call_require (call, prompt_table[i].scopes))
          prompt_table[i].function (workspace, call, gate_json_get_object (params, "arguments"));
        return;
      }
  gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "There is no such prompt");
}

static void
offer (JsonArray  *values,
       const char *value,
       const char *begun)
{
  if (g_ascii_strncasecmp (value, begun, strlen (begun)) == 0 && json_array_get_length (values) < MAX_COMPLETIONS)
    json_array_add_string_element (values, value);
}

/* What can be completed: by the reference, "prompt name" or "template", and the argument. */
static gboolean
offer_values (GateSampleContent *content,
              const char        *what,
              const char        *begun,
              JsonArray         *values)
{
  GPtrArray *notes = gate_sample_content_get_notes (content);
  GPtrArray *invoices = gate_sample_content_get_invoices (content);

  if (g_str_equal (what, "summarise_note/note"))
    for (guint i = 0; i < notes->len; i++)
      offer (values, ((GateSampleNote *) notes->pdata[i])->id, begun);
  else if (g_str_equal (what, "chase_invoice/number") || g_str_equal (what, GATE_SAMPLE_INVOICE_PREFIX "{number}/number"))
    for (guint i = 0; i < invoices->len; i++)
      offer (values, ((GateSampleInvoice *) invoices->pdata[i])->number, begun);
  else if (g_str_equal (what, "summarise_note/length"))
    for (guint i = 0; lengths[i]; i++)
      offer (values, lengths[i], begun);
  else if (g_str_equal (what, "chase_invoice/tone"))
    for (guint i = 0; tones[i]; i++)
      offer (values, tones[i], begun);
  else
    return FALSE;
  return TRUE;
}

static char *
name_completion (JsonObject *params)
{
  JsonObject *reference = params ? gate_json_get_object (params, "ref") : NULL;
  JsonObject *argument = params ? gate_json_get_object (params, "argument") : NULL;
  const char *type = reference ? gate_json_get_string (reference, "type") : NULL;
  const char *name = argument ? gate_json_get_string (argument, "name") : NULL;
  const char *target = NULL;

  if (g_strcmp0 (type, "ref/prompt") == 0)
    target = gate_json_get_string (reference, "name");
  else if (g_strcmp0 (type, "ref/resource") == 0)
    target = gate_json_get_string (reference, "uri");
  return target && name ? g_strdup_printf ("%s/%s", target, name) : NULL;
}

/**
 * gate_sample_prompts_complete:
 * @workspace: what is offered
 * @call: a `completion/complete` request
 *
 * Offers values for an argument of a prompt or a template.
 */
void
gate_sample_prompts_complete (GateSampleWorkspace *workspace,
                              GateSampleCall      *call)
{
  JsonObject *params = gate_sample_call_get_params (call);
  g_autofree char *what = name_completion (params);
  g_autoptr(JsonArray) values = json_array_new ();
  const char *begun = what ? gate_json_get_string (gate_json_get_object (params, "argument"), "value") : NULL;

  if (what && strstr (what, "note") && !gate_sample_call_require (call, GATE_SAMPLE_SCOPE_NOTES_READ))
    return;
  if (what && strstr (what, "invoice") && !gate_sample_call_require (call, GATE_SAMPLE_SCOPE_INVOICES_READ))
    return;
  if (!begun || !offer_values (gate_sample_workspace_get_content (workspace), what, begun, values))
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "There is no such argument to complete");
      return;
    }

  JsonObject *result = json_object_new ();
  JsonObject *completion = json_object_new ();
  json_object_set_int_member (completion, "total", json_array_get_length (values));
  json_object_set_boolean_member (completion, "hasMore", FALSE);
  json_object_set_array_member (completion, "values", g_steal_pointer (&values));
  json_object_set_object_member (result, "completion", completion);
  gate_sample_call_return_result (call, result);
}
