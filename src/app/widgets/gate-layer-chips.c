// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-layer-chips.h"

#include "gate-words.h"

#include <glib/gi18n.h>

#define N_CHIPS 3

struct _GateLayerChips {
  GtkWidget  parent_instance;

  GtkWidget *box;
  GtkWidget *chips[N_CHIPS];
};

G_DEFINE_FINAL_TYPE (GateLayerChips, gate_layer_chips, GTK_TYPE_WIDGET)

static void
gate_layer_chips_dispose (GObject *object)
{
  g_clear_pointer (&GATE_LAYER_CHIPS (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gate_layer_chips_parent_class)->dispose (object);
}

static void
gate_layer_chips_class_init (GateLayerChipsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_layer_chips_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gate_layer_chips_init (GateLayerChips *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_halign (self->box, GTK_ALIGN_START);
  for (guint i = 0; i < N_CHIPS; i++)
    {
      self->chips[i] = gtk_label_new (NULL);
      gtk_label_set_ellipsize (GTK_LABEL (self->chips[i]), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (self->chips[i], "layer-chip");
      gtk_box_append (GTK_BOX (self->box), self->chips[i]);
    }
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
show_chip (GtkWidget  *chip,
           gboolean    on,
           gboolean    problem,
           const char *words)
{
  /* Each state has a shape of its own: nothing is told by colour alone. */
  g_autofree char *text = g_strdup_printf ("%s %s", on ? "●" : (problem ? "▲" : "○"), words);

  gtk_label_set_label (GTK_LABEL (chip), text);
  gtk_widget_remove_css_class (chip, "on");
  gtk_widget_remove_css_class (chip, "problem");
  if (on)
    gtk_widget_add_css_class (chip, "on");
  else if (problem)
    gtk_widget_add_css_class (chip, "problem");
}

/**
 * gate_layer_chips_show:
 * @self: the chips
 * @account: an account
 *
 * Shows how its layers stand now.
 */
void
gate_layer_chips_show (GateLayerChips *self,
                       GateHubAccount *account)
{
  g_return_if_fail (GATE_IS_LAYER_CHIPS (self) && GATE_IS_HUB_ACCOUNT (account));
  gboolean known = gate_hub_account_get_remedy (account) != GATE_ACCOUNT_REMEDY_WAIT;

  show_chip (self->chips[0], TRUE, FALSE, _("installed"));
  show_chip (self->chips[1], gate_hub_account_get_active (account), FALSE, gate_words_activity (account));
  show_chip (self->chips[2], gate_hub_account_is_signed_in (account),
             gate_hub_account_get_active (account) && known, gate_words_sign_in (account));
}
