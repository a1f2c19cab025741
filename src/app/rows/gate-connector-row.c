// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-row.h"

#include "gate-access.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>

#define AVATAR_SIZE 32

struct _GateConnectorRow {
  AdwActionRow    parent_instance;

  GateHubAccount *account;
  GtkWidget      *avatar;
  GtkWidget      *attention;
};

G_DEFINE_FINAL_TYPE (GateConnectorRow, gate_connector_row, ADW_TYPE_ACTION_ROW)

static void
gate_connector_row_dispose (GObject *object)
{
  GateConnectorRow *self = GATE_CONNECTOR_ROW (object);

  if (self->account)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (gate_connector_row_parent_class)->dispose (object);
}

static gboolean
remove_connector (GtkWidget *widget,
                  GVariant  *arguments,
                  gpointer   user_data)
{
  GateHubAccount *account = GATE_CONNECTOR_ROW (widget)->account;

  return gtk_widget_activate_action (widget, "customize.remove", "s", gate_hub_account_get_id (account));
}

static gboolean
toggle (GtkWidget *widget,
        GVariant  *arguments,
        gpointer   user_data)
{
  GateHubAccount *account = GATE_CONNECTOR_ROW (widget)->account;

  return gtk_widget_activate_action (widget, "customize.set-active", "(ssb)", gate_hub_account_get_id (account),
                                     gate_hub_account_get_account (account), !gate_hub_account_get_active (account));
}

static void
gate_connector_row_class_init (GateConnectorRowClass *klass)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_ISO_Enter, GDK_KEY_KP_Enter };

  G_OBJECT_CLASS (klass)->dispose = gate_connector_row_dispose;
  /* The search entry, which takes every key that nobody wants, would take these before the window does. */
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_signal (GTK_WIDGET_CLASS (klass), keys[i], 0, "activate", NULL);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Delete, 0, remove_connector, NULL);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_space, 0, toggle, NULL);
}

static void
gate_connector_row_init (GateConnectorRow *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  self->avatar = adw_avatar_new (AVATAR_SIZE, NULL, TRUE);
  gtk_widget_set_valign (self->avatar, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->avatar);
  self->attention = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->attention, "warning");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->attention);
  gtk_widget_add_css_class (arrow, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), arrow);
}

static void
update (GateConnectorRow *self)
{
  g_autofree char *label = gate_text_make_visible (gate_hub_account_get_label (self->account), GATE_TEXT_LINE);
  g_autofree char *sentence = gate_words_describe_account (self->account);
  g_autofree char *offer = gate_words_offer (self->account);
  const char *activity = gate_hub_account_get_active (self->account) ? _("On") : _("Off");
  g_autofree char *state = g_strjoin (" · ", activity, gate_words_sign_in (self->account), offer, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), state);
  adw_avatar_set_text (ADW_AVATAR (self->avatar), label);
  gtk_widget_set_visible (self->attention, gate_words_needs_attention (self->account));
  gate_access_set_name (GTK_WIDGET (self), sentence);
}

/**
 * gate_connector_row_new:
 * @account: an account
 *
 * Returns: a row that follows it
 */
GtkWidget *
gate_connector_row_new (GateHubAccount *account)
{
  GateConnectorRow *self = g_object_new (GATE_TYPE_CONNECTOR_ROW, NULL);

  self->account = g_object_ref (account);
  g_signal_connect_swapped (account, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (account, "notify::label", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * gate_connector_row_get_account:
 * @self: a row
 *
 * Returns: (transfer none): its account
 */
GateHubAccount *
gate_connector_row_get_account (GateConnectorRow *self)
{
  g_return_val_if_fail (GATE_IS_CONNECTOR_ROW (self), NULL);
  return self->account;
}
