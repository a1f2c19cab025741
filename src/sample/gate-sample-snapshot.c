// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-snapshot.h"

#include "gate-error.h"
#include "gate-file.h"
#include "gate-sample-parse.h"
#include "gate-sample-resource-data.h"

static gboolean
read_notes (GateSampleSnapshot  *self,
            JsonArray           *array,
            GError             **error)
{
  g_ptr_array_set_size (self->notes, 0);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      GateSampleNote *note = gate_sample_note_from_json (json_array_get_element (array, i), error);

      if (!note)
        return FALSE;
      g_ptr_array_add (self->notes, note);
    }
  return TRUE;
}

static GateSampleSnapshot *
load_seed (GError **error)
{
  g_autoptr(GateSampleSnapshot) self = g_new0 (GateSampleSnapshot, 1);
  g_autoptr(JsonNode) root = gate_sample_resource_load_json ("seed.json");
  JsonObject *seed = json_node_get_object (root);
  JsonArray *invoices = gate_json_get_array (seed, "invoices");

  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_sample_note_free);
  self->invoices = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_sample_invoice_free);
  if (!read_notes (self, gate_json_get_array (seed, "notes"), error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (invoices); i++)
    {
      GateSampleInvoice *invoice = gate_sample_invoice_from_json (json_array_get_element (invoices, i), error);

      if (!invoice)
        return NULL;
      g_ptr_array_add (self->invoices, invoice);
    }
  return g_steal_pointer (&self);
}

static gboolean
apply_kept (GateSampleSnapshot  *self,
            JsonObject          *kept,
            GError             **error)
{
  JsonArray *notes = gate_json_get_array (kept, "notes");
  JsonObject *statuses = gate_json_get_object (kept, "statuses");

  if (notes && !read_notes (self, notes, error))
    return FALSE;
  for (guint i = 0; statuses && i < self->invoices->len; i++)
    {
      GateSampleInvoice *invoice = self->invoices->pdata[i];
      const char *status = gate_json_get_string (statuses, invoice->number);

      if (status && g_strv_contains (gate_sample_invoice_statuses, status))
        {
          g_free (invoice->status);
          invoice->status = g_strdup (status);
        }
    }
  return TRUE;
}

/**
 * gate_sample_snapshot_load:
 * @path: (type filename): where changes are kept; need not exist
 * @error: set to %GATE_ERROR_INVALID, with the file's name, when it is damaged
 *
 * Returns: (transfer full) (nullable): the content
 */
GateSampleSnapshot *
gate_sample_snapshot_load (const char  *path,
                           GError     **error)
{
  g_autoptr(GateSampleSnapshot) self = load_seed (error);
  g_autoptr(GError) own_error = NULL;
  g_autoptr(JsonNode) root = NULL;

  if (!self)
    return NULL;
  root = gate_sample_parse_file (path, GATE_JSON_DOCUMENT_LIMIT, &own_error);
  if (!root && gate_error_matches (own_error, GATE_ERROR_NOT_FOUND))
    return g_steal_pointer (&self);
  if (!root || !apply_kept (self, json_node_get_object (root), &own_error))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, "Remove the file to begin anew.",
                      "The Sample Workspace cannot read its own file “%s”: %s", path, own_error->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * gate_sample_snapshot_save:
 * @self: the content
 * @path: (type filename): where changes are kept
 * @error: set to %GATE_ERROR_FAILED
 *
 * Returns: %TRUE when it is on disk
 */
gboolean
gate_sample_snapshot_save (const GateSampleSnapshot  *self,
                           const char                *path,
                           GError                   **error)
{
  JsonArray *notes = json_array_new ();
  JsonObject *statuses = json_object_new ();
  JsonObject *kept = json_object_new ();

  for (guint i = 0; i < self->notes->len; i++)
    json_array_add_element (notes, gate_sample_note_to_json (self->notes->pdata[i]));
  for (guint i = 0; i < self->invoices->len; i++)
    {
      GateSampleInvoice *invoice = self->invoices->pdata[i];
      json_object_set_string_member (statuses, invoice->number, invoice->status);
    }
  json_object_set_array_member (kept, "notes", notes);
  json_object_set_object_member (kept, "statuses", statuses);

  g_autoptr(JsonNode) root = gate_json_take_object (kept);
  g_autofree char *text = gate_json_to_pretty_text (root);
  return gate_file_write (path, text, -1, error);
}

/**
 * gate_sample_snapshot_find_note:
 * @self: the content
 * @id: (nullable): a note's id
 *
 * Returns: (transfer none) (nullable): the note
 */
GateSampleNote *
gate_sample_snapshot_find_note (const GateSampleSnapshot *self,
                                const char               *id)
{
  for (guint i = 0; i < self->notes->len; i++)
    {
      GateSampleNote *note = self->notes->pdata[i];

      if (g_strcmp0 (note->id, id) == 0)
        return note;
    }
  return NULL;
}

/**
 * gate_sample_snapshot_find_invoice:
 * @self: the content
 * @number: (nullable): an invoice's number
 *
 * Returns: (transfer none) (nullable): the invoice
 */
GateSampleInvoice *
gate_sample_snapshot_find_invoice (const GateSampleSnapshot *self,
                                   const char               *number)
{
  for (guint i = 0; i < self->invoices->len; i++)
    {
      GateSampleInvoice *invoice = self->invoices->pdata[i];

      if (g_strcmp0 (invoice->number, number) == 0)
        return invoice;
    }
  return NULL;
}

/**
 * gate_sample_snapshot_free:
 * @self: (transfer full) (nullable): the content
 *
 * Frees it.
 */
void
gate_sample_snapshot_free (GateSampleSnapshot *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->invoices, g_ptr_array_unref);
  g_free (self);
}
