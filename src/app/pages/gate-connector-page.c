// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-page.h"

#include "gate-access-words.h"
#include "gate-account-section.h"
#include "gate-config.h"
#include "gate-property.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateConnectorPage {
  AdwBin               parent_instance;

  GateProjectView     *view;      /* (owned) (nullable) */
  GateHubConnector    *connector; /* (owned) (nullable) */
  char                *id;        /* (nullable) */
  AdwAvatar           *avatar;
  GtkLabel            *name;
  GtkLabel            *description;
  AdwActionRow        *kind;
  AdwActionRow        *target;
  AdwActionRow        *origin;
  GtkBox              *accounts;
};

enum { PROP_0, PROP_LABEL, N_PROPS };

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
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LABEL]);
    }
  follow_accounts (self);
}

static void
let_go (GateConnectorPage *self)
{
  clear_accounts (self);
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
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
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_connector_page_dispose (GObject *object)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (object);

  let_go (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_CONNECTOR_PAGE);
  G_OBJECT_CLASS (gate_connector_page_parent_class)->dispose (object);
}

static void
gate_connector_page_class_init (GateConnectorPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = gate_connector_page_get_property;
  object_class->dispose = gate_connector_page_dispose;
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-connector-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, name);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, description);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, kind);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, target);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, origin);
  gtk_widget_class_bind_template_child (widget_class, GateConnectorPage, accounts);

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
  if (!view || !kept)
    return;
  self->view = g_object_ref (view);
  self->id = g_steal_pointer (&kept);
  g_signal_connect_swapped (view, "items-changed", G_CALLBACK (follow_connector), self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (adw_bin_get_child (ADW_BIN (self)))), 0);
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

      if (account && gate_hub_account_is_signed_in (account))
        gate_project_view_refresh (self->view, account);
    }
}
