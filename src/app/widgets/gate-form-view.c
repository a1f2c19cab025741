// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-view.h"

#include "gate-focus.h"
#include "gate-form-control.h"
#include "gate-json.h"
#include "gate-property.h"
#include "gate-text.h"

struct _GateFormView {
  GtkBox      parent_instance;

  GateForm   *form;     /* (owned) (nullable) */
  GPtrArray  *controls; /* (element-type GateFormControl) */
  JsonObject *others;   /* (owned) (nullable): values that no field is for; they are kept */
  GtkLabel   *fault;    /* what is wrong with the whole, though not with a part */
  gboolean    valid;
};

enum { PROP_0, PROP_FORM, PROP_VALID, N_PROPS };

static GParamSpec *props[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (GateFormView, gate_form_view, GTK_TYPE_BOX)

static JsonObject *
read_values (GateFormView  *self,
             GError       **error)
{
  g_autoptr(JsonNode) others = gate_json_from_object (self->others);
  g_autoptr(JsonNode) copy = gate_json_copy (others);
  JsonObject *values = json_node_get_object (copy);

  for (guint i = 0; i < self->controls->len; i++)
    {
      GateFormControl *control = g_ptr_array_index (self->controls, i);
      g_autoptr(JsonNode) value = NULL;

      if (!gate_form_control_read (control, &value, error))
        return NULL;
      if (value)
        json_object_set_member (values, gate_form_field_get_name (gate_form_control_get_field (control)), g_steal_pointer (&value));
    }
  if (self->form && !gate_form_validate (self->form, values, error))
    return NULL;
  return json_object_ref (values);
}

static void
update (GateFormView *self)
{
  g_autoptr(JsonObject) values = read_values (self, NULL);
  gboolean valid = values != NULL;

  if (valid)
    gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
  if (self->valid == valid)
    return;
  self->valid = valid;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALID]);
}

static void
control_changed (GateFormView *self)
{
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
gate_form_view_grab_focus (GtkWidget *widget)
{
  GateFormView *self = GATE_FORM_VIEW (widget);

  return self->controls->len > 0 && gtk_widget_grab_focus (g_ptr_array_index (self->controls, 0));
}

static void
gate_form_view_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  GateFormView *self = GATE_FORM_VIEW (object);

  switch (id)
    {
    case PROP_FORM:
      g_value_set_object (value, self->form);
      break;
    case PROP_VALID:
      g_value_set_boolean (value, self->valid);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_form_view_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_FORM:
      gate_form_view_set_form (GATE_FORM_VIEW (object), g_value_get_object (value));
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_form_view_dispose (GObject *object)
{
  GateFormView *self = GATE_FORM_VIEW (object);

  g_ptr_array_set_size (self->controls, 0);
  g_clear_object (&self->form);
  g_clear_pointer (&self->others, json_object_unref);
  G_OBJECT_CLASS (gate_form_view_parent_class)->dispose (object);
}

static void
gate_form_view_finalize (GObject *object)
{
  g_ptr_array_unref (GATE_FORM_VIEW (object)->controls);
  G_OBJECT_CLASS (gate_form_view_parent_class)->finalize (object);
}

static void
gate_form_view_class_init (GateFormViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_form_view_get_property;
  object_class->set_property = gate_form_view_set_property;
  object_class->dispose = gate_form_view_dispose;
  object_class->finalize = gate_form_view_finalize;
  gate_focus_begin_with (GTK_WIDGET_CLASS (klass), gate_form_view_grab_focus);
  props[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, GATE_TYPE_FORM, GATE_PARAM_READWRITE);
  props[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, TRUE, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * GateFormView::changed:
   *
   * The person changed a value.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_form_view_init (GateFormView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->controls = g_ptr_array_new ();
  self->valid = TRUE;
  self->fault = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->fault, TRUE);
  gtk_label_set_xalign (self->fault, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->fault), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->fault));
}

/**
 * gate_form_view_new:
 * @form: (nullable): a form
 *
 * Returns: (transfer full): something to fill it in with, which begins with its defaults
 */
GtkWidget *
gate_form_view_new (GateForm *form)
{
  return g_object_new (GATE_TYPE_FORM_VIEW, "form", form, NULL);
}

/**
 * gate_form_view_get_form:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the form
 */
GateForm *
gate_form_view_get_form (GateFormView *self)
{
  g_return_val_if_fail (GATE_IS_FORM_VIEW (self), NULL);
  return self->form;
}

/* Rows that follow each other share a card, as in a list of preferences; returns the card that the next one may join. */
static GtkWidget *
append (GateFormView    *self,
        GateFormControl *control,
        GtkWidget       *card)
{
  GtkWidget *last = gtk_widget_get_prev_sibling (GTK_WIDGET (self->fault));

  if (!gate_form_control_join (control))
    {
      gtk_box_insert_child_after (GTK_BOX (self), GTK_WIDGET (control), last);
      return NULL;
    }
  if (!card)
    {
      card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      gtk_widget_add_css_class (card, "card");
      gtk_box_insert_child_after (GTK_BOX (self), card, last);
    }
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (control));
  return card;
}

/**
 * gate_form_view_set_form:
 * @self: a view
 * @form: (nullable): the form to fill in from now on; its values begin with its defaults
 */
void
gate_form_view_set_form (GateFormView *self,
                         GateForm     *form)
{
  GtkWidget *card = NULL;
  GtkWidget *child;

  g_return_if_fail (GATE_IS_FORM_VIEW (self));
  if (!g_set_object (&self->form, form))
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != GTK_WIDGET (self->fault))
    gtk_box_remove (GTK_BOX (self), child);
  g_ptr_array_set_size (self->controls, 0);
  g_clear_pointer (&self->others, json_object_unref);
  for (guint i = 0; form && i < gate_form_get_n_fields (form); i++)
    {
      GtkWidget *control = gate_form_control_new (gate_form_get_field (form, i));

      g_signal_connect_object (control, "changed", G_CALLBACK (control_changed), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->controls, control);
      card = append (self, GATE_FORM_CONTROL (control), card);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FORM]);
}

/**
 * gate_form_view_get_valid:
 * @self: a view
 *
 * Returns: whether all values may be sent
 */
gboolean
gate_form_view_get_valid (GateFormView *self)
{
  g_return_val_if_fail (GATE_IS_FORM_VIEW (self), FALSE);
  return self->valid;
}

/**
 * gate_form_view_get_values:
 * @self: a view
 * @error: set as by gate_form_field_parse() and gate_form_validate(), for the first field that is wrong
 *
 * Returns: (transfer full) (nullable): the values by the names of the fields; those that are left out are absent. Values without a
 *   field that gate_form_view_set_values() was given are among them
 */
JsonObject *
gate_form_view_get_values (GateFormView  *self,
                           GError       **error)
{
  g_return_val_if_fail (GATE_IS_FORM_VIEW (self), NULL);
  return read_values (self, error);
}

/**
 * gate_form_view_set_values:
 * @self: a view
 * @values: (nullable) (transfer none): values by the names of the fields; what is absent is left out
 *
 * Shows values in place of those that are there. Emits no `changed`.
 */
void
gate_form_view_set_values (GateFormView *self,
                           JsonObject   *values)
{
  g_autoptr(JsonNode) given = NULL;
  g_autoptr(JsonNode) copy = NULL;

  g_return_if_fail (GATE_IS_FORM_VIEW (self));
  given = gate_json_from_object (values);
  copy = gate_json_copy (given);
  g_clear_pointer (&self->others, json_object_unref);
  self->others = json_object_ref (json_node_get_object (copy));
  for (guint i = 0; i < self->controls->len; i++)
    {
      GateFormControl *control = g_ptr_array_index (self->controls, i);
      const char *name = gate_form_field_get_name (gate_form_control_get_field (control));

      gate_form_control_write (control, gate_json_get (values, name));
      if (json_object_has_member (self->others, name))
        json_object_remove_member (self->others, name);
    }
  update (self);
}

/**
 * gate_form_view_show_faults:
 * @self: a view
 *
 * Says at each field what is wrong with it, and puts the focus on the first such field.
 *
 * Returns: %TRUE when nothing is wrong
 */
gboolean
gate_form_view_show_faults (GateFormView *self)
{
  g_autoptr(JsonObject) values = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GtkWidget *first = NULL;

  g_return_val_if_fail (GATE_IS_FORM_VIEW (self), FALSE);
  for (guint i = 0; i < self->controls->len; i++)
    if (!gate_form_control_show_fault (g_ptr_array_index (self->controls, i)) && !first)
      first = g_ptr_array_index (self->controls, i);
  if (first)
    {
      gtk_widget_grab_focus (first);
      return FALSE;
    }
  values = read_values (self, &error);
  text = gate_text_make_visible (error ? error->message : "", GATE_TEXT_LINE);
  gtk_label_set_text (self->fault, text);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), error != NULL);
  return values != NULL;
}

/**
 * gate_form_view_get_control:
 * @self: a view
 * @index: which field of its form
 *
 * Returns: (transfer none) (nullable): what that field is filled in with
 */
GateFormControl *
gate_form_view_get_control (GateFormView *self,
                            guint         index)
{
  g_return_val_if_fail (GATE_IS_FORM_VIEW (self), NULL);
  return index < self->controls->len ? self->controls->pdata[index] : NULL;
}

/**
 * gate_form_view_dup_known:
 * @self: a view
 *
 * Returns: (transfer full): the values as far as they are right, whatever is missing or wrong
 */
JsonObject *
gate_form_view_dup_known (GateFormView *self)
{
  JsonObject *known = json_object_new ();

  g_return_val_if_fail (GATE_IS_FORM_VIEW (self), known);
  for (guint i = 0; i < self->controls->len; i++)
    {
      GateFormControl *control = self->controls->pdata[i];
      JsonNode *value = NULL;

      if (gate_form_control_read (control, &value, NULL) && value)
        json_object_set_member (known, gate_form_field_get_name (gate_form_control_get_field (control)), value);
      else
        g_clear_pointer (&value, json_node_unref);
    }
  return known;
}

/**
 * gate_form_view_set_known:
 * @self: a view
 * @values: (transfer none): values, perhaps of another form
 *
 * Shows those that it has fields for; the others are no part of what is filled in.
 */
void
gate_form_view_set_known (GateFormView *self,
                          JsonObject   *values)
{
  g_autoptr(JsonObject) known = json_object_new ();

  g_return_if_fail (GATE_IS_FORM_VIEW (self));
  for (guint i = 0; i < self->controls->len; i++)
    {
      const char *name = gate_form_field_get_name (gate_form_control_get_field (self->controls->pdata[i]));

      if (json_object_has_member (values, name))
        json_object_set_member (known, name, json_object_dup_member (values, name));
    }
  gate_form_view_set_values (self, known);
}
