// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-account-row.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-layer-chips.h"
#include "gate-text.h"
#include "gate-words.h"

struct _GateAccountRow {
  GtkListBoxRow   parent_instance;

  GateHubAccount *account;
  char           *doing;   /* (nullable): what is being done for it */
  GtkLabel       *title;
  GtkLabel       *offer;
  GtkLabel       *problem;
  GtkWidget      *attention;
  GtkSpinner     *spinner;
  GtkButton      *remedy;
  GateLayerChips *chips;
};

G_DEFINE_FINAL_TYPE (GateAccountRow, gate_account_row, GTK_TYPE_LIST_BOX_ROW)

static void
gate_account_row_dispose (GObject *object)
{
  GateAccountRow *self = GATE_ACCOUNT_ROW (object);

  if (self->account)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);
  g_clear_pointer (&self->doing, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_ACCOUNT_ROW);
  G_OBJECT_CLASS (gate_account_row_parent_class)->dispose (object);
}

/* As the switch of the panel does. A key that was pressed twice on the remedy, which leaves the focus here, is no wish for another thing. */
static gboolean
toggle (GtkWidget *widget,
        GVariant  *arguments,
        gpointer   user_data)
{
  GateHubAccount *account = GATE_ACCOUNT_ROW (widget)->account;

  if (GATE_ACCOUNT_ROW (widget)->doing)
    return TRUE;
  return gtk_widget_activate_action (widget, "project.set-active", "(ssb)", gate_hub_account_get_id (account),
                                     gate_hub_account_get_account (account), !gate_hub_account_get_active (account));
}

static void
gate_account_row_class_init (GateAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_account_row_dispose;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, toggle, NULL);
  g_type_ensure (GATE_TYPE_LAYER_CHIPS);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GateAccountRow, title);
  gtk_widget_class_bind_template_child (widget_class, GateAccountRow, offer);
  gtk_widget_class_bind_template_child (widget_class, GateAccountRow, problem);
  gtk_widget_class_bind_template_child (widget_class, GateAccountRow, attention);
  gtk_widget_class_bind_template_child (widget_class, GateAccountRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, GateAccountRow, remedy);
  gtk_widget_class_bind_template_child (widget_class, GateAccountRow, chips);
}

static void
gate_account_row_init (GateAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

/* The row reads as one sentence; the button says of whom it speaks. */
static void
tell_names (GateAccountRow *self,
            const char     *title,
            const char     *offer,
            const char     *problem)
{
  g_autofree char *sentence = gate_words_describe_account (self->account);
  g_autofree char *whole = g_strjoin (g_str_has_suffix (sentence, "…") ? " " : ". ", sentence, problem ? problem : (offer ? offer : NULL), NULL);
  const char *label = gate_words_remedy (gate_hub_account_get_remedy (self->account));

  gate_access_set_name (GTK_WIDGET (self), whole);
  if (label)
    {
      g_auto(GStrv) parts = g_strsplit (label, "_", 2);
      g_autofree char *plain = g_strjoinv ("", parts);
      g_autofree char *name = g_strdup_printf ("%s: %s", plain, title);

      gate_access_set_name (GTK_WIDGET (self->remedy), name);
    }
}

static void
update (GateAccountRow *self)
{
  GateAccountRemedy remedy = gate_hub_account_get_remedy (self->account);
  const char *label = gate_words_remedy (remedy);
  g_autofree char *title = gate_text_make_visible (gate_hub_account_get_label (self->account), GATE_TEXT_LINE);
  g_autofree char *offer = gate_words_offer (self->account);
  g_autofree char *problem = gate_words_problem (self->account);
  gboolean attention = !self->doing && gate_words_needs_attention (self->account);
  gboolean busy = self->doing || gate_hub_account_get_phase (self->account) == GATE_ACCOUNT_PHASE_LISTING;

  gtk_label_set_label (self->title, title);
  gate_layer_chips_show (self->chips, self->account);
  show_text (self->offer, offer);
  show_text (self->problem, self->doing ? self->doing : problem);
  gtk_widget_set_visible (self->attention, attention);
  if (attention)
    gtk_widget_remove_css_class (GTK_WIDGET (self->problem), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->problem), "dim-label");
  /* A button that goes leaves the focus on the row, which says why. */
  if (gtk_widget_has_focus (GTK_WIDGET (self->remedy)) && (!label || self->doing))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), label && !self->doing);
  gtk_button_set_label (self->remedy, label ? label : "");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->remedy), "(ss)", gate_hub_account_get_id (self->account),
                                    gate_hub_account_get_account (self->account));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  tell_names (self, title, offer, self->doing ? self->doing : problem);
}

/**
 * gate_account_row_new:
 * @account: an account
 *
 * Returns: a row that follows it
 */
GtkWidget *
gate_account_row_new (GateHubAccount *account)
{
  GateAccountRow *self = g_object_new (GATE_TYPE_ACCOUNT_ROW, NULL);

  self->account = g_object_ref (account);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->remedy), "project.mend");
  g_signal_connect_swapped (account, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (account, "notify::label", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * gate_account_row_get_account:
 * @self: a row
 *
 * Returns: (transfer none): its account
 */
GateHubAccount *
gate_account_row_get_account (GateAccountRow *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_ROW (self), NULL);
  return self->account;
}

/**
 * gate_account_row_set_busy:
 * @self: a row
 * @doing: (nullable): what is being done for the account; %NULL when it has ended
 *
 * Shows that work is under way in place of the remedy.
 */
void
gate_account_row_set_busy (GateAccountRow *self,
                           const char     *doing)
{
  g_return_if_fail (GATE_IS_ACCOUNT_ROW (self));
  g_free (self->doing);
  self->doing = g_strdup (doing);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), !doing);
  /* Who waits stands on the row, which is renamed when the wait ends. */
  if (doing && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  update (self);
}
