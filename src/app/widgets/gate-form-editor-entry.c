// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-control-private.h"

#include "gate-access.h"
#include "gate-json-number.h"
#include "gate-json.h"
#include "gate-text-pane.h"

#include <glib/gi18n.h>
#include <string.h>

static GtkWidget *
add_entry (GateFormControl *self,
           GtkWidget       *row)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), self->title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  gtk_list_box_append (gate_form_control_add_list (self), row);
  gate_form_control_name (self, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (gate_form_control_changed), self, G_CONNECT_SWAPPED);
  return row;
}

static void
create_text (GateFormControl *self)
{
  add_entry (self, adw_entry_row_new ());
}

static void
create_secret (GateFormControl *self)
{
  add_entry (self, adw_password_entry_row_new ());
}

/* An empty entry is a value that is left out. */
static JsonNode *
read_text (GateFormControl  *self,
           GError          **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->widget));

  return *text ? gate_form_field_parse (self->field, text, error) : NULL;
}

static void
write_text (GateFormControl *self,
            JsonNode        *value)
{
  const char *text = value ? gate_json_node_string (value) : NULL;

  gtk_editable_set_text (GTK_EDITABLE (self->widget), text ? text : "");
}

const GateFormEditor gate_form_editor_text = { create_text, read_text, write_text };
const GateFormEditor gate_form_editor_secret = { create_secret, read_text, write_text };

/* Up and Down count; a text of its own keeps every digit, which a spin button would not. */
static gboolean
count (GateFormControl *self,
       guint            key)
{
  gint64 step = key == GDK_KEY_Up || key == GDK_KEY_KP_Up ? 1 : key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? -1 : 0;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->widget));
  g_autofree char *next = NULL;
  gint64 number = 0, sum;

  if (step == 0 || (*text && !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL)))
    return FALSE;
  if (__builtin_add_overflow (number, step, &sum))
    return TRUE;
  next = g_strdup_printf ("%" G_GINT64_FORMAT, sum);
  gtk_editable_set_text (GTK_EDITABLE (self->widget), next);
  gtk_editable_set_position (GTK_EDITABLE (self->widget), -1);
  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        GateFormControl       *self)
{
  return !(state & gtk_accelerator_get_default_mod_mask ()) && count (self, key);
}

static void
create_number (GateFormControl *self)
{
  gboolean whole = gate_form_field_get_field_type (self->field) == GATE_FORM_INTEGER;
  GtkWidget *row = add_entry (self, adw_entry_row_new ());

  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_NUMBER);
  if (whole)
    {
      GtkEventController *keys = gtk_event_controller_key_new ();

      gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
      g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
      gtk_widget_add_controller (row, keys);
    }
}

static JsonNode *
read_number (GateFormControl  *self,
             GError          **error)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->widget))));

  return *text ? gate_form_field_parse (self->field, text, error) : NULL;
}

static void
write_number (GateFormControl *self,
              JsonNode        *value)
{
  char buffer[GATE_JSON_NUMBER_SIZE];
  g_autofree char *text = NULL;

  if (value && gate_json_node_is_number (value))
    text = json_node_get_value_type (value) == G_TYPE_INT64
             ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value))
             : g_strdup (gate_json_number_format (json_node_get_double (value), buffer));
  gtk_editable_set_text (GTK_EDITABLE (self->widget), text ? text : "");
}

const GateFormEditor gate_form_editor_number = { create_number, read_number, write_number };

static void
on_chosen (GtkNativeDialog *chooser,
           int              response,
           GateFormControl *self)
{
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path && self->widget)
    gtk_editable_set_text (GTK_EDITABLE (self->widget), path);
  g_clear_object (&self->chooser);
}

static void
choose_path (GateFormControl *self)
{
  gboolean folder = gate_form_field_get_field_type (self->field) == GATE_FORM_DIRECTORY;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (folder ? _("Choose a Folder") : _("Choose a File"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _("_Choose"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
create_path (GateFormControl *self)
{
  gboolean folder = gate_form_field_get_field_type (self->field) == GATE_FORM_DIRECTORY;
  const char *what = folder ? _("Choose a Folder") : _("Choose a File");
  GtkWidget *row = add_entry (self, adw_entry_row_new ());
  GtkWidget *button = gtk_button_new_from_icon_name (folder ? "folder-open-symbolic" : "document-open-symbolic");

  gtk_widget_set_tooltip_text (button, what);
  gate_access_set_name (button, what);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (choose_path), self, G_CONNECT_SWAPPED);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
}

const GateFormEditor gate_form_editor_path = { create_path, read_text, write_text };

static gboolean
is_json (GateFormControl *self)
{
  return gate_form_field_get_field_type (self->field) == GATE_FORM_JSON;
}

static void
create_block (GateFormControl *self)
{
  /* The title is another's, and has no mnemonic. */
  g_auto(GStrv) parts = g_strsplit (self->title, "_", -1);
  g_autofree char *title = g_strjoinv ("__", parts);
  GtkWidget *block = gate_text_pane_new (title, NULL, TRUE, is_json (self));

  gtk_box_append (GTK_BOX (self), block);
  gate_form_control_name (self, gate_text_pane_get_view (GATE_TEXT_PANE (block)));
  g_signal_connect_object (gate_text_pane_get_buffer (GATE_TEXT_PANE (block)), "changed", G_CALLBACK (gate_form_control_changed),
                           self, G_CONNECT_SWAPPED);
}

static JsonNode *
read_block (GateFormControl  *self,
            GError          **error)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->widget));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  g_autofree char *text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (is_json (self))
    g_strstrip (text);
  return *text ? gate_form_field_parse (self->field, text, error) : NULL;
}

static void
write_block (GateFormControl *self,
             JsonNode        *value)
{
  const char *words = value && !is_json (self) ? gate_json_node_string (value) : NULL;
  g_autofree char *text = value && is_json (self) ? gate_json_to_pretty_text (value) : g_strdup (words);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->widget)), text ? text : "", -1);
}

const GateFormEditor gate_form_editor_block = { create_block, read_block, write_block };
