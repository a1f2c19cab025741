// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-add-link-dialog.h"

#include "gate-add-link.h"
#include "gate-confirm.h"
#include "gate-entry-draft.h"
#include "gate-error.h"
#include "gate-task.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define LINK_KEY "gate-link"

typedef struct {
  GtkWidget      *near;
  GateHub        *hub;
  GateAddLink    *link;
  char           *id;        /* (nullable): what it is to be called in the list */
  char           *name;      /* (nullable): for people, safe to show */
  JsonNode       *entry;     /* (nullable): what is added */
  GDestroyNotify  done;
  gpointer        user_data;
} LinkData;

GATE_DEFINE_DATA (LinkData, link_data)

static void
link_data_clear (LinkData *self)
{
  g_clear_object (&self->near);
  g_clear_object (&self->hub);
  g_clear_pointer (&self->link, gate_add_link_free);
  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->entry, json_node_unref);
  self->done (self->user_data);
}

/* Takes the data: it is over once that was read. */
static void
tell_failure (LinkData     *taken,
              const char   *heading,
              const GError *error)
{
  g_autoptr(LinkData) data = taken;
  GtkWindow *dialog = gate_confirm_tell_error (data->near, heading, error);

  if (dialog)
    g_object_set_data_full (G_OBJECT (dialog), LINK_KEY, g_steal_pointer (&data), (GDestroyNotify) link_data_free);
}

static void
did_add (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(LinkData) data = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = gate_hub_add_connector_finish (GATE_HUB (source), result, NULL, &error);
  g_autofree char *text = NULL;

  if (!connector)
    {
      tell_failure (g_steal_pointer (&data), _("Nothing Was Added"), error);
      return;
    }
  /* Translators: the name of a connector. */
  text = g_strdup_printf (_("“%s” added, off in all projects"), data->name);
  gtk_widget_activate_action (data->near, "win.tell", "s", text);
  gtk_widget_activate_action (data->near, "app.show-connector", "s", gate_hub_connector_get_id (connector));
}

static void
did_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(LinkData) data = user_data;
  GateHub *hub = data->hub;

  if (!gate_confirm_finish (result, NULL))
    return;
  gate_hub_add_connector_async (hub, data->id, data->entry, FALSE, NULL, did_add, data);
  g_steal_pointer (&data);
}

/* An address twice is more likely a second press of the same link than a wish. */
static GateHubConnector *
find_same (GateHub    *hub,
           const char *address)
{
  GListModel *all = gate_hub_get_connectors (hub);

  for (guint i = 0; address && i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(GateHubConnector) each = g_list_model_get_item (all, i);

      if (g_strcmp0 (gate_hub_connector_get_target (each), address) == 0)
        return each;
    }
  return NULL;
}

static char *
find_free_id (GateHub    *hub,
              const char *wanted)
{
  g_autofree char *id = g_strdup (wanted);

  for (guint i = 2; gate_hub_find_connector (hub, id, NULL); i++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", wanted, i);
    }
  return g_steal_pointer (&id);
}

static const char *
entry_address (JsonNode *entry)
{
  JsonObject *object = json_node_get_object (entry);

  return json_object_has_member (object, "url") ? json_object_get_string_member (object, "url") : NULL;
}

static void
add_line (GString    *body,
          const char *label,
          const char *value)
{
  g_autofree char *shown = gate_text_make_visible (value ? value : "", GATE_TEXT_LINE);

  if (*shown)
    g_string_append_printf (body, "%s%s %s", body->len > 0 ? "\n" : "", label, shown);
}

/* Takes the data. */
static void
ask (LinkData           *taken,
     GateDirectoryEntry *known)
{
  g_autoptr(LinkData) data = taken;
  g_autoptr(GString) body = g_string_new (NULL);
  g_autofree char *heading = NULL;
  const char *caution = known ? gate_directory_entry_get_caution (known) : NULL;
  GateHubConnector *same = find_same (data->hub, entry_address (data->entry));
  GtkWidget *near = data->near;

  if (same)
    {
      g_autoptr(GError) error = gate_error_new (GATE_ERROR_EXISTS, GATE_LAYER_INSTALLED, _("There is nothing to do."),
                                                _("A connector with this address is in your list already"));

      tell_failure (g_steal_pointer (&data), _("Nothing Was Added"), error);
      return;
    }
  add_line (body, _("Name:"), data->name);
  add_line (body, _("Address:"), entry_address (data->entry));
  if (known)
    {
      add_line (body, _("Vendor:"), gate_directory_entry_get_vendor (known));
      add_line (body, _("Hosted by:"), gate_directory_entry_get_hosted_by (known));
      add_line (body, _("What it is:"), gate_directory_entry_get_description (known));
    }
  else
    {
      g_string_append_printf (body, "\n\n%s", data->link->own_network
                                                  ? _("This address is in your own network, not in the directory. Only add it if you know who sent the link.")
                                                  : _("This address is not in the directory. Only add it if you know who sent the link."));
    }
  if (caution)
    g_string_append_printf (body, "\n\n%s", _(caution));
  g_string_append_printf (body, "\n\n%s", _("It will be off in all projects. Nothing is sent to it before you sign in."));
  /* Translators: the name of a connector. */
  heading = g_strdup_printf (_("Add “%s”?"), data->name);
  gate_confirm_unasked_async (near, heading, body->str, _("_Add"), NULL, did_answer, g_steal_pointer (&data));
}

static gboolean
take_entry (LinkData            *data,
            GateDirectoryEntry  *known,
            GError             **error)
{
  g_autoptr(GateForm) form = NULL;

  if (strcmp (gate_directory_entry_get_id (known), data->link->id) != 0)
    {
      gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_INSTALLED, _("Look for it in Plugins & Connectors."),
                      _("The directory has no such entry"));
      return FALSE;
    }
  form = gate_directory_entry_dup_form (known);
  if (gate_directory_entry_can_add (known) && gate_form_get_n_fields (form) > 0)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, _("Choose it in Plugins & Connectors, and fill in what is asked for."),
                      _("This service needs your company’s own address, which a link cannot give"));
      return FALSE;
    }
  data->entry = gate_directory_entry_create_source (known, NULL, error);
  if (!data->entry)
    return FALSE;
  data->name = gate_text_make_visible (gate_directory_entry_get_name (known), GATE_TEXT_LINE);
  data->id = find_free_id (data->hub, gate_directory_entry_get_id (known));
  return TRUE;
}

static void
did_find (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LinkData) data = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateDirectoryEntry) known = gate_directory_find_finish (GATE_DIRECTORY (source), result, &error);

  if (known && take_entry (data, known, &error))
    ask (g_steal_pointer (&data), known);
  else
    tell_failure (g_steal_pointer (&data), _("Nothing Was Added"), error);
}

/* Known addresses are shown for what they are, however the link calls them. */
static void
did_look (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(LinkData) data = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateDirectoryEntry) known = gate_directory_find_finish (GATE_DIRECTORY (source), result, NULL);
  GateEntryDraft draft = { .name = data->link->name, .address = data->link->address };
  g_autofree char *id = gate_entry_draft_dup_id (&draft);

  data->entry = gate_entry_draft_to_entry (&draft, &error);
  if (!data->entry)
    {
      tell_failure (g_steal_pointer (&data), _("Nothing Was Added"), error);
      return;
    }
  data->name = gate_text_make_visible (data->link->name, GATE_TEXT_LINE);
  data->id = find_free_id (data->hub, id);
  ask (g_steal_pointer (&data), known);
}

/**
 * gate_add_link_dialog_run:
 * @near: a widget of the window over which to ask
 * @hub: an open hub
 * @text: the link
 * @done: called once it is over: added, declined, or read why it cannot be
 * @user_data: for @done
 *
 * Shows all that it asks for and asks. Nothing is sent anywhere before the person agrees, nor after: adding only writes the entry down.
 */
void
gate_add_link_dialog_run (GtkWidget      *near,
                          GateHub        *hub,
                          const char     *text,
                          GDestroyNotify  done,
                          gpointer        user_data)
{
  g_autoptr(LinkData) data = link_data_new ();
  GateDirectory *directory = gate_hub_get_directory (hub);
  const GateAddLink *link = NULL;
  g_autoptr(GError) error = NULL;

  data->near = g_object_ref (near);
  data->hub = g_object_ref (hub);
  data->done = done;
  data->user_data = user_data;
  link = data->link = gate_add_link_parse (text, &error);
  if (!link)
    tell_failure (g_steal_pointer (&data), _("The Link Cannot Be Used"), error);
  else if (link->id)
    gate_directory_find_async (directory, link->id, NULL, did_find, g_steal_pointer (&data));
  else
    gate_directory_find_by_address_async (directory, link->address, NULL, did_look, g_steal_pointer (&data));
}
