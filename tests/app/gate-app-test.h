// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-test.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The first widget of a type in a tree, itself included; NULL when there is none. */
static inline GtkWidget *
gate_test_find_widget (GtkWidget *root,
                       GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gate_test_find_widget (child, type);

      if (found)
        return found;
    }
  return NULL;
}

/* A visible label that has a text in it; NULL when there is none. */
static inline GtkWidget *
gate_test_find_label (GtkWidget  *root,
                      const char *text)
{
  if (GTK_IS_LABEL (root) && gtk_widget_is_visible (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gate_test_find_label (child, text);

      if (found)
        return found;
    }
  return NULL;
}

/* The button with a label, its mnemonic left out; NULL when there is none. */
static inline GtkWidget *
gate_test_find_button (GtkWidget  *root,
                       const char *text)
{
  GtkWidget *label = gate_test_find_label (root, text);

  return label ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;
}

static inline gboolean
gate_test_set_flag (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Everything that follows at once has happened. */
static inline void
gate_test_settle (void)
{
  gboolean done = FALSE;

  g_idle_add_full (G_PRIORITY_LOW, gate_test_set_flag, &done, NULL);
  gate_test_wait_until (done);
}

G_END_DECLS
