// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-entry-page.h"

#include "gate-config.h"
#include "gate-confirm.h"
#include "gate-directory-words.h"
#include "gate-entry-adding.h"
#include "gate-form-view.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateEntryPage {
  AdwBin               parent_instance;

  GateHub             *hub;        /* (owned) (nullable) */
  GateDirectoryEntry  *entry;      /* (owned) (nullable) */
  GateHubConnector    *connector;  /* (owned) (nullable): what it was added as */
  gboolean             busy;
  AdwAvatar           *avatar;
  GtkLabel            *name;
  GtkLabel            *vendor;
  GtkLabel            *description;
  GtkButton           *accept;
  GtkLabel            *reason;
  AdwPreferencesGroup *form_group;
  GateFormView        *form;
  AdwPreferencesGroup *caution_group;
  GtkLabel            *caution;
  AdwPreferencesGroup *uses;
  GPtrArray           *use_rows;   /* (element-type GtkWidget) */
  AdwActionRow        *takes;
  AdwActionRow        *account;
  AdwActionRow        *host;
  AdwActionRow        *access;
  AdwActionRow        *address;
  AdwActionRow        *note;
  AdwPreferencesGroup *safe_group;
  GtkSwitch           *read_only;
};

G_DEFINE_FINAL_TYPE (GateEntryPage, gate_entry_page, ADW_TYPE_BIN)

/* One button: it adds, or shows what was added. */
static void
show_button (GateEntryPage *self)
{
  gboolean can_add = gate_directory_entry_can_add (self->entry);
  g_autoptr(GateForm) form = gate_directory_entry_dup_form (self->entry);
  gboolean valid = gate_form_get_n_fields (form) == 0 || gate_form_view_get_valid (self->form);

  g_clear_object (&self->connector);
  self->connector = gate_entry_adding_find (self->hub, self->entry);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), can_add || self->connector);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), !can_add && !self->connector);
  gtk_widget_set_visible (GTK_WIDGET (self->form_group), can_add && !self->connector && gate_form_get_n_fields (form) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->safe_group), can_add && !self->connector && gate_directory_entry_get_writes (self->entry));
  gtk_button_set_label (self->accept, self->connector ? _("_Show Connector") : _("C_onnect…"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "entry.accept", self->connector || (can_add && valid && !self->busy));
}

static void
follow_connectors (GateEntryPage *self)
{
  if (self->entry)
    show_button (self);
}

static void
did_add (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateEntryPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = gate_hub_add_connector_finish (GATE_HUB (source), result, NULL, &error);

  self->busy = FALSE;
  if (self->entry)
    show_button (self);
  if (!connector)
    {
      gate_confirm_tell_error (GTK_WIDGET (self), _("The Service Could Not Be Added"), error);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "app.show-connector", "s", gate_hub_connector_get_id (connector));
  gtk_widget_activate_action (GTK_WIDGET (self), "customize.connect", "(ss)", gate_hub_connector_get_id (connector), "");
}

static void
add (GateEntryPage *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) values = NULL;
  g_autoptr(JsonNode) source = NULL;

  if (!self->entry || self->busy)
    return;
  if (gtk_widget_get_visible (GTK_WIDGET (self->form_group)))
    values = gate_form_view_get_values (self->form, &error);
  source = error ? NULL : gate_entry_adding_create_source (self->entry, values, gtk_switch_get_active (self->read_only), &error);
  if (!source)
    {
      gate_confirm_tell_error (GTK_WIDGET (self), _("The Service Could Not Be Added"), error);
      return;
    }
  self->busy = TRUE;
  show_button (self);
  gate_hub_add_connector_async (self->hub, gate_directory_entry_get_id (self->entry), source, FALSE, NULL, did_add, g_object_ref (self));
}

static void
got_consent (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GateEntryPage) self = user_data;

  if (!gate_confirm_finish (result, NULL) || !self->entry)
    return;
  gate_entry_adding_remember (self->entry);
  add (self);
}

/* Who connects something sensitive has read the caution, once. */
static void
accept (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateEntryPage *self = GATE_ENTRY_PAGE (widget);
  g_autofree char *name = NULL;
  g_autofree char *heading = NULL;

  if (!self->entry)
    return;
  if (self->connector)
    {
      gtk_widget_activate_action (widget, "app.show-connector", "s", gate_hub_connector_get_id (self->connector));
      return;
    }
  if (!gate_entry_adding_needs_caution (self->entry))
    {
      add (self);
      return;
    }
  name = gate_text_make_visible (gate_directory_entry_get_name (self->entry), GATE_TEXT_LINE);
  /* Translators: the name of a service. */
  heading = g_strdup_printf (_("Connect “%s”?"), name);
  gate_confirm_async (widget, heading, gate_directory_entry_get_caution (self->entry), _("I _Understand"), FALSE, NULL, got_consent,
                      g_object_ref (self));
}

static void
show_fact (AdwActionRow *row,
           const char   *text)
{
  g_autofree char *shown = text && *text ? gate_text_make_visible (text, GATE_TEXT_BLOCK) : NULL;

  adw_action_row_set_subtitle (row, shown ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (row), shown != NULL);
}

static void
show_uses (GateEntryPage *self)
{
  const char * const *uses = gate_directory_entry_get_uses (self->entry);

  for (guint i = 0; i < self->use_rows->len; i++)
    adw_preferences_group_remove (self->uses, self->use_rows->pdata[i]);
  g_ptr_array_set_size (self->use_rows, 0);
  for (guint i = 0; uses && uses[i]; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *shown = gate_text_make_visible (uses[i], GATE_TEXT_LINE);
      /* Translators: something to ask an assistant. */
      g_autofree char *quoted = g_strdup_printf (_("“%s”"), shown);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), quoted);
      adw_preferences_group_add (self->uses, row);
      g_ptr_array_add (self->use_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->uses), self->use_rows->len > 0);
}

static void
show_texts (GateEntryPage *self)
{
  g_autofree char *name = gate_text_make_visible (gate_directory_entry_get_name (self->entry), GATE_TEXT_LINE);
  g_autofree char *vendor = gate_text_make_visible (gate_directory_entry_get_vendor (self->entry), GATE_TEXT_LINE);
  const char *category = gate_directory_words_category (gate_directory_entry_get_category_title (self->entry));
  const char *managed = gate_directory_entry_is_managed (self->entry) ? _("from your organization") : NULL;
  /* Many a service is called as its vendor is. */
  g_autofree char *subtitle = strcmp (vendor, name) == 0 ? g_strjoin (" · ", category, managed, NULL)
                                                         : g_strjoin (" · ", vendor, category, managed, NULL);
  g_autofree char *description = gate_text_make_visible (gate_directory_entry_get_description (self->entry), GATE_TEXT_BLOCK);
  const char *caution = gate_directory_entry_get_caution (self->entry);

  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->vendor, subtitle);
  gtk_label_set_label (self->description, description);
  gtk_label_set_label (self->caution, caution ? _(caution) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caution_group), caution != NULL);
}

static void
show_facts (GateEntryPage *self)
{
  const char *sign_in = gate_directory_words_sign_in (gate_directory_entry_get_sign_in (self->entry));
  const char *takes = gate_directory_words_takes (gate_directory_entry_get_effort (self->entry));
  gboolean can_add = gate_directory_entry_can_add (self->entry);
  g_autofree char *how = can_add && sign_in ? g_strdup_printf ("%s · %s", sign_in, takes) : g_strdup (takes);
  g_autofree char *host = gate_directory_words_host (self->entry);

  show_fact (self->takes, how);
  show_fact (self->account, gate_directory_words_account (gate_directory_entry_get_account (self->entry)));
  show_fact (self->host, host ? host : _("Not known"));
  show_fact (self->access, gate_directory_entry_get_writes (self->entry) ? _("Reads and writes") : _("Only reads"));
  show_fact (self->address, gate_directory_entry_get_address (self->entry));
  show_fact (self->note, can_add ? gate_directory_entry_get_note (self->entry) : NULL);
}

/* Why there is no button, and the nearest way. */
static void
show_reason (GateEntryPage *self)
{
  const char *note = gate_directory_entry_get_note (self->entry);
  g_autofree char *shown = gate_text_make_visible (note ? note : _("No address for other programs is known."), GATE_TEXT_BLOCK);

  gtk_label_set_label (self->reason, shown);
}

static void
let_go (GateEntryPage *self)
{
  if (self->hub)
    g_signal_handlers_disconnect_by_data (gate_hub_get_connectors (self->hub), self);
  g_clear_object (&self->hub);
  g_clear_object (&self->entry);
  g_clear_object (&self->connector);
}

static void
gate_entry_page_dispose (GObject *object)
{
  GateEntryPage *self = GATE_ENTRY_PAGE (object);

  let_go (self);
  g_clear_pointer (&self->use_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_ENTRY_PAGE);
  G_OBJECT_CLASS (gate_entry_page_parent_class)->dispose (object);
}

static void
gate_entry_page_class_init (GateEntryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_entry_page_dispose;
  g_type_ensure (GATE_TYPE_FORM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-entry-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, name);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, vendor);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, description);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, accept);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, reason);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, form_group);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, form);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, caution_group);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, caution);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, uses);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, takes);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, account);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, host);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, access);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, address);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, note);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, safe_group);
  gtk_widget_class_bind_template_child (widget_class, GateEntryPage, read_only);
  gtk_widget_class_bind_template_callback (widget_class, follow_connectors);
  gtk_widget_class_install_action (widget_class, "entry.accept", NULL, accept);
}

static void
gate_entry_page_init (GateEntryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->use_rows = g_ptr_array_new ();
}

/**
 * gate_entry_page_show:
 * @self: the page
 * @hub: (nullable): an open hub
 * @entry: (nullable): an entry of its directory; %NULL: nothing
 *
 * Shows a service.
 */
void
gate_entry_page_show (GateEntryPage      *self,
                      GateHub            *hub,
                      GateDirectoryEntry *entry)
{
  g_autoptr(GateForm) form = NULL;

  g_return_if_fail (GATE_IS_ENTRY_PAGE (self));
  let_go (self);
  if (!hub || !entry)
    return;
  self->hub = g_object_ref (hub);
  self->entry = g_object_ref (entry);
  g_signal_connect_swapped (gate_hub_get_connectors (hub), "items-changed", G_CALLBACK (follow_connectors), self);
  form = gate_directory_entry_dup_form (entry);
  gate_form_view_set_form (self->form, form);
  gtk_switch_set_active (self->read_only, TRUE);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (adw_bin_get_child (ADW_BIN (self)))), 0);
  show_texts (self);
  show_uses (self);
  show_facts (self);
  show_reason (self);
  show_button (self);
}

/**
 * gate_entry_page_get_entry:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): what it shows
 */
GateDirectoryEntry *
gate_entry_page_get_entry (GateEntryPage *self)
{
  g_return_val_if_fail (GATE_IS_ENTRY_PAGE (self), NULL);
  return self->entry;
}
