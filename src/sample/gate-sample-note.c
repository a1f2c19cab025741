// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-note.h"

#include "gate-json-record.h"

static const GateJsonField note_fields[] = {
  GATE_JSON_FIELD (GateSampleNote, id, "id", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleNote, title, "title", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleNote, tags, "tags", STRV, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (GateSampleNote, updated, "updated", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleNote, text, "text", STRING, GATE_JSON_REQUIRED),
  { NULL },
};

/**
 * gate_sample_note_from_json:
 * @node: an object
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the note
 */
GateSampleNote *
gate_sample_note_from_json (JsonNode  *node,
                            GError   **error)
{
  g_autoptr(GateSampleNote) self = g_new0 (GateSampleNote, 1);

  return gate_json_record_read (note_fields, node, self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_sample_note_to_json:
 * @self: a note
 *
 * Returns: (transfer full): the note, as it is kept and as the tools give it
 */
JsonNode *
gate_sample_note_to_json (const GateSampleNote *self)
{
  return gate_json_record_write (note_fields, self);
}

/**
 * gate_sample_note_summarise:
 * @self: a note
 *
 * Returns: (transfer full): the note without its text
 */
JsonObject *
gate_sample_note_summarise (const GateSampleNote *self)
{
  g_autoptr(JsonNode) whole = gate_sample_note_to_json (self);
  JsonObject *summary = json_object_ref (json_node_get_object (whole));

  json_object_remove_member (summary, "text");
  return summary;
}

static gboolean
contains (const char *text,
          const char *folded_query)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, folded_query) != NULL;
}

/**
 * gate_sample_note_matches:
 * @self: a note
 * @query: what to look for
 *
 * Returns: %TRUE when title, text or a tag contains the query, whatever the case of its letters
 */
gboolean
gate_sample_note_matches (const GateSampleNote *self,
                          const char           *query)
{
  g_autofree char *folded = g_utf8_casefold (query, -1);

  if (contains (self->title, folded) || contains (self->text, folded))
    return TRUE;
  for (char **tag = self->tags; tag && *tag; tag++)
    if (contains (*tag, folded))
      return TRUE;
  return FALSE;
}

/**
 * gate_sample_note_dup_uri:
 * @self: a note
 *
 * Returns: (transfer full): the address of its resource
 */
char *
gate_sample_note_dup_uri (const GateSampleNote *self)
{
  return g_strconcat (GATE_SAMPLE_NOTE_PREFIX, self->id, NULL);
}

/**
 * gate_sample_note_free:
 * @self: (transfer full) (nullable): a note
 *
 * Frees a note.
 */
void
gate_sample_note_free (GateSampleNote *self)
{
  if (!self)
    return;
  gate_json_record_clear (note_fields, self);
  g_free (self);
}
