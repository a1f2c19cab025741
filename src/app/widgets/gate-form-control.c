// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-control-private.h"

#include "gate-access.h"
#include "gate-focus.h"
#include "gate-text.h"

#include <glib/gi18n.h>

#define TITLE_CHARS 200
#define DESCRIPTION_CHARS 2000
#define CAPTION_MARGIN 9

static guint changed_signal;

G_DEFINE_FINAL_TYPE (GateFormControl, gate_form_control, GTK_TYPE_BOX)

static const GateFormEditor *const editors[] = {
  [GATE_FORM_TEXT] = &gate_form_editor_text,
  [GATE_FORM_MULTILINE] = &gate_form_editor_block,
  [GATE_FORM_SECRET] = &gate_form_editor_secret,
  [GATE_FORM_NUMBER] = &gate_form_editor_number,
  [GATE_FORM_INTEGER] = &gate_form_editor_number,
  [GATE_FORM_BOOLEAN] = &gate_form_editor_boolean,
  [GATE_FORM_CHOICE] = &gate_form_editor_choice,
  [GATE_FORM_CHOICES] = &gate_form_editor_choices,
  [GATE_FORM_FILE] = &gate_form_editor_path,
  [GATE_FORM_DIRECTORY] = &gate_form_editor_path,
  [GATE_FORM_JSON] = &gate_form_editor_block,
};

/* The widget that a screen reader is on: the text within a row, else the control itself. */
static GtkAccessible *
accessible_of (GtkWidget *widget)
{
  GtkEditable *delegate = GTK_IS_EDITABLE (widget) ? gtk_editable_get_delegate (GTK_EDITABLE (widget)) : NULL;

  return GTK_ACCESSIBLE (delegate ? GTK_WIDGET (delegate) : widget);
}

static char *
dup_fault (GateFormControl *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) value = self->editor->read (self, &error);

  if (!value && !error)
    return gate_form_field_get_required (self->field) ? g_strdup (_("A value is needed here.")) : NULL;
  if (value && gate_form_field_validate (self->field, value, &error))
    return NULL;
  return gate_text_make_visible (error->message, GATE_TEXT_LINE);
}

static void
show_fault (GateFormControl *self)
{
  g_autofree char *fault = self->left ? dup_fault (self) : NULL;
  g_autofree char *words = fault && self->description ? g_strdup_printf (g_str_has_suffix (fault, ".") ? "%s %s" : "%s. %s", fault, self->description) : NULL;
  GtkAccessible *accessible;

  gtk_label_set_text (self->fault, fault ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
  if (!self->widget)
    return;
  accessible = accessible_of (self->widget);
  if (fault)
    gtk_widget_add_css_class (self->widget, "error");
  else
    gtk_widget_remove_css_class (self->widget, "error");
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID, fault ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (words || fault || self->description)
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words ? words : fault ? fault : self->description, -1);
  else
    gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
on_leave (GateFormControl *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* Who goes to another window has not left the field. */
  if (GTK_IS_WINDOW (root) && !gtk_window_is_active (GTK_WINDOW (root)))
    return;
  self->left = TRUE;
  show_fault (self);
}

static gboolean
gate_form_control_grab_focus (GtkWidget *widget)
{
  GateFormControl *self = GATE_FORM_CONTROL (widget);

  if (self->checks && self->checks->len > 0)
    return gtk_widget_grab_focus (g_ptr_array_index (self->checks, 0));
  return self->widget && gtk_widget_grab_focus (self->widget);
}

static void
gate_form_control_dispose (GObject *object)
{
  GateFormControl *self = GATE_FORM_CONTROL (object);

  self->widget = NULL;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_object (&self->chooser);
  g_clear_object (&self->field);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->description, g_free);
  G_OBJECT_CLASS (gate_form_control_parent_class)->dispose (object);
}

static void
gate_form_control_class_init (GateFormControlClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_form_control_dispose;
  gate_focus_begin_with (GTK_WIDGET_CLASS (klass), gate_form_control_grab_focus);

  /**
   * GateFormControl::changed:
   *
   * The person changed the value.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_form_control_init (GateFormControl *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

void
gate_form_control_changed (GateFormControl *self)
{
  if (self->writing || !self->field)
    return;
  show_fault (self);
  g_signal_emit (self, changed_signal, 0);
}

GtkListBox *
gate_form_control_add_list (GateFormControl *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_box_append (GTK_BOX (self), list);
  return GTK_LIST_BOX (list);
}

/* The widget has the value, and says what it is for. */
void
gate_form_control_name (GateFormControl *self,
                        GtkWidget       *widget)
{
  self->widget = widget;
  gate_access_set_name (widget, self->title);
  gtk_accessible_update_property (accessible_of (widget), GTK_ACCESSIBLE_PROPERTY_REQUIRED, gate_form_field_get_required (self->field), -1);
}

static GtkLabel *
add_caption (GateFormControl *self,
             const char      *text,
             const char      *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, css_class);
  /* Where the words of the row above it begin: GTK gives a row two more. */
  gtk_widget_set_margin_start (label, 14);
  gtk_widget_set_margin_end (label, 14);
  gtk_widget_set_visible (label, text && *text);
  gtk_box_append (GTK_BOX (self), label);
  return GTK_LABEL (label);
}

/**
 * gate_form_control_new:
 * @field: a field
 *
 * Returns: (transfer full): something to fill it in with, which begins with the field's default
 */
GtkWidget *
gate_form_control_new (GateFormField *field)
{
  GateFormControl *self = g_object_new (GATE_TYPE_FORM_CONTROL, NULL);
  g_autofree char *title = gate_text_make_visible (gate_form_field_get_title (field), GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_shorten (title, TITLE_CHARS);
  const char *description = gate_form_field_get_description (field);
  g_autofree char *visible = gate_text_make_visible (description ? description : "", GATE_TEXT_BLOCK);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->field = g_object_ref (field);
  self->editor = editors[gate_form_field_get_field_type (field)];
  /* Translators: the name of a field that must be filled in. */
  self->title = gate_form_field_get_required (field) ? g_strdup_printf (_("%s (required)"), shown) : g_strdup (shown);
  self->description = *visible ? gate_text_shorten (visible, DESCRIPTION_CHARS) : NULL;
  self->editor->create (self);
  self->below = add_caption (self, self->description ? self->description : "", "dim-label");
  self->fault = add_caption (self, "", "error");
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gate_form_control_write (self, gate_form_field_get_default (field));
  show_fault (self);
  return GTK_WIDGET (self);
}

/**
 * gate_form_control_join:
 * @self: a control
 *
 * A control that is one row gives up its own card, for one that it shares with others.
 *
 * Returns: whether it did
 */
gboolean
gate_form_control_join (GateFormControl *self)
{
  g_return_val_if_fail (GATE_IS_FORM_CONTROL (self), FALSE);
  if (self->editor == &gate_form_editor_block || self->editor == &gate_form_editor_choices)
    return FALSE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "joined");
  gtk_box_set_spacing (GTK_BOX (self), 0);
  gtk_widget_set_margin_top (GTK_WIDGET (self->below), 3);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->below), CAPTION_MARGIN);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->fault), CAPTION_MARGIN);
  return TRUE;
}

/**
 * gate_form_control_get_field:
 * @self: a control
 *
 * Returns: (transfer none): the field
 */
GateFormField *
gate_form_control_get_field (GateFormControl *self)
{
  g_return_val_if_fail (GATE_IS_FORM_CONTROL (self), NULL);
  return self->field;
}

/**
 * gate_form_control_read:
 * @self: a control
 * @value: (out) (transfer full) (nullable): its value; %NULL when it is left out
 * @error: set as by gate_form_field_parse() and gate_form_field_validate()
 *
 * Returns: %TRUE when the field may have this value
 */
gboolean
gate_form_control_read (GateFormControl  *self,
                        JsonNode        **value,
                        GError          **error)
{
  g_autoptr(GError) own_error = NULL;

  g_return_val_if_fail (GATE_IS_FORM_CONTROL (self), FALSE);
  *value = self->editor->read (self, &own_error);
  if (!own_error)
    return gate_form_field_validate (self->field, *value, error);
  g_propagate_error (error, g_steal_pointer (&own_error));
  return FALSE;
}

/**
 * gate_form_control_write:
 * @self: a control
 * @value: (nullable) (transfer none): a value; %NULL, or one that the control cannot show, leaves it out
 *
 * Shows a value. Emits no `changed`.
 */
void
gate_form_control_write (GateFormControl *self,
                         JsonNode        *value)
{
  g_return_if_fail (GATE_IS_FORM_CONTROL (self));
  self->writing = TRUE;
  self->editor->write (self, value && !JSON_NODE_HOLDS_NULL (value) ? value : NULL);
  self->writing = FALSE;
  show_fault (self);
}

/**
 * gate_form_control_show_fault:
 * @self: a control
 *
 * Says what is wrong with the value, also when the person has not been there.
 *
 * Returns: %TRUE when nothing is
 */
gboolean
gate_form_control_show_fault (GateFormControl *self)
{
  g_return_val_if_fail (GATE_IS_FORM_CONTROL (self), FALSE);
  self->left = TRUE;
  show_fault (self);
  return !*gtk_label_get_text (self->fault);
}

/**
 * gate_form_control_get_entry:
 * @self: a control
 *
 * Returns: (transfer none) (nullable): the line of text that has the value; %NULL where something else has it
 */
GtkEditable *
gate_form_control_get_entry (GateFormControl *self)
{
  g_return_val_if_fail (GATE_IS_FORM_CONTROL (self), NULL);
  return self->editor == &gate_form_editor_text ? GTK_EDITABLE (self->widget) : NULL;
}

/**
 * gate_form_control_set_popover:
 * @self: a control that has none
 * @popover: (transfer none): a popover, which lives as long as the control
 */
void
gate_form_control_set_popover (GateFormControl *self,
                               GtkWidget       *popover)
{
  g_return_if_fail (GATE_IS_FORM_CONTROL (self) && !self->popover);
  self->popover = popover;
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
}
