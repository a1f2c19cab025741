// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-page-private.h"

#include "gate-access.h"
#include "gate-access-words.h"
#include "gate-account-section.h"
#include "gate-config.h"
#include "gate-directory-words.h"
#include "gate-focus.h"
#include "gate-narrow.h"
#include "gate-property.h"
#include "gate-row-layout.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

enum { PROP_0, PROP_LABEL, PROP_SEARCHING, N_PROPS };

static GParamSpec *props[N_PROPS];
static guint gone_signal;

G_DEFINE_FINAL_TYPE (GateConnectorPage, gate_connector_page, ADW_TYPE_BIN)

static void
show_facts (GateConnectorPage *self)
{
  gboolean local = strcmp (gate_hub_connector_get_kind (self->connector), "stdio") == 0;
  g_autofree char *label = gate_text_make_visible (gate_hub_connector_get_label (self->connector), GATE_TEXT_LINE);
  g_autofree char *target = gate_text_make_visible (gate_hub_connector_get_target (self->connector), GATE_TEXT_BLOCK);

  adw_avatar_set_text (self->avatar, label);
  gtk_label_set_label (self->name, label);
  adw_action_row_set_subtitle (self->kind, gate_access_words_kind (self->connector));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->target), local ? _("Command") : _("Address"));
  adw_action_row_set_subtitle (self->target, target);
  adw_action_row_set_subtitle (self->origin, gate_access_words_origin (self->connector));
}

/* What was written by hand and is odd, and secrets that any program can read. */
static void
show_notes (GateConnectorPage *self)
{
  g_auto(GStrv) exposed = gate_hub_connector_dup_exposed (self->connector);
  g_autofree char *places = g_strjoinv (", ", exposed);
  const char * const *warnings = gate_hub_connector_get_warnings (self->connector);
  g_autofree char *odd = warnings && *warnings ? g_strjoinv ("\n", (char **) warnings) : NULL;
  g_autofree char *shown = odd ? gate_text_make_visible (odd, GATE_TEXT_BLOCK) : NULL;

  adw_action_row_set_subtitle (self->exposed, places);
  gtk_widget_set_visible (GTK_WIDGET (self->exposed), *exposed != NULL);
  adw_action_row_set_subtitle (self->odd, shown ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (self->odd), shown != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), *exposed || shown);
}

static void
show_read_only (GateConnectorPage *self)
{
  gboolean locked = FALSE;
  gboolean on = gate_hub_get_read_only (gate_project_view_get_hub (self->view), self->id, &locked);
  g_autofree char *state = g_strjoin (", ", _("Read Only"), on ? _("on") : _("off"), NULL);
  AdwActionRow *row = ADW_ACTION_ROW (gtk_widget_get_ancestor (GTK_WIDGET (self->read_only_switch), ADW_TYPE_ACTION_ROW));
  const char *explained = adw_action_row_get_subtitle (row);
  g_autofree char *sentence = locked ? g_strjoin (". ", state, _("Decided by your organization"), explained, NULL)
                                     : g_strjoin (". ", state, explained, NULL);

  gtk_switch_set_active (self->read_only_switch, on);
  gtk_switch_set_state (self->read_only_switch, on);
  gtk_widget_set_sensitive (GTK_WIDGET (self->read_only_switch), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->read_only_lock), locked);
  gate_access_set_name (GTK_WIDGET (row), sentence);
}

/* The switch shows what is true; what the person wants is asked for, and comes back as another entry. */
static gboolean
read_only_set (GateConnectorPage *self,
               gboolean           state)
{
  if (self->view && state != gate_hub_get_read_only (gate_project_view_get_hub (self->view), self->id, NULL))
    gtk_widget_activate_action (GTK_WIDGET (self), "connector.set-read-only", "b", state);
  return TRUE;
}

static void
show_own (GateConnectorPage *self)
{
  gboolean own = strcmp (gate_hub_connector_get_origin (self->connector), "user") == 0;
  gboolean local = strcmp (gate_hub_connector_get_kind (self->connector), "stdio") == 0;

  gtk_widget_set_visible (self->remove, own);
  gtk_widget_set_visible (self->add_account, own && !local);
  gtk_widget_set_visible (GTK_WIDGET (self->log), local);
}

static void
got_entry (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GateConnectorPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateDirectoryEntry) entry = gate_directory_find_finish (GATE_DIRECTORY (source), result, &error);
  g_autofree char *host = NULL;
  g_autofree char *description = NULL;

  /* A server that nobody listed is no error, and another connector may be shown by now. */
  if (!entry || !self->connector || !self->looking_up)
    return;
  host = gate_directory_words_host (entry);
  description = gate_text_make_visible (gate_directory_entry_get_description (entry), GATE_TEXT_BLOCK);
  adw_action_row_set_subtitle (self->host, host ? host : "");
  gtk_widget_set_visible (GTK_WIDGET (self->host), host != NULL);
  gtk_label_set_label (self->description, description);
  gtk_widget_set_visible (GTK_WIDGET (self->description), TRUE);
}

static void
look_up_entry (GateConnectorPage *self)
{
  gboolean local = strcmp (gate_hub_connector_get_kind (self->connector), "stdio") == 0;
  GateHub *hub = gate_project_view_get_hub (self->view);

  if (self->looking_up)
    g_cancellable_cancel (self->looking_up);
  g_clear_object (&self->looking_up);
  gtk_widget_set_visible (GTK_WIDGET (self->host), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->description), FALSE);
  if (local)
    return;
  self->looking_up = g_cancellable_new ();
  gate_directory_find_by_address_async (gate_hub_get_directory (hub), gate_hub_connector_get_target (self->connector), self->looking_up,
                                        got_entry, g_object_ref (self));
}

static GateAccountSection *
section_of (GateConnectorPage *self,
            const char        *account)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->accounts)); child; child = gtk_widget_get_next_sibling (child))
    if (strcmp (gate_hub_account_get_account (gate_account_section_get_account (GATE_ACCOUNT_SECTION (child))), account) == 0)
      return GATE_ACCOUNT_SECTION (child);
  return NULL;
}

static void
clear_accounts (GateConnectorPage *self)
{
  GtkWidget *child;

  while (self->accounts && (child = gtk_widget_get_first_child (GTK_WIDGET (self->accounts))))
    gtk_box_remove (self->accounts, child);
}

/* What stays keeps its widgets, so that focus stays too. */
static void
follow_accounts (GateConnectorPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->accounts));

  while (child)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);
      GateHubAccount *account = gate_account_section_get_account (GATE_ACCOUNT_SECTION (child));

      if (gate_project_view_find (self->view, self->id, gate_hub_account_get_account (account)) != account)
        gtk_box_remove (self->accounts, child);
      child = next;
    }
  for (const char * const *id = gate_hub_connector_get_accounts (self->connector); *id; id++)
    {
      GateHubAccount *account = gate_project_view_find (self->view, self->id, *id);

      if (account && !section_of (self, *id))
        gtk_box_append (self->accounts, gate_account_section_new (self->view, account));
    }
}

static void
show_tools (GateConnectorPage *self)
{
  const char * const *ids = gate_hub_connector_get_accounts (self->connector);
  guint index = adw_combo_row_get_selected (self->chooser);
  guint n_accounts = g_strv_length ((char **) ids);
  const char *id = index < n_accounts ? ids[index] : ids[0];

  gate_tools_section_set_account (self->tools, self->view, gate_project_view_find (self->view, self->id, id));
}

static void
chosen (GateConnectorPage *self)
{
  if (self->connector)
    show_tools (self);
}

/* Where there are several accounts, the tools are those of one of them. */
static void
fill_chooser (GateConnectorPage *self)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  const char * const *ids = gate_hub_connector_get_accounts (self->connector);
  guint selected = adw_combo_row_get_selected (self->chooser);

  for (guint i = 0; ids[i]; i++)
    {
      GateHubAccount *account = gate_project_view_find (self->view, self->id, ids[i]);
      g_autofree char *shown = gate_text_make_visible (account ? gate_hub_account_get_label (account) : ids[i], GATE_TEXT_LINE);

      gtk_string_list_append (labels, shown);
    }
  adw_combo_row_set_model (self->chooser, G_LIST_MODEL (labels));
  if (selected < g_list_model_get_n_items (G_LIST_MODEL (labels)))
    adw_combo_row_set_selected (self->chooser, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->chooser), g_list_model_get_n_items (G_LIST_MODEL (labels)) > 1);
}

static void
follow_connector (GateConnectorPage *self)
{
  GateHubConnector *connector = gate_hub_find_connector (gate_project_view_get_hub (self->view), self->id, NULL);

  if (!connector)
    {
      g_signal_emit (self, gone_signal, 0);
      return;
    }
  if (g_set_object (&self->connector, connector))
    {
      show_facts (self);
      show_notes (self);
      show_own (self);
      look_up_entry (self);
      fill_chooser (self);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LABEL]);
    }
  show_read_only (self);
  follow_accounts (self);
  show_tools (self);
  gate_choices_section_show (self->choices, gate_project_view_get_hub (self->view), connector);
}

static void
let_go (GateConnectorPage *self)
{
  clear_accounts (self);
  if (self->tools)
    gate_tools_section_set_account (self->tools, NULL, NULL);
  if (self->choices)
    gate_choices_section_show (self->choices, NULL, NULL);
  if (self->looking_up)
    g_cancellable_cancel (self->looking_up);
  g_clear_object (&self->looking_up);
  if (self->view)
    {
      g_signal_handlers_disconnect_by_data (self->view, self);
      g_signal_handlers_disconnect_by_data (gate_hub_get_connectors (gate_project_view_get_hub (self->view)), self);
    }
  g_clear_object (&self->connector);
  g_clear_object (&self->view);
  g_clear_pointer (&self->id, g_free);
}

static void
gate_connector_page_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->connector ? gate_hub_connector_get_label (self->connector) : NULL);
      break;
    case PROP_SEARCHING:
      g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_connector_page_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (object);

  switch (id)
    {
    case PROP_SEARCHING:
      if (g_value_get_boolean (value))
        gate_connector_page_search (self);
      else
        gtk_search_bar_set_search_mode (self->search_bar, FALSE);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

/* It begins with the sign-in of its first account, where one is needed and no note comes before it. */
static gboolean
begin_with_account (GtkWidget *widget)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (widget);
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->accounts));

  return first && !gtk_widget_get_visible (GTK_WIDGET (self->notes)) && gtk_widget_grab_focus (first);
}

static void
gate_connector_page_dispose (GObject *object)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (object);

  let_go (self);
  g_clear_weak_pointer (&self->came_from);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_CONNECTOR_PAGE);
  G_OBJECT_CLASS (gate_connector_page_parent_class)->dispose (object);
}

static void
gate_connector_page_class_init (GateConnectorPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = gate_connector_page_get_property;
  object_class->set_property = gate_connector_page_set_property;
  object_class->dispose = gate_connector_page_dispose;
  gate_focus_begin_with (widget_class, begin_with_account);
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, GATE_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (GATE_TYPE_TOOLS_SECTION);
  g_type_ensure (GATE_TYPE_CHOICES_SECTION);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-connector-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, name);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, description);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, kind);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, target);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, origin);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, accounts);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, notes);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, exposed);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, odd);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, host);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, add_account);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, read_only_switch);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, read_only_lock);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, chooser);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, log);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, remove);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, tools);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, choices);
  gtk_widget_class_bind_template_callback (widget_class, read_only_set);
  gtk_widget_class_bind_template_callback (widget_class, chosen);
  gate_connector_page_install_search (widget_class);
  gate_connector_page_install_actions (widget_class);

  /**
   * GateConnectorPage::gone:
   *
   * The connector was removed, here or by another process.
   */
  gone_signal = g_signal_new ("gone", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_connector_page_init (GateConnectorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gate_connector_page_init_search (self);
  gate_narrow_let_wrap (self->buttons);
  gate_row_layout_use (self->exposed);
}

/**
 * gate_connector_page_show:
 * @self: the page
 * @view: (nullable): a project's view; %NULL: nothing
 * @id: (nullable): a connector's id
 *
 * Shows a connector as a project sees it.
 */
void
gate_connector_page_show (GateConnectorPage *self,
                          GateProjectView   *view,
                          const char        *id)
{
  g_return_if_fail (GATE_IS_CONNECTOR_PAGE (self));
  g_autofree char *kept = g_strdup (id);

  let_go (self);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  if (!view || !kept)
    return;
  self->view = g_object_ref (view);
  self->id = g_steal_pointer (&kept);
  g_signal_connect_swapped (view, "items-changed", G_CALLBACK (follow_connector), self);
  g_signal_connect_object (gate_hub_get_connectors (gate_project_view_get_hub (view)), "items-changed", G_CALLBACK (follow_connector),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0);
  follow_connector (self);
}

/**
 * gate_connector_page_get_id:
 * @self: the page
 *
 * Returns: (nullable): the id of the connector that it shows
 */
const char *
gate_connector_page_get_id (GateConnectorPage *self)
{
  g_return_val_if_fail (GATE_IS_CONNECTOR_PAGE (self), NULL);
  return self->id;
}

/**
 * gate_connector_page_set_busy:
 * @self: the page
 * @account: an account's id
 * @doing: (nullable): what is being done for it; %NULL when it has ended
 */
void
gate_connector_page_set_busy (GateConnectorPage *self,
                              const char        *account,
                              const char        *doing)
{
  g_return_if_fail (GATE_IS_CONNECTOR_PAGE (self));
  GateAccountSection *section = section_of (self, account);

  if (section)
    gate_account_section_set_busy (section, doing);
}

/**
 * gate_connector_page_refresh:
 * @self: the page
 *
 * Asks its accounts again what they offer.
 */
void
gate_connector_page_refresh (GateConnectorPage *self)
{
  g_return_if_fail (GATE_IS_CONNECTOR_PAGE (self));
  if (!self->connector)
    return;
  for (const char * const *id = gate_hub_connector_get_accounts (self->connector); *id; id++)
    {
      GateHubAccount *account = gate_project_view_find (self->view, self->id, *id);

      if (account && gate_hub_account_can_be_asked (account))
        gate_project_view_refresh (self->view, account);
    }
}
