// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-choice-row.h"

#include "gate-access.h"
#include "gate-lock-image.h"
#include "gate-text.h"

struct _GateChoiceRow {
  AdwActionRow      parent_instance;

  GateHub          *hub;
  GateHubChoice     choice;
  GateHubConnector *connector;
  char             *account;
  GtkWidget        *toggle;
  GtkWidget        *lock;
};

G_DEFINE_FINAL_TYPE (GateChoiceRow, gate_choice_row, ADW_TYPE_ACTION_ROW)

static void
gate_choice_row_dispose (GObject *object)
{
  GateChoiceRow *self = GATE_CHOICE_ROW (object);

  if (self->hub)
    g_signal_handlers_disconnect_by_data (self->hub, self);
  g_clear_object (&self->hub);
  g_clear_object (&self->connector);
  g_clear_pointer (&self->account, g_free);
  G_OBJECT_CLASS (gate_choice_row_parent_class)->dispose (object);
}

static void
gate_choice_row_class_init (GateChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_choice_row_dispose;
}

static void
update (GateChoiceRow *self)
{
  gboolean on = gate_hub_get_choice (self->hub, self->choice, gate_hub_connector_get_id (self->connector), self->account);
  gboolean free = gate_hub_can_choose (self->hub, self->choice);

  gtk_widget_set_sensitive (self->toggle, free);
  gtk_widget_set_visible (self->lock, !free);
  gtk_switch_set_active (GTK_SWITCH (self->toggle), on);
  gtk_switch_set_state (GTK_SWITCH (self->toggle), on);
}

static void
did_choose (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateChoiceRow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_hub_set_choice_finish (GATE_HUB (source), result, &error))
    {
      g_autofree char *text = gate_text_make_visible (error->message, GATE_TEXT_LINE);

      gtk_widget_activate_action (GTK_WIDGET (self), "preferences.tell", "s", text);
    }
  if (self->hub)
    update (self);
}

/* The switch shows what is true: its state follows when the choice is kept. */
static gboolean
on_state_set (GtkSwitch     *toggle,
              gboolean       state,
              GateChoiceRow *self)
{
  const char *id = gate_hub_connector_get_id (self->connector);

  if (state != gate_hub_get_choice (self->hub, self->choice, id, self->account))
    gate_hub_set_choice_async (self->hub, self->choice, id, self->account, state, NULL, did_choose, g_object_ref (self));
  return TRUE;
}

static void
gate_choice_row_init (GateChoiceRow *self)
{
  self->toggle = gtk_switch_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  self->lock = gate_lock_image_new ();
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->lock);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->toggle);
}

/**
 * gate_choice_row_new:
 * @hub: an open hub
 * @choice: what is chosen
 * @connector: for which connector
 * @account: for which of its accounts; "" for the first
 *
 * Returns: a row that follows what is chosen
 */
GtkWidget *
gate_choice_row_new (GateHub          *hub,
                     GateHubChoice     choice,
                     GateHubConnector *connector,
                     const char       *account)
{
  GateChoiceRow *self = g_object_new (GATE_TYPE_CHOICE_ROW, NULL);
  g_autofree char *name = gate_text_make_visible (gate_hub_connector_get_label (connector), GATE_TEXT_LINE);
  const char *label = *account ? gate_hub_connector_get_account_label (connector, account) : NULL;
  g_autofree char *shown = label ? gate_text_make_visible (label, GATE_TEXT_LINE) : NULL;
  g_autofree char *sentence = shown ? g_strdup_printf ("%s, %s", name, shown) : g_strdup (name);
  g_autofree char *title = g_markup_escape_text (sentence, -1);

  self->hub = g_object_ref (hub);
  self->choice = choice;
  self->connector = g_object_ref (connector);
  self->account = g_strdup (account);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gate_access_set_name (self->toggle, sentence);
  g_signal_connect_swapped (hub, "choices-changed", G_CALLBACK (update), self);
  update (self);
  g_signal_connect (self->toggle, "state-set", G_CALLBACK (on_state_set), self);
  return GTK_WIDGET (self);
}
