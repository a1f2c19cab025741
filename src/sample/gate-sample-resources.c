// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-resources.h"

#include "gate-sample-cursor.h"
#include "gate-sample-scope.h"

#define PAGE_SIZE 20
#define LIST_TTL_MS (60 * 1000)
#define NOTE_TYPE "text/markdown"
#define INVOICE_TYPE "application/json"

static JsonObject *
describe (const char *uri,
          const char *name,
          const char *title,
          const char *type)
{
  JsonObject *resource = json_object_new ();

  json_object_set_string_member (resource, "uri", uri);
  json_object_set_string_member (resource, "name", name);
  json_object_set_string_member (resource, "title", title);
  json_object_set_string_member (resource, "mimeType", type);
  return resource;
}

static JsonObject *
describe_at (GateSampleContent *content,
             guint              index)
{
  GPtrArray *notes = gate_sample_content_get_notes (content);
  GPtrArray *invoices = gate_sample_content_get_invoices (content);

  if (index < notes->len)
    {
      const GateSampleNote *note = notes->pdata[index];
      g_autofree char *uri = gate_sample_note_dup_uri (note);

      return describe (uri, note->id, note->title, NOTE_TYPE);
    }

  const GateSampleInvoice *invoice = invoices->pdata[index - notes->len];
  g_autofree char *uri = gate_sample_invoice_dup_uri (invoice);
  g_autofree char *title = g_strdup_printf ("Invoice %s, %s", invoice->number, invoice->customer);
  return describe (uri, invoice->number, title, INVOICE_TYPE);
}

/**
 * gate_sample_resources_list:
 * @workspace: what is offered
 * @call: a `resources/list` request
 *
 * Lists notes, then invoices, a page at a time.
 */
void
gate_sample_resources_list (GateSampleWorkspace *workspace,
                            GateSampleCall      *call)
{
  GateSampleContent *content = gate_sample_workspace_get_content (workspace);
  guint total = gate_sample_content_get_notes (content)->len + gate_sample_content_get_invoices (content)->len;
  JsonObject *params = gate_sample_call_get_params (call);
  JsonObject *result = NULL;
  JsonArray *page = NULL;
  guint start = 0, end = 0;

  if (!gate_sample_cursor_read (params ? gate_json_get_string (params, "cursor") : NULL, "resources", &start))
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "There is no such page of resources");
      return;
    }
  result = json_object_new ();
  page = json_array_new ();
  end = MIN (total, start + PAGE_SIZE);
  for (guint i = start; i < end; i++)
    json_array_add_object_element (page, describe_at (content, i));
  json_object_set_array_member (result, "resources", page);
  if (end < total)
    {
      g_autofree char *cursor = gate_sample_cursor_new ("resources", end);
      json_object_set_string_member (result, "nextCursor", cursor);
    }
  gate_sample_call_return_cached (call, result, LIST_TTL_MS);
}

/**
 * gate_sample_resources_templates:
 * @workspace: what is offered
 * @call: a `resources/templates/list` request
 *
 * Lists the templates (RFC 6570).
 */
void
gate_sample_resources_templates (GateSampleWorkspace *workspace,
                                 GateSampleCall      *call)
{
  JsonObject *result = json_object_new ();
  JsonObject *template = json_object_new ();
  JsonArray *templates = json_array_new ();

  json_object_set_string_member (template, "uriTemplate", GATE_SAMPLE_INVOICE_PREFIX "{number}");
  json_object_set_string_member (template, "name", "invoice");
  json_object_set_string_member (template, "title", "Invoice by number");
  json_object_set_string_member (template, "description", "One invoice with its lines, for example number INV-2026-010");
  json_object_set_string_member (template, "mimeType", INVOICE_TYPE);
  json_array_add_object_element (templates, template);
  json_object_set_array_member (result, "resourceTemplates", templates);
  gate_sample_call_return_cached (call, result, LIST_TTL_MS);
}

/* The last part of an address that begins so, or NULL. */
static const char *
get_tail (const char *uri,
          const char *prefix)
{
  return g_str_has_prefix (uri, prefix) ? uri + strlen (prefix) : NULL;
}

static guint
scopes_for (const char *uri)
{
  if (get_tail (uri, GATE_SAMPLE_NOTE_PREFIX))
    return GATE_SAMPLE_SCOPE_NOTES_READ;
  return get_tail (uri, GATE_SAMPLE_INVOICE_PREFIX) ? GATE_SAMPLE_SCOPE_INVOICES_READ : GATE_SAMPLE_SCOPE_NONE;
}

static char *
dup_text (GateSampleContent  *content,
          const char         *uri,
          const char        **type)
{
  const GateSampleNote *note = gate_sample_content_find_note (content, get_tail (uri, GATE_SAMPLE_NOTE_PREFIX));
  const GateSampleInvoice *invoice = gate_sample_content_find_invoice (content, get_tail (uri, GATE_SAMPLE_INVOICE_PREFIX));

  if (note)
    {
      *type = NOTE_TYPE;
      return g_strdup_printf ("# %s\n\n%s\n", note->title, note->text);
    }
  if (invoice)
    {
      g_autoptr(JsonNode) node = gate_json_take_object (gate_sample_invoice_describe (invoice));

      *type = INVOICE_TYPE;
      return gate_json_to_pretty_text (node);
    }
  return NULL;
}

static const char *
get_uri (GateSampleCall *call)
{
  JsonObject *params = gate_sample_call_get_params (call);

  return params ? gate_json_get_string (params, "uri") : NULL;
}

static void
refuse_uri (GateSampleCall *call,
            const char     *uri)
{
  JsonObject *data = json_object_new ();
  int code = gate_sample_call_is_modern (call) ? GATE_SAMPLE_CODE_PARAMS : GATE_SAMPLE_CODE_NOT_FOUND;

  if (uri)
    json_object_set_string_member (data, "uri", uri);
  g_autoptr(JsonNode) message = gate_sample_message_error (gate_sample_call_get_id (call), uri ? code : GATE_SAMPLE_CODE_PARAMS,
                                                           gate_json_take_object (data), "There is no such resource");
  gate_sample_call_return_message (call, message, 200);
}

/**
 * gate_sample_resources_read:
 * @workspace: what is offered
 * @call: a `resources/read` request
 *
 * Gives the text of one note or invoice.
 */
void
gate_sample_resources_read (GateSampleWorkspace *workspace,
                            GateSampleCall      *call)
{
  const char *uri = get_uri (call);
  const char *type = NULL;
  g_autofree char *text = NULL;

  if (uri && !gate_sample_call_require (call, scopes_for (uri)))
    return;
  text = uri ? dup_text (gate_sample_workspace_get_content (workspace), uri, &type) : NULL;
  if (!text)
    {
      refuse_uri (call, uri);
      return;
    }

  JsonObject *result = json_object_new ();
  JsonObject *item = json_object_new ();
  JsonArray *contents = json_array_new ();
  json_object_set_string_member (item, "uri", uri);
  json_object_set_string_member (item, "mimeType", type);
  json_object_set_string_member (item, "text", text);
  json_array_add_object_element (contents, item);
  json_object_set_array_member (result, "contents", contents);
  gate_sample_call_return_cached (call, result, LIST_TTL_MS);
}

/**
 * gate_sample_resources_subscribe:
 * @workspace: what is offered
 * @call: a `resources/subscribe` request
 *
 * Promises to tell when a resource changes.
 */
void
gate_sample_resources_subscribe (GateSampleWorkspace *workspace,
                                 GateSampleCall      *call)
{
  const char *uri = get_uri (call);
  const char *type = NULL;
  g_autofree char *text = NULL;

  if (uri && !gate_sample_call_require (call, scopes_for (uri)))
    return;
  text = uri ? dup_text (gate_sample_workspace_get_content (workspace), uri, &type) : NULL;
  if (!text)
    refuse_uri (call, uri);
  else if (!gate_sample_session_subscribe (gate_sample_call_get_session (call), uri))
    gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "No more than %d resources can be subscribed to",
                                   GATE_SAMPLE_MAX_SUBSCRIPTIONS);
  else
    gate_sample_call_return_result (call, json_object_new ());
}

/**
 * gate_sample_resources_unsubscribe:
 * @workspace: what is offered
 * @call: a `resources/unsubscribe` request
 *
 * Takes that promise back.
 */
void
gate_sample_resources_unsubscribe (GateSampleWorkspace *workspace,
                                   GateSampleCall      *call)
{
  const char *uri = get_uri (call);

  if (!uri)
    {
      refuse_uri (call, uri);
      return;
    }
  gate_sample_session_unsubscribe (gate_sample_call_get_session (call), uri);
  gate_sample_call_return_result (call, json_object_new ());
}
