// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-config.h"
#include "gate-test.h"

#include <adwaita.h>
#include <libintl.h>
#include <locale.h>

G_BEGIN_DECLS

static inline gboolean
gate_test_is_fatal (const char     *domain,
                    GLogLevelFlags  level,
                    const char     *message,
                    gpointer        user_data)
{
  return !strstr (message, "unable to send notifications");
}

/* A session of tests has nothing that shows notifications; that one cannot be shown does not end the test. */
static inline void
gate_test_do_without_notifications (void)
{
  g_test_log_set_fatal_handler (gate_test_is_fatal, NULL);
}

/* In the language of the environment, as the application itself does. */
static inline void
gate_test_speak (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("GATE_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

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

/* What can be pressed and has a text says by which key, where it is not one of many. */
static inline gboolean
gate_test_needs_mnemonic (GtkWidget *widget)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  return label && *label && !gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW) && !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget));
}

static inline void
gate_test_collect_mnemonics (GtkWidget  *widget,
                             GHashTable *labels,
                             GPtrArray  *faults)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  if (gate_test_needs_mnemonic (widget) && !(gtk_button_get_use_underline (GTK_BUTTON (widget)) && strchr (gtk_button_get_label (GTK_BUTTON (widget)), '_')))
    g_ptr_array_add (faults, g_strdup_printf ("“%s” has no mnemonic", gtk_button_get_label (GTK_BUTTON (widget))));
  if (GTK_IS_LABEL (widget) && gtk_label_get_use_underline (GTK_LABEL (widget)) &&
      gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)) != GDK_KEY_VoidSymbol)
    {
      gpointer key = GUINT_TO_POINTER (gdk_keyval_to_lower (gtk_label_get_mnemonic_keyval (GTK_LABEL (widget))));
      GtkLabel *other = g_hash_table_lookup (labels, key);

      /* Rows of one list may offer the same. */
      if (other && !(gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW) &&
                     strcmp (gtk_label_get_text (other), gtk_label_get_text (GTK_LABEL (widget))) == 0))
        g_ptr_array_add (faults, g_strdup_printf ("“%s” and “%s” have one mnemonic", gtk_label_get_label (other),
                                                  gtk_label_get_label (GTK_LABEL (widget))));
      g_hash_table_insert (labels, key, widget);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child))
      gate_test_collect_mnemonics (child, labels, faults);
}

/* In a window no two active controls share a mnemonic. */
static inline void
gate_test_check_mnemonics (gpointer    window,
                           const char *what)
{
  g_autoptr(GHashTable) labels = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);

  /* What is not on the screen yet has none. */
  g_assert_true (gtk_widget_get_mapped (window));
  gate_test_collect_mnemonics (window, labels, faults);
  g_test_message ("%s: %u mnemonics", what, g_hash_table_size (labels));
  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s: %s", what, (char *) faults->pdata[i]);
  if (faults->len > 0)
    g_test_fail ();
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
