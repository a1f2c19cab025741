// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-control-private.h"

#include "gate-access.h"
#include "gate-json.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define OPTION_CHARS 200

static JsonNode *
boolean_node (gboolean value)
{
  return json_node_init_boolean (json_node_alloc (), value);
}

static char *
dup_option_title (GateFormControl *self,
                  guint            index)
{
  g_autofree char *title = gate_text_make_visible (gate_form_field_get_option (self->field, index)->title, GATE_TEXT_LINE);

  return gate_text_shorten (title, OPTION_CHARS);
}

/* The first entry stands for a value that is left out. */
static void
create_combo (GateFormControl    *self,
              const char *const  *titles)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr(GtkStringList) model = gtk_string_list_new (NULL);

  gtk_string_list_append (model, gate_form_field_get_required (self->field) ? _("Choose…") : _("Not Set"));
  for (guint i = 0; titles[i]; i++)
    gtk_string_list_append (model, titles[i]);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), self->title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  gtk_list_box_append (gate_form_control_add_list (self), row);
  gate_form_control_name (self, row);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (gate_form_control_changed), self, G_CONNECT_SWAPPED);
}

/* Where there is a state to begin with, a switch; else there are three: yes, no, and left out. */
static gboolean
has_switch (GateFormControl *self)
{
  return gate_form_field_get_required (self->field) || gate_form_field_get_default (self->field);
}

static void
create_boolean (GateFormControl *self)
{
  const char *const titles[] = { _("Yes"), _("No"), NULL };
  GtkWidget *row, *toggle;

  if (!has_switch (self))
    {
      create_combo (self, titles);
      return;
    }
  row = adw_action_row_new ();
  toggle = gtk_switch_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), self->title);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  gtk_list_box_append (gate_form_control_add_list (self), row);
  gate_form_control_name (self, toggle);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (gate_form_control_changed), self, G_CONNECT_SWAPPED);
}

static JsonNode *
read_boolean (GateFormControl  *self,
              GError          **error)
{
  guint selected;

  if (GTK_IS_SWITCH (self->widget))
    return boolean_node (gtk_switch_get_active (GTK_SWITCH (self->widget)));
  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->widget));
  return selected == 1 || selected == 2 ? boolean_node (selected == 1) : NULL;
}

static void
write_boolean (GateFormControl *self,
               JsonNode        *value)
{
  gboolean known = value && JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN;
  gboolean state = known && json_node_get_boolean (value);

  if (GTK_IS_SWITCH (self->widget))
    gtk_switch_set_active (GTK_SWITCH (self->widget), state);
  else
    adw_combo_row_set_selected (ADW_COMBO_ROW (self->widget), !known ? 0 : state ? 1 : 2);
}

const GateFormEditor gate_form_editor_boolean = { create_boolean, read_boolean, write_boolean };

static void
create_choice (GateFormControl *self)
{
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < gate_form_field_get_n_options (self->field); i++)
    g_ptr_array_add (titles, dup_option_title (self, i));
  g_ptr_array_add (titles, NULL);
  create_combo (self, (const char *const *) titles->pdata);
}

static JsonNode *
read_choice (GateFormControl  *self,
             GError          **error)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->widget));

  if (selected == 0 || selected > gate_form_field_get_n_options (self->field))
    return NULL;
  return json_node_init_string (json_node_alloc (), gate_form_field_get_option (self->field, selected - 1)->value);
}

static void
write_choice (GateFormControl *self,
              JsonNode        *value)
{
  const char *text = value ? gate_json_node_string (value) : NULL;
  guint selected = 0;

  for (guint i = 0; text && i < gate_form_field_get_n_options (self->field); i++)
    if (strcmp (gate_form_field_get_option (self->field, i)->value, text) == 0)
      selected = i + 1;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->widget), selected);
}

const GateFormEditor gate_form_editor_choice = { create_choice, read_choice, write_choice };

static void
create_choices (GateFormControl *self)
{
  GtkWidget *heading = gtk_label_new (self->title);
  GtkListBox *list;

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (self), heading);
  list = gate_form_control_add_list (self);
  gate_form_control_name (self, GTK_WIDGET (list));
  self->checks = g_ptr_array_new ();
  for (guint i = 0; i < gate_form_field_get_n_options (self->field); i++)
    {
      g_autofree char *title = dup_option_title (self, i);
      GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      gate_access_set_name (GTK_WIDGET (check), title);
      gtk_list_box_append (list, row);
      g_ptr_array_add (self->checks, check);
      g_signal_connect_object (check, "toggled", G_CALLBACK (gate_form_control_changed), self, G_CONNECT_SWAPPED);
    }
}

/* None at all is left out, unless a list is needed. */
static JsonNode *
read_choices (GateFormControl  *self,
              GError          **error)
{
  JsonArray *array = json_array_new ();
  g_autoptr(JsonNode) node = gate_json_take_array (array);

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      json_array_add_string_element (array, gate_form_field_get_option (self->field, i)->value);
  return json_array_get_length (array) > 0 || gate_form_field_get_required (self->field) ? g_steal_pointer (&node) : NULL;
}

static void
write_choices (GateFormControl *self,
               JsonNode        *value)
{
  JsonArray *array = value && JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  for (guint i = 0; i < self->checks->len; i++)
    {
      gboolean chosen = FALSE;

      for (guint j = 0; array && j < json_array_get_length (array); j++)
        chosen |= g_strcmp0 (gate_json_node_string (json_array_get_element (array, j)),
                             gate_form_field_get_option (self->field, i)->value) == 0;
      gtk_check_button_set_active (g_ptr_array_index (self->checks, i), chosen);
    }
}

const GateFormEditor gate_form_editor_choices = { create_choices, read_choices, write_choices };
