// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-switch-row.h"

#include "gate-access-words.h"
#include "gate-access.h"
#include "gate-lock-image.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>

struct _GateSwitchRow {
  AdwActionRow    parent_instance;

  GateHubAccount *account;
  GtkWidget      *toggle;
  GtkWidget      *lock;
};

G_DEFINE_FINAL_TYPE (GateSwitchRow, gate_switch_row, ADW_TYPE_ACTION_ROW)

static void
gate_switch_row_dispose (GObject *object)
{
  GateSwitchRow *self = GATE_SWITCH_ROW (object);

  if (self->account)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (gate_switch_row_parent_class)->dispose (object);
}

static void
gate_switch_row_class_init (GateSwitchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_switch_row_dispose;
}

/* The switch shows what is true; what the person wants is asked for, and comes back as a change of the account. */
static gboolean
on_state_set (GtkSwitch     *toggle,
              gboolean       state,
              GateSwitchRow *self)
{
  if (state != gate_hub_account_get_active (self->account))
    gtk_widget_activate_action (GTK_WIDGET (self), "project.set-active", "(ssb)", gate_hub_account_get_id (self->account),
                                gate_hub_account_get_account (self->account), state);
  return TRUE;
}

static void
gate_switch_row_init (GateSwitchRow *self)
{
  self->toggle = gtk_switch_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  self->lock = gate_lock_image_new ();
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->lock);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->toggle);
  g_signal_connect (self->toggle, "state-set", G_CALLBACK (on_state_set), self);
}

static void
update (GateSwitchRow *self)
{
  g_autofree char *label = gate_text_make_visible (gate_hub_account_get_label (self->account), GATE_TEXT_LINE);
  g_autofree char *title = g_markup_escape_text (label, -1);
  g_autofree char *offer = gate_words_offer (self->account);
  gboolean active = gate_hub_account_get_active (self->account);
  gboolean locked = gate_hub_account_get_locked (self->account);
  g_autofree char *sentence = gate_words_describe_account (self->account);
  g_autofree char *sign_in = gate_access_words_capitalize (gate_words_sign_in (self->account));
  g_autofree char *whole = g_strjoin (". ", sentence, locked ? _("Decided by your organization") : NULL, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), locked ? _("Decided by your organization")
                                                             : (active && offer ? offer : sign_in));
  gtk_widget_set_sensitive (self->toggle, !locked);
  gtk_widget_set_visible (self->lock, locked);
  gtk_switch_set_active (GTK_SWITCH (self->toggle), active);
  gtk_switch_set_state (GTK_SWITCH (self->toggle), active);
  gate_access_set_name (self->toggle, label);
  /* A switch that is locked cannot have the focus; the row can, and says all. */
  gate_access_set_name (GTK_WIDGET (self), whole);
}

/**
 * gate_switch_row_new:
 * @account: an account
 *
 * Returns: a row that follows it
 */
GtkWidget *
gate_switch_row_new (GateHubAccount *account)
{
  GateSwitchRow *self = g_object_new (GATE_TYPE_SWITCH_ROW, NULL);

  self->account = g_object_ref (account);
  g_signal_connect_swapped (account, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (account, "notify::label", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
