// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-banner.h"

#include "gate-access.h"

struct _GateBanner {
  GtkWidget    parent_instance;

  GtkRevealer *revealer;
  GtkLabel    *title;
  GtkButton   *button;
};

G_DEFINE_FINAL_TYPE (GateBanner, gate_banner, GTK_TYPE_WIDGET)

static void
gate_banner_dispose (GObject *object)
{
  GateBanner *self = GATE_BANNER (object);
  GtkWidget *revealer = GTK_WIDGET (g_steal_pointer (&self->revealer));

  g_clear_pointer (&revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (gate_banner_parent_class)->dispose (object);
}

static void
gate_banner_class_init (GateBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_banner_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "banner");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
gate_banner_init (GateBanner *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_wrap_mode (self->title, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->button, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->revealer, box);
  gtk_widget_set_parent (GTK_WIDGET (self->revealer), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * gate_banner_show:
 * @self: the banner
 * @title: a sentence, safe to show
 * @label: of the button, with a mnemonic
 * @action: what the button does
 * @target: (nullable): with what
 *
 * Shows the banner, or something else in it.
 */
void
gate_banner_show (GateBanner *self,
                  const char *title,
                  const char *label,
                  const char *action,
                  GVariant   *target)
{
  g_autoptr(GVariant) owned = target ? g_variant_ref_sink (target) : NULL;
  g_auto(GStrv) parts = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (GATE_IS_BANNER (self));
  parts = g_strsplit (label, "_", 2);
  plain = g_strjoinv ("", parts);
  name = g_strdup_printf ("%s: %s", plain, title);
  gtk_label_set_label (self->title, title);
  gtk_button_set_label (self->button, label);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->button), owned);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gate_access_set_name (GTK_WIDGET (self->button), name);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * gate_banner_hide:
 * @self: the banner
 *
 * Takes the banner away. The focus goes on where it can, if it was in it.
 */
void
gate_banner_hide (GateBanner *self)
{
  GtkWidget *parent;

  g_return_if_fail (GATE_IS_BANNER (self));
  parent = gtk_widget_get_parent (GTK_WIDGET (self));
  if (gtk_widget_has_focus (GTK_WIDGET (self->button)) && parent)
    gtk_widget_child_focus (parent, GTK_DIR_TAB_FORWARD);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
