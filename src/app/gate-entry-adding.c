// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-entry-adding.h"

#include "gate-directory-words.h"
#include "gate-window-settings.h"

#include <glib/gi18n.h>
#include <string.h>

#define SEEN "seen-cautions"

/**
 * gate_entry_adding_find:
 * @hub: an open hub
 * @entry: an entry of its directory
 *
 * Returns: (transfer full) (nullable): the connector that it was added as
 */
GateHubConnector *
gate_entry_adding_find (GateHub            *hub,
                        GateDirectoryEntry *entry)
{
  GListModel *connectors = gate_hub_get_connectors (hub);
  const char *address = gate_directory_entry_get_address (entry);

  for (guint i = 0; i < g_list_model_get_n_items (connectors); i++)
    {
      g_autoptr(GateHubConnector) connector = g_list_model_get_item (connectors, i);

      if (strcmp (gate_hub_connector_get_id (connector), gate_directory_entry_get_id (entry)) == 0 ||
          g_strcmp0 (gate_hub_connector_get_target (connector), address) == 0)
        return g_steal_pointer (&connector);
    }
  return NULL;
}

/**
 * gate_entry_adding_create_source:
 * @entry: an entry
 * @values: (nullable): of its form
 * @read_only: whether it only reads at first; of no matter where it cannot write
 * @error: set as by gate_directory_entry_create_source()
 *
 * Returns: (transfer full) (nullable): what gate_hub_add_connector_async() takes
 */
JsonNode *
gate_entry_adding_create_source (GateDirectoryEntry  *entry,
                                 JsonObject          *values,
                                 gboolean             read_only,
                                 GError             **error)
{
  JsonNode *source = gate_directory_entry_create_source (entry, values, error);
  JsonObject *object = source ? json_node_get_object (source) : NULL;

  if (object && read_only && gate_directory_entry_get_writes (entry) && json_object_has_member (object, "gatehouse"))
    json_object_set_boolean_member (json_object_get_object_member (object, "gatehouse"), "readOnly", TRUE);
  return source;
}

/**
 * gate_entry_adding_needs_caution:
 * @entry: an entry
 *
 * Returns: whether it is sensitive, and the person has not yet agreed to its caution
 */
gboolean
gate_entry_adding_needs_caution (GateDirectoryEntry *entry)
{
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  g_auto(GStrv) seen = g_settings_get_strv (settings, SEEN);

  return gate_directory_entry_get_caution (entry) && !g_strv_contains ((const char * const *) seen, gate_directory_entry_get_id (entry));
}

/**
 * gate_entry_adding_remember:
 * @entry: an entry
 *
 * Notes that the person agreed to its caution.
 */
void
gate_entry_adding_remember (GateDirectoryEntry *entry)
{
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  g_auto(GStrv) seen = g_settings_get_strv (settings, SEEN);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) now = NULL;

  if (!gate_entry_adding_needs_caution (entry))
    return;
  g_strv_builder_addv (builder, (const char **) seen);
  g_strv_builder_add (builder, gate_directory_entry_get_id (entry));
  now = g_strv_builder_end (builder);
  g_settings_set_strv (settings, SEEN, (const char * const *) now);
}

static void
append_fact (GString    *text,
             const char *label,
             const char *value)
{
  if (value && *value)
    g_string_append_printf (text, "%s: %s\n", label, value);
}

/**
 * gate_entry_adding_dup_request:
 * @entry: an entry
 *
 * Returns: (transfer full): a text for the administrator: what is wanted, its address, its scopes, and why the person needs help
 */
char *
gate_entry_adding_dup_request (GateDirectoryEntry *entry)
{
  const char * const *uses = gate_directory_entry_get_uses (entry);
  g_autofree char *scopes = g_strjoinv (" ", (char **) gate_directory_entry_get_read_scopes (entry));
  g_autofree char *wanted = uses && *uses ? g_strjoinv ("; ", (char **) uses) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  /* Translators: the name of a service. */
  g_string_append_printf (text, _("I would like to use %s with my assistant, through Gatehouse."), gate_directory_entry_get_name (entry));
  g_string_append (text, "\n\n");
  append_fact (text, _("Service"), gate_directory_entry_get_name (entry));
  append_fact (text, _("Vendor"), gate_directory_entry_get_vendor (entry));
  append_fact (text, _("Address"), gate_directory_entry_get_address (entry));
  append_fact (text, _("Needed"), gate_directory_words_takes (gate_directory_entry_get_effort (entry)));
  append_fact (text, _("Account"), gate_directory_words_account (gate_directory_entry_get_account (entry)));
  append_fact (text, _("Scopes for reading"), scopes);
  append_fact (text, _("Good to know"), gate_directory_entry_get_note (entry));
  append_fact (text, _("What for"), wanted);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
