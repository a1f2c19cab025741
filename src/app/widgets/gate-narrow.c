// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-narrow.h"

static void
setup_item (GtkSignalListItemFactory *factory,
            GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_item (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/**
 * gate_narrow_let_shrink:
 * @choice: a #GtkDropDown or #AdwComboRow over strings
 *
 * What is chosen is cut off where there is no room for it; the list that opens shows all of it.
 */
void
gate_narrow_let_shrink (GtkWidget *choice)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkListItemFactory) usual = NULL;

  g_return_if_fail (GTK_IS_DROP_DOWN (choice) || ADW_IS_COMBO_ROW (choice));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_item), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item), NULL);
  g_object_get (choice, "factory", &usual, NULL);
  g_object_set (choice, "list-factory", usual, "factory", factory, NULL);
}

/**
 * gate_narrow_let_wrap:
 * @box: buttons that stand side by side
 *
 * Where there is no room for them, in a narrow window with long words or large text, their labels take more lines.
 */
void
gate_narrow_let_wrap (GtkWidget *box)
{
  g_return_if_fail (GTK_IS_WIDGET (box));
  for (GtkWidget *each = gtk_widget_get_first_child (box); each; each = gtk_widget_get_next_sibling (each))
    {
      GtkWidget *label = GTK_IS_BUTTON (each) ? gtk_button_get_child (GTK_BUTTON (each)) : NULL;

      if (!GTK_IS_LABEL (label))
        continue;
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
    }
}
