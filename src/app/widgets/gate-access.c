// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-access.h"

#include "gate-focus.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define OWN_NAME "gate-access-name"
#define WATCHED "gate-access-watched"

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

static char *
without_markup (const char *text)
{
  char *plain = NULL;

  return pango_parse_markup (text, -1, 0, NULL, &plain, NULL, NULL) ? plain : g_strdup (text);
}

/* GTK 4.8 tells what a widget is called and then, once more, what the widgets are called that label it. */
static void
set_label (GtkWidget  *widget,
           const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* What was named stays so, whatever its label becomes. */
static gboolean
tell_own_name (GtkWidget *widget)
{
  const char *name = g_object_get_data (G_OBJECT (widget), OWN_NAME);

  if (!name)
    return FALSE;
  set_label (widget, name);
  /* It says what the tooltip says, and of what. */
  if (GTK_IS_BUTTON (widget))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  return TRUE;
}

/* Of a button or an item that holds more than a label. */
static GtkWidget *
find_label (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = find_label (child);

      if (label)
        return label;
    }
  return NULL;
}

/* Of buttons that others left without a name: the search of GTK's window of shortcuts, and what closes a toast of libadwaita. */
static const char *
name_of_icon (const char *icon)
{
  if (g_strcmp0 (icon, "edit-find-symbolic") == 0)
    return _("Search");
  return g_strcmp0 (icon, "window-close-symbolic") == 0 ? _("Close") : NULL;
}

static void
name_button (GtkWidget *widget)
{
  g_autofree char *label = NULL;
  gboolean use_underline;

  if (tell_own_name (widget))
    return;
  g_object_get (widget, "label", &label, "use-underline", &use_underline, NULL);
  if (label && *label)
    {
      g_autofree char *name = use_underline ? without_mnemonic (label) : g_strdup (label);

      set_label (widget, name);
    }
  else if (gtk_widget_get_tooltip_text (widget))
    {
      set_label (widget, gtk_widget_get_tooltip_text (widget));
    }
  else if (find_label (widget))
    {
      set_label (widget, gtk_label_get_text (GTK_LABEL (find_label (widget))));
    }
  else if (GTK_IS_BUTTON (widget) && name_of_icon (gtk_button_get_icon_name (GTK_BUTTON (widget))))
    {
      set_label (widget, name_of_icon (gtk_button_get_icon_name (GTK_BUTTON (widget))));
    }
}

static const char *
text_of_item (gpointer item)
{
  return GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (item) : NULL;
}

/* The focus is on the button of a drop-down, which knows neither what is chosen there nor for what. */
static void
name_drop_down (GtkWidget *widget)
{
  const char *own = g_object_get_data (G_OBJECT (widget), OWN_NAME);
  const char *chosen = text_of_item (gtk_drop_down_get_selected_item (GTK_DROP_DOWN (widget)));
  g_autofree char *name = own && chosen ? g_strdup_printf ("%s: %s", own, chosen) : g_strdup (own ? own : chosen);

  if (name)
    gate_access_set_name (gtk_widget_get_first_child (widget), name);
}

static char *
dup_title (AdwPreferencesRow *row)
{
  const char *title = adw_preferences_row_get_title (row);
  g_autofree char *plain = adw_preferences_row_get_use_markup (row) ? without_markup (title) : g_strdup (title);

  return adw_preferences_row_get_use_underline (row) ? without_mnemonic (plain) : g_steal_pointer (&plain);
}

static char *
dup_subtitle (AdwPreferencesRow *row)
{
  const char *subtitle = NULL;

  if (ADW_IS_ACTION_ROW (row))
    subtitle = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
  else if (ADW_IS_EXPANDER_ROW (row))
    subtitle = adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row));
  if (!subtitle || !*subtitle)
    return NULL;
  return adw_preferences_row_get_use_markup (row) ? without_markup (subtitle) : g_strdup (subtitle);
}

/* What the row can be set to, and is; (nullable). */
static char *
dup_value (AdwPreferencesRow *row)
{
  GtkWidget *widget = ADW_IS_ACTION_ROW (row) ? adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)) : NULL;

  if (ADW_IS_COMBO_ROW (row))
    return g_strdup (text_of_item (adw_combo_row_get_selected_item (ADW_COMBO_ROW (row))));
  if (GTK_IS_SWITCH (widget))
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (widget)) ? _("on") : _("off"));
  if (GTK_IS_CHECK_BUTTON (widget))
    return g_strdup (gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)) ? _("chosen") : _("not chosen"));
  return NULL;
}

/* A row reads as one sentence: what it is, how it is set, and what is said of it. */
static void
name_row (GtkWidget *widget)
{
  AdwPreferencesRow *row = ADW_PREFERENCES_ROW (widget);
  const char *own = ADW_IS_COMBO_ROW (widget) ? g_object_get_data (G_OBJECT (widget), OWN_NAME) : NULL;
  g_autofree char *title = own ? g_strdup (own) : dup_title (row);
  g_autofree char *value = dup_value (row);
  g_autofree char *subtitle = dup_subtitle (row);
  g_autofree char *first = g_strjoin (value ? ", " : "", title, value ? value : "", NULL);
  g_autofree char *sentence = subtitle ? g_strdup_printf ("%s. %s", first, subtitle) : g_strdup (first);

  if (*title && (own || !tell_own_name (widget)))
    set_label (widget, sentence);
}

/* The text of an entry row is on its own for those who hear it: it knows neither its title nor can what it holds be read. */
static void
name_entry_row (GtkWidget *widget)
{
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (widget));
  const char *own = g_object_get_data (G_OBJECT (widget), OWN_NAME);
  g_autofree char *title = own ? g_strdup (own) : dup_title (ADW_PREFERENCES_ROW (widget));
  const char *text = gtk_editable_get_text (delegate);
  gboolean told = *text && !ADW_IS_PASSWORD_ENTRY_ROW (widget) && !gtk_widget_has_focus (GTK_WIDGET (delegate));
  g_autofree char *name = told ? g_strdup_printf ("%s: %s", title, text) : g_strdup (title);

  set_label (GTK_WIDGET (delegate), name);
}

/* The focus is on the row within an expander that opens and closes it. */
static void
name_header (GtkWidget *widget)
{
  GtkWidget *expander = gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW);
  const char *own = g_object_get_data (G_OBJECT (expander), OWN_NAME);

  if (own)
    set_label (widget, own);
  else
    name_row (widget);
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_EXPANDED,
                               adw_expander_row_get_expanded (ADW_EXPANDER_ROW (expander)), -1);
}

/* It is called what its row is called; a name in its template would be told before that. */
static void
name_switch (GtkWidget *widget)
{
  g_autofree char *title = dup_title (ADW_PREFERENCES_ROW (gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW)));

  if (!tell_own_name (widget))
    set_label (widget, title);
}

static void
watch (GtkWidget         *widget,
       GObject           *object,
       const char *const *properties,
       GCallback          callback)
{
  g_autofree char *key = g_strdup_printf ("%s-%p", WATCHED, (gpointer) widget);

  if (g_object_get_data (object, key))
    return;
  g_object_set_data (object, key, GINT_TO_POINTER (TRUE));
  for (guint i = 0; properties[i]; i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", properties[i], NULL);

      g_signal_connect_object (object, signal, callback, widget, G_CONNECT_SWAPPED);
    }
}

static void
watch_entry_row (GtkWidget *widget)
{
  static const char *const titles[] = { "title", NULL };
  static const char *const texts[] = { "text", "has-focus", NULL };
  GtkWidget *delegate = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (widget)));

  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (delegate)) == GTK_ACCESSIBLE_ROLE_NONE)
    g_object_set (delegate, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  watch (widget, G_OBJECT (widget), titles, G_CALLBACK (name_entry_row));
  watch (widget, G_OBJECT (delegate), texts, G_CALLBACK (name_entry_row));
  name_entry_row (widget);
}

static void
watch_row (GtkWidget *widget)
{
  static const char *const words[] = { "title", NULL };
  static const char *const more_words[] = { "title", "subtitle", NULL };
  static const char *const choices[] = { "title", "subtitle", "selected", NULL };
  static const char *const states[] = { "active", NULL };
  GtkWidget *toggle = ADW_IS_ACTION_ROW (widget) ? adw_action_row_get_activatable_widget (ADW_ACTION_ROW (widget)) : NULL;

  if (ADW_IS_COMBO_ROW (widget))
    watch (widget, G_OBJECT (widget), choices, G_CALLBACK (name_row));
  else
    watch (widget, G_OBJECT (widget), ADW_IS_ACTION_ROW (widget) || ADW_IS_EXPANDER_ROW (widget) ? more_words : words,
           G_CALLBACK (name_row));
  if (GTK_IS_SWITCH (toggle) || GTK_IS_CHECK_BUTTON (toggle))
    watch (widget, G_OBJECT (toggle), states, G_CALLBACK (name_row));
  name_row (widget);
}

/* What scrolls and has nothing else to go to is gone to itself. */
static void
name_status_page (GtkWidget *widget)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (widget);
  const char *title = adw_status_page_get_title (page);
  const char *description = adw_status_page_get_description (page);
  g_autofree char *plain = description ? without_markup (description) : NULL;
  g_autofree char *sentence = g_strjoin (plain && *plain ? ". " : "", title, plain ? plain : "", NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_SCROLLED_WINDOW (child))
      set_label (child, sentence);
}

static void
name_item (GtkWidget *widget)
{
  GtkWidget *label = find_label (widget);

  if (label)
    set_label (widget, gtk_label_get_text (GTK_LABEL (label)));
}

/* An item of a list view, as those that a drop-down opens; it is used for one thing after the other. */
static void
watch_item (GtkWidget *widget)
{
  static const char *const properties[] = { "label", NULL };
  GtkWidget *label = find_label (widget);

  if (label)
    watch (widget, G_OBJECT (label), properties, G_CALLBACK (name_item));
  name_item (widget);
}

static void
watch_header (GtkWidget *widget)
{
  static const char *const properties[] = { "title", "subtitle", "expanded", NULL };

  watch (widget, G_OBJECT (gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW)), properties, G_CALLBACK (name_header));
  name_header (widget);
}

/* A page of a stack that has no title is no place of its own; its type is no name. */
static void
name_pages (GtkStack *stack)
{
  g_autoptr(GtkSelectionModel) pages = gtk_stack_get_pages (stack);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr(GObject) page = g_list_model_get_item (G_LIST_MODEL (pages), i);
      const char *title = gtk_stack_page_get_title (GTK_STACK_PAGE (page));

      gtk_accessible_update_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, title ? title : "", -1);
    }
}

/* What has the focus before its window is there would never say so: GTK 4.8 tells it while nobody can be told. */
static void
tell_focus (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (!focus)
    return;
  g_object_ref (focus);
  gtk_window_set_focus (window, NULL);
  gtk_window_set_focus (window, focus);
  g_object_unref (focus);
}

static gboolean
on_map (GSignalInvocationHint *hint,
        guint                  n_values,
        const GValue          *values,
        gpointer               user_data)
{
  static const char *const labels[] = { "label", "tooltip-text", NULL };
  static const char *const choices[] = { "selected", "model", NULL };
  static const char *const texts[] = { "title", "description", NULL };
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (GTK_IS_WINDOW (widget))
    tell_focus (GTK_WINDOW (widget));
  else if (ADW_IS_ENTRY_ROW (widget))
    watch_entry_row (widget);
  else if ((GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget)) && !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)))
    {
      watch (widget, G_OBJECT (widget), labels, G_CALLBACK (name_button));
      name_button (widget);
    }
  else if (GTK_IS_EXPANDER (widget))
    {
      name_button (widget);
      gate_focus_free_expander (GTK_EXPANDER (widget));
    }
  else if (GTK_IS_SWITCH (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW))
    name_switch (widget);
  else if (GTK_IS_DROP_DOWN (widget))
    {
      watch (widget, G_OBJECT (widget), choices, G_CALLBACK (name_drop_down));
      name_drop_down (widget);
    }
  else if (ADW_IS_ACTION_ROW (widget) && gtk_widget_has_css_class (widget, "header") && gtk_widget_get_ancestor (widget, ADW_TYPE_EXPANDER_ROW))
    watch_header (widget);
  else if (ADW_IS_PREFERENCES_ROW (widget))
    watch_row (widget);
  else if (GTK_IS_LIST_VIEW (gtk_widget_get_parent (widget)))
    watch_item (widget);
  else if (ADW_IS_STATUS_PAGE (widget))
    {
      watch (widget, G_OBJECT (widget), texts, G_CALLBACK (name_status_page));
      name_status_page (widget);
    }
  else if (GTK_IS_STACK (widget))
    name_pages (GTK_STACK (widget));
  else
    tell_own_name (widget);
  return TRUE;
}

/**
 * gate_access_start:
 *
 * From now on every widget that comes to the screen is named: buttons by their label without its mnemonic or by their tooltip, rows by
 * one sentence, the texts of entry rows by the title of the row.
 */
void
gate_access_start (void)
{
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
}

/**
 * gate_access_set_name:
 * @widget: a widget
 * @name: what it is called, already safe to show
 *
 * Gives a widget a name of its own, in place of what its label says.
 */
void
gate_access_set_name (GtkWidget  *widget,
                      const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && name);
  g_object_set_data_full (G_OBJECT (widget), OWN_NAME, g_strdup (name), g_free);
  if (ADW_IS_ENTRY_ROW (widget))
    name_entry_row (widget);
  else if (GTK_IS_DROP_DOWN (widget))
    name_drop_down (widget);
  else
    set_label (widget, name);
  /* The focus is on the button within. */
  if (GTK_IS_MENU_BUTTON (widget))
    set_label (gtk_widget_get_first_child (widget), name);
}

/**
 * gate_access_be_dialog:
 * @window: a window over another one, while it is made
 *
 * Is told as a dialog. In GTK 4.8 a class does not inherit the role of the one that it is made of: each window of ours would be told as a
 * filler, and so would a kind of dialog whose parent has the role for its class.
 */
void
gate_access_be_dialog (GtkWindow *window)
{
  g_object_set (window, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, NULL);
}

static void
forget (GtkWidget  *described,
        GParamSpec *pspec,
        GtkWidget  *focus)
{
  if (gtk_widget_has_focus (focus))
    return;
  g_signal_handlers_disconnect_by_func (focus, forget, described);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (described), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

typedef struct {
  GWeakRef  widget;
  char     *text;
} Telling;

static void
telling_free (gpointer user_data)
{
  Telling *telling = user_data;

  g_weak_ref_clear (&telling->widget);
  g_free (telling->text);
  g_free (telling);
}

static gboolean
tell_now (gpointer user_data)
{
  Telling *telling = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&telling->widget);
  GtkWidget *focus = widget ? gate_focus_get (widget) : NULL;
  GtkWidget *described = focus;

  /* The text of an entry is a part of it. */
  while (described && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (described)) == GTK_ACCESSIBLE_ROLE_NONE)
    described = gtk_widget_get_parent (described);
  if (!described)
    return G_SOURCE_REMOVE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (described), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, telling->text, -1);
  g_signal_handlers_disconnect_by_func (focus, forget, described);
  g_signal_connect_object (focus, "notify::has-focus", G_CALLBACK (forget), described, G_CONNECT_SWAPPED);
  return G_SOURCE_REMOVE;
}

/**
 * gate_access_tell:
 * @widget: a widget of the window in which something happened
 * @text: what happened, plain
 *
 * Tells those who do not see what came to the screen, once the focus has settled. Before GTK 4.14 nothing can be announced, but a screen
 * reader tells when what has the focus is described anew; the description is gone when the focus has moved on.
 */
void
gate_access_tell (GtkWidget  *widget,
                  const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && text);
  Telling *telling = g_new0 (Telling, 1);

  g_weak_ref_init (&telling->widget, widget);
  telling->text = g_strdup (text);
  g_idle_add_full (G_PRIORITY_LOW, tell_now, telling, telling_free);
}

/**
 * gate_access_tell_found:
 * @widget: a widget of the window in which it is searched
 * @words: (nullable): what is searched for; where it is nothing, nothing is told
 * @n_found: how many things it fits
 *
 * Who cannot see a list hears how long it is.
 */
void
gate_access_tell_found (GtkWidget  *widget,
                        const char *words,
                        guint       n_found)
{
  /* Translators: what a search found. */
  g_autofree char *text = g_strdup_printf (ngettext ("%u found", "%u found", n_found), n_found);

  if (words && *words)
    gate_access_tell (widget, text);
}
