// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-access.h"

static char *
without_mnemonic (const char *label)
{
  g_autoptr(GString) plain = g_string_new (NULL);

  for (const char *c = label; *c; c++)
    {
      if (*c == '_' && c[1] != '\0')
        c++;
      g_string_append_c (plain, *c);
    }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/**
 * gate_access_name_buttons:
 * @widget: a window, or any part of one
 *
 * Names every button below by its label. Before GTK 4.10 a button with a mnemonic is named “_Save Save”.
 */
void
gate_access_name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)) && gtk_button_get_label (GTK_BUTTON (widget)))
    {
      g_autofree char *name = without_mnemonic (gtk_button_get_label (GTK_BUTTON (widget)));

      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    gate_access_name_buttons (child);
}
