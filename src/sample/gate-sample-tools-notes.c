// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-result.h"
#include "gate-sample-tool-functions.h"

typedef struct {
  GateSampleWorkspace *workspace;
  GateSampleCall      *call;
} ChangeData;

static ChangeData *
change_data_new (GateSampleWorkspace *workspace,
                 GateSampleCall      *call)
{
  ChangeData *self = g_new0 (ChangeData, 1);

  self->workspace = g_object_ref (workspace);
  self->call = g_object_ref (call);
  return self;
}

static void
change_data_free (ChangeData *self)
{
  g_object_unref (self->workspace);
  g_object_unref (self->call);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChangeData, change_data_free)

static JsonObject *
describe_note (const GateSampleNote *note,
               gboolean              new_note)
{
  g_autoptr(JsonNode) node = gate_sample_note_to_json (note);
  g_autofree char *text = new_note ? g_strdup_printf ("Written: %s, “%s”.", note->id, note->title)
                                   : g_strdup_printf ("# %s\n\n%s", note->title, note->text);

  return gate_sample_result_new (text, json_object_ref (json_node_get_object (node)));
}

/**
 * gate_sample_tool_search_notes:
 * @workspace: what is offered
 * @call: the request
 * @arguments: query
 *
 * Finds notes.
 */
void
gate_sample_tool_search_notes (GateSampleWorkspace *workspace,
                               GateSampleCall      *call,
                               JsonObject          *arguments)
{
  GPtrArray *notes = gate_sample_content_get_notes (gate_sample_workspace_get_content (workspace));
  const char *query = gate_json_get_string (arguments, "query");
  g_autoptr(GString) text = g_string_new (NULL);
  JsonObject *structured = json_object_new ();
  JsonArray *found = json_array_new ();

  for (guint i = 0; i < notes->len; i++)
    {
      const GateSampleNote *note = notes->pdata[i];

      if (query && *query && !gate_sample_note_matches (note, query))
        continue;
      json_array_add_object_element (found, gate_sample_note_summarise (note));
      g_string_append_printf (text, "%s  %s\n", note->id, note->title);
    }
  if (text->len == 0)
    g_string_append (text, "No note matches.");
  json_object_set_array_member (structured, "notes", found);
  gate_sample_call_return_result (call, gate_sample_result_new (text->str, structured));
}

/**
 * gate_sample_tool_read_note:
 * @workspace: what is offered
 * @call: the request
 * @arguments: id
 *
 * Gives one note.
 */
void
gate_sample_tool_read_note (GateSampleWorkspace *workspace,
                            GateSampleCall      *call,
                            JsonObject          *arguments)
{
  GateSampleNote *note = gate_sample_content_find_note (gate_sample_workspace_get_content (workspace),
                                                        gate_json_get_string (arguments, "id"));

  if (note)
    gate_sample_call_return_result (call, describe_note (note, FALSE));
  else
    gate_sample_result_fail (call, "There is no such note. search_notes gives the ids.");
}

static void
did_create (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ChangeData) data = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = gate_sample_content_change_finish (GATE_SAMPLE_CONTENT (source), result, &error);
  GateSampleNote *note = id ? gate_sample_content_find_note (GATE_SAMPLE_CONTENT (source), id) : NULL;

  if (note)
    gate_sample_call_return_result (data->call, describe_note (note, TRUE));
  else
    gate_sample_result_fail (data->call, error ? error->message : "The note was deleted at the same moment.");
}

/**
 * gate_sample_tool_create_note:
 * @workspace: what is offered
 * @call: the request
 * @arguments: title, text and tags
 *
 * Writes a note.
 */
void
gate_sample_tool_create_note (GateSampleWorkspace *workspace,
                              GateSampleCall      *call,
                              JsonObject          *arguments)
{
  gate_sample_content_change_async (gate_sample_workspace_get_content (workspace), GATE_SAMPLE_CHANGE_CREATE_NOTE, arguments,
                                    gate_sample_call_get_cancellable (call), did_create, change_data_new (workspace, call));
}

static void
did_delete (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ChangeData) data = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = gate_sample_content_change_finish (GATE_SAMPLE_CONTENT (source), result, &error);

  if (id)
    {
      g_autofree char *text = g_strdup_printf ("Deleted: %s.", id);
      gate_sample_call_return_result (data->call, gate_sample_result_new (text, NULL));
    }
  else
    gate_sample_result_fail (data->call, error->message);
}

/**
 * gate_sample_tool_delete_note:
 * @workspace: what is offered
 * @call: the request
 * @arguments: id
 *
 * Deletes a note.
 */
void
gate_sample_tool_delete_note (GateSampleWorkspace *workspace,
                              GateSampleCall      *call,
                              JsonObject          *arguments)
{
  gate_sample_content_change_async (gate_sample_workspace_get_content (workspace), GATE_SAMPLE_CHANGE_DELETE_NOTE, arguments,
                                    gate_sample_call_get_cancellable (call), did_delete, change_data_new (workspace, call));
}

/**
 * gate_sample_tool_sticky_note:
 * @workspace: what is offered
 * @call: the request
 * @arguments: text, and colour where the definition has it
 *
 * Formats a text.
 */
void
gate_sample_tool_sticky_note (GateSampleWorkspace *workspace,
                              GateSampleCall      *call,
                              JsonObject          *arguments)
{
  const char *colour = gate_json_get_string (arguments, "colour");
  g_autofree char *text = g_strdup_printf ("[%s sticky note] %s", colour ? colour : "yellow", gate_json_get_string (arguments, "text"));

  gate_sample_call_return_result (call, gate_sample_result_new (text, NULL));
}

/**
 * gate_sample_tool_change_definition:
 * @workspace: what is offered
 * @call: the request
 * @arguments: none
 *
 * Changes the definition of the tool above.
 */
void
gate_sample_tool_change_definition (GateSampleWorkspace *workspace,
                                    GateSampleCall      *call,
                                    JsonObject          *arguments)
{
  guint revision = gate_sample_workspace_change_tool (workspace);
  g_autofree char *text = g_strdup_printf ("The definition of sticky_note changed; this is revision %u.", revision);
  JsonObject *structured = json_object_new ();

  json_object_set_int_member (structured, "revision", revision);
  gate_sample_call_return_result (call, gate_sample_result_new (text, structured));
}
