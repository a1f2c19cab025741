// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import.h"

#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-import-format.h"
#include "gate-json.h"
#include "gate-jsonc.h"

#include <stdarg.h>
#include <string.h>

#define CANDIDATE_LIMIT 1000

/* The one that is told from a file is the first that matches; the last matches anything. */
static const GateImportFormat *const formats[] = {
  &gate_import_claude_desktop, &gate_import_claude_code, &gate_import_vscode, &gate_import_cursor, &gate_import_mcp_json,
};

/**
 * gate_import_get_clients:
 *
 * Returns: (transfer none) (array zero-terminated=1): the clients whose configuration can be read
 */
const char * const *
gate_import_get_clients (void)
{
  static const char *const clients[] = { "mcp-json", "claude-desktop", "claude-code", "vscode", "cursor", NULL };
  return clients;
}

static const GateImportFormat *
find_format (const char *client)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i]->client, client))
      return formats[i];
  return NULL;
}

/**
 * gate_import_get_title:
 * @client: a client
 *
 * Returns: (nullable): its name for people: "Claude Desktop"; %NULL for an unknown one
 */
const char *
gate_import_get_title (const char *client)
{
  const GateImportFormat *format = find_format (client);
  return format ? format->title : NULL;
}

/**
 * gate_import_dup_paths:
 * @client: a client
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the places where its configuration may be; %NULL for an unknown one
 */
char **
gate_import_dup_paths (const char *client)
{
  const GateImportFormat *format = find_format (client);
  g_autoptr(GStrvBuilder) paths = g_strv_builder_new ();

  if (!format)
    return NULL;
  format->add_paths (paths);
  return g_strv_builder_end (paths);
}

/**
 * gate_import_dup_config_path:
 * @first: the first part of a path
 * @...: more parts, and %NULL
 *
 * Returns: (transfer full): the path below the person's configuration directory, in a Flatpak too, where ours is another one
 */
char *
gate_import_dup_config_path (const char *first,
                             ...)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  va_list args;

  if (gate_dirs_in_flatpak ())
    g_ptr_array_add (parts, g_build_filename (g_get_home_dir (), ".config", NULL));
  else
    g_ptr_array_add (parts, g_strdup (g_get_user_config_dir ()));

  va_start (args, first);
  for (const char *part = first; part; part = va_arg (args, const char *))
    g_ptr_array_add (parts, g_strdup (part));
  va_end (args);
  g_ptr_array_add (parts, NULL);
  return g_build_filenamev ((char **) parts->pdata);
}

/**
 * gate_import_fail_no_servers:
 * @member: where the entries should be
 * @error: set to %GATE_ERROR_NOT_FOUND
 *
 * Returns: %FALSE
 */
gboolean
gate_import_fail_no_servers (const char  *member,
                             GError     **error)
{
  gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_INSTALLED, _("See whether it is the right file."),
                  _("The file has no member “%s” with servers"), member);
  return FALSE;
}

static void
candidate_free (GateImportCandidate *self)
{
  g_free (self->name);
  g_free (self->id);
  g_free (self->source);
  g_clear_pointer (&self->entry, json_node_unref);
  g_clear_object (&self->connector);
  g_free (self->problem);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_strfreev (self->notes);
  g_free (self);
}

static GateImportCandidate *
find_candidate (GPtrArray  *candidates,
                const char *id)
{
  for (guint i = 0; i < candidates->len; i++)
    if (g_str_equal (((GateImportCandidate *) candidates->pdata[i])->id, id))
      return candidates->pdata[i];
  return NULL;
}

static char *
make_id (GateImportReading *reading,
         const char        *name)
{
  g_autofree char *base = gate_connector_id_from_name (name);
  char *id = g_strdup (base);

  for (guint number = 2; find_candidate (reading->candidates, id); number++)
    {
      g_free (id);
      id = g_strdup_printf ("%.*s-%u", GATE_CONNECTOR_ID_LIMIT - 5, base, number);
    }
  return id;
}

/* The same entry in several projects is offered once. */
static gboolean
is_known (GateImportReading *reading,
          const char        *name,
          JsonNode          *entry)
{
  for (guint i = 0; i < reading->candidates->len; i++)
    if (g_str_equal (((GateImportCandidate *) reading->candidates->pdata[i])->name, name) && gate_json_equal (reading->raw->pdata[i], entry))
      return TRUE;
  return FALSE;
}

/* Other programs take an address for http without being told; here and in Claude Code the type has to be there. */
static void
add_type (JsonObject   *entry,
          GStrvBuilder *notes)
{
  if (gate_json_get (entry, "type") || !gate_json_get_string (entry, "url") || gate_json_get (entry, "command"))
    return;
  json_object_set_string_member (entry, "type", "http");
  g_strv_builder_add (notes, _("“type” was missing and is http now."));
}

static void
add_label (JsonObject *entry,
           const char *name)
{
  JsonObject *own = gate_json_get_object (entry, "gatehouse");

  if (gate_json_get (entry, "gatehouse") && !own)
    return;
  if (!own)
    {
      own = json_object_new ();
      json_object_set_object_member (entry, "gatehouse", own);
    }
  if (!gate_json_get (own, "label"))
    json_object_set_string_member (own, "label", name);
}

static void
add_notes (JsonObject   *entry,
           GStrvBuilder *notes)
{
  if (gate_json_get_boolean (entry, "disabled", FALSE))
    g_strv_builder_add (notes, _("It is switched off in the other program."));
  if (gate_json_get (entry, "envFile"))
    g_strv_builder_add (notes, _("Its “envFile” is not read: add the variables that it needs."));
}

static void
finish_candidate (GateImportCandidate *candidate,
                  GStrvBuilder        *notes)
{
  g_autoptr(GError) error = NULL;

  candidate->connector = gate_connector_new_from_json (candidate->id, candidate->entry, GATE_CONNECTOR_ORIGIN_USER, &error);
  if (candidate->problem)
    g_clear_object (&candidate->connector);
  else if (error)
    candidate->problem = g_strdup (error->message);
  if (candidate->connector)
    g_strv_builder_addv (notes, (const char **) gate_connector_get_warnings (candidate->connector));
  candidate->notes = g_strv_builder_end (notes);
}

/**
 * gate_import_add_entry:
 * @reading: the reading
 * @name: the entry's name
 * @place: (nullable): where in the file it is
 * @entry: the entry
 *
 * Makes a candidate of an entry: references are translated, secrets taken out, then it is checked like any entry.
 */
void
gate_import_add_entry (GateImportReading *reading,
                       const char        *name,
                       const char        *place,
                       JsonNode          *entry)
{
  g_autoptr(GStrvBuilder) notes = g_strv_builder_new ();

  if (reading->candidates->len >= CANDIDATE_LIMIT || is_known (reading, name, entry))
    return;

  GateImportCandidate *candidate = g_new0 (GateImportCandidate, 1);
  candidate->name = g_strdup (name);
  candidate->id = make_id (reading, name);
  candidate->source = place ? g_strdup_printf ("%s, %s", reading->path, place) : g_strdup (reading->path);
  candidate->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_import_input_free);

  g_autoptr(JsonNode) translated = gate_import_translate (reading, entry, candidate->inputs, &candidate->problem);
  candidate->entry = gate_secret_scan_entry (translated, &candidate->secrets);

  JsonObject *object = gate_json_node_object (candidate->entry);
  if (object)
    {
      add_type (object, notes);
      add_notes (object, notes);
    }
  if (object && !g_str_equal (candidate->id, name))
    add_label (object, name);
  finish_candidate (candidate, notes);
  g_ptr_array_add (reading->candidates, candidate);
  g_ptr_array_add (reading->raw, json_node_ref (entry));
}

/**
 * gate_import_add_map:
 * @reading: the reading
 * @place: (nullable): where in the file it is
 * @servers: a map of entries
 *
 * Adds all entries of a map.
 */
void
gate_import_add_map (GateImportReading *reading,
                     const char        *place,
                     JsonObject        *servers)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *entry;

  json_object_iter_init_ordered (&iter, servers);
  while (json_object_iter_next_ordered (&iter, &name, &entry))
    gate_import_add_entry (reading, name, place, entry);
}

static const GateImportFormat *
choose_format (const char  *client,
               JsonObject  *root,
               const char  *path,
               GError     **error)
{
  guint i = 0;

  if (client)
    {
      const GateImportFormat *format = find_format (client);
      g_autofree char *known = g_strjoinv (", ", (char **) gate_import_get_clients ());
      g_autofree char *remedy = g_strdup_printf (_("Give one of: %s."), known);

      if (!format)
        gate_error_set (error, GATE_ERROR_USAGE, GATE_LAYER_NONE, remedy, _("There is no client “%s” to import from"), client);
      return format;
    }
  while (!formats[i]->matches (root, path))
    i++;
  return formats[i];
}

/**
 * gate_import_read_document:
 * @client: (nullable): whose configuration it is
 * @path: the file, for people and to tell whose it is
 * @root: the document
 * @candidates: (element-type GateImportCandidate): where to add what is found
 * @error: set to %GATE_ERROR_NOT_FOUND, %GATE_ERROR_INVALID or %GATE_ERROR_USAGE
 *
 * Reads the entries of a parsed document.
 *
 * Returns: %FALSE when it has no place for entries
 */
gboolean
gate_import_read_document (const char  *client,
                           const char  *path,
                           JsonNode    *root,
                           GPtrArray   *candidates,
                           GError     **error)
{
  g_autoptr(GPtrArray) raw = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  GateImportReading reading = { path, candidates, raw, NULL };
  JsonObject *object = gate_json_node_object (root);
  g_autoptr(GError) local = NULL;

  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (raw, json_node_new (JSON_NODE_NULL));
  if (!object)
    return gate_import_fail_no_servers ("mcpServers", error);

  const GateImportFormat *format = choose_format (client, object, path, error);
  if (!format)
    return FALSE;
  if (format->read (&reading, object, &local))
    return TRUE;
  gate_error_set (error, (GateError) local->code, GATE_LAYER_INSTALLED, gate_error_get_remedy (local), _("“%s”: %s"), path, local->message);
  return FALSE;
}

/**
 * gate_import_new_candidates:
 *
 * Returns: (transfer container) (element-type GateImportCandidate): no candidates yet
 */
GPtrArray *
gate_import_new_candidates (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) candidate_free);
}

/**
 * gate_import_parse:
 * @client: (nullable): whose configuration it is; %NULL to tell from it
 * @path: the file that the text is from, for people
 * @text: its text
 * @size: its bytes, or -1 when nul-terminated
 * @error: set to %GATE_ERROR_INVALID, %GATE_ERROR_TOO_LARGE, %GATE_ERROR_NOT_FOUND (no entries) or %GATE_ERROR_USAGE
 *
 * Reads the configuration of another program. Comments and trailing commas are accepted. What is wrong with single entries is told
 * by each candidate.
 *
 * Returns: (transfer container) (element-type GateImportCandidate) (nullable): what it offers
 */
GPtrArray *
gate_import_parse (const char  *client,
                   const char  *path,
                   const char  *text,
                   gssize       size,
                   GError     **error)
{
  g_autoptr(JsonNode) root = gate_jsonc_parse (text ? text : "", size < 0 ? strlen (text) : (gsize) size, GATE_JSON_MESSAGE_LIMIT, error);
  g_autoptr(GPtrArray) candidates = gate_import_new_candidates ();

  if (!root)
    {
      g_prefix_error (error, _("“%s”: "), path);
      return NULL;
    }
  return gate_import_read_document (client, path, root, candidates, error) ? g_steal_pointer (&candidates) : NULL;
}
