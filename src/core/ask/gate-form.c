// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-private.h"

#include "gate-error.h"
#include "gate-form-field-private.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-text.h"

#define SHOWN_NAME_CHARS 80

struct _GateForm {
  GObject         parent;

  GPtrArray      *fields; /* (element-type GateFormField) */
  GateJsonSchema *schema; /* (owned) (nullable): of the values as a whole */
};

static GType
gate_form_get_item_type (GListModel *model)
{
  return GATE_TYPE_FORM_FIELD;
}

static guint
gate_form_get_n_items (GListModel *model)
{
  return GATE_FORM (model)->fields->len;
}

static gpointer
gate_form_get_item (GListModel *model,
                    guint       index)
{
  GateForm *self = GATE_FORM (model);

  return index < self->fields->len ? g_object_ref (g_ptr_array_index (self->fields, index)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gate_form_get_item_type;
  iface->get_n_items = gate_form_get_n_items;
  iface->get_item = gate_form_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GateForm, gate_form, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
gate_form_finalize (GObject *object)
{
  GateForm *self = GATE_FORM (object);

  g_ptr_array_unref (self->fields);
  g_clear_object (&self->schema);
  G_OBJECT_CLASS (gate_form_parent_class)->finalize (object);
}

static void
gate_form_class_init (GateFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_form_finalize;
}

static void
gate_form_init (GateForm *self)
{
  self->fields = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_form_new:
 *
 * Returns: (transfer full): a form without fields
 */
GateForm *
gate_form_new (void)
{
  return g_object_new (GATE_TYPE_FORM, NULL);
}

/* The schema of the values as a whole, where the form is made from one. */
GateJsonSchema *
gate_form_get_schema (GateForm *self)
{
  return self->schema;
}

/* Gives the schema to the form and to the fields that it has so far. */
void
gate_form_set_schema (GateForm       *self,
                      GateJsonSchema *schema)
{
  g_set_object (&self->schema, schema);
  for (guint i = 0; i < self->fields->len; i++)
    g_set_object (&((GateFormField *) g_ptr_array_index (self->fields, i))->schema, schema);
}

/**
 * gate_form_append:
 * @self: a form that nobody else has yet
 * @field: (transfer none): its next field
 */
void
gate_form_append (GateForm      *self,
                  GateFormField *field)
{
  g_return_if_fail (GATE_IS_FORM (self));
  g_return_if_fail (GATE_IS_FORM_FIELD (field));

  g_ptr_array_add (self->fields, g_object_ref (field));
  g_list_model_items_changed (G_LIST_MODEL (self), self->fields->len - 1, 0, 1);
}

/**
 * gate_form_get_n_fields:
 * @self: a form
 *
 * Returns: how many fields it has
 */
guint
gate_form_get_n_fields (GateForm *self)
{
  g_return_val_if_fail (GATE_IS_FORM (self), 0);

  return self->fields->len;
}

/**
 * gate_form_get_field:
 * @self: a form
 * @index: which, from 0
 *
 * Returns: (transfer none): the field
 */
GateFormField *
gate_form_get_field (GateForm *self,
                     guint     index)
{
  g_return_val_if_fail (GATE_IS_FORM (self), NULL);
  g_return_val_if_fail (index < self->fields->len, NULL);

  return g_ptr_array_index (self->fields, index);
}

/**
 * gate_form_find_field:
 * @self: a form
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the field of this name
 */
GateFormField *
gate_form_find_field (GateForm   *self,
                      const char *name)
{
  g_return_val_if_fail (GATE_IS_FORM (self), NULL);

  for (guint i = 0; i < self->fields->len; i++)
    if (g_strcmp0 (gate_form_field_get_name (g_ptr_array_index (self->fields, i)), name) == 0)
      return g_ptr_array_index (self->fields, i);
  return NULL;
}

/**
 * gate_form_fill_defaults:
 * @self: a form
 * @values: (nullable): the values that were given
 *
 * Adds the default of each field that is absent. A value that is there stays, also where it is null or empty.
 *
 * Returns: (transfer full): the values and the defaults
 */
JsonObject *
gate_form_fill_defaults (GateForm   *self,
                         JsonObject *values)
{
  g_autoptr(JsonNode) given = NULL;
  g_autoptr(JsonNode) copy = NULL;
  JsonObject *filled;

  g_return_val_if_fail (GATE_IS_FORM (self), NULL);

  given = gate_json_from_object (values);
  copy = gate_json_copy (given);
  filled = json_object_ref (json_node_get_object (copy));
  for (guint i = 0; i < self->fields->len; i++)
    {
      GateFormField *field = g_ptr_array_index (self->fields, i);
      JsonNode *fallback = gate_form_field_get_default (field);

      if (fallback && !json_object_has_member (filled, gate_form_field_get_name (field)))
        json_object_set_member (filled, gate_form_field_get_name (field), gate_json_copy (fallback));
    }
  return filled;
}

/**
 * gate_form_validate:
 * @self: a form
 * @values: (nullable): the values by the names of the fields
 * @error: set as by gate_form_field_validate(), for the first field that is wrong
 *
 * Checks the values of all fields, and then, where the form is made from a schema, whether that holds for the whole. Values
 * without a field are left to the schema.
 *
 * Returns: %TRUE when all fields may have these values
 */
gboolean
gate_form_validate (GateForm    *self,
                    JsonObject  *values,
                    GError     **error)
{
  g_return_val_if_fail (GATE_IS_FORM (self), FALSE);

  for (guint i = 0; i < self->fields->len; i++)
    {
      GateFormField *field = g_ptr_array_index (self->fields, i);

      if (!gate_form_field_validate (field, gate_json_get (values, gate_form_field_get_name (field)), error))
        return FALSE;
    }
  if (!self->schema)
    return TRUE;
  g_autoptr(JsonNode) whole = gate_json_from_object (values);
  return gate_json_schema_validate (self->schema, whole, error);
}

/**
 * gate_form_parse_value:
 * @self: a form
 * @name: the name of a field
 * @text: what a person typed
 * @error: set to %GATE_ERROR_NOT_FOUND when there is no such field, else as by gate_form_field_parse() and
 *   gate_form_field_validate()
 *
 * Turns a typed text into a valid value of one field.
 *
 * Returns: (transfer full): the value
 */
JsonNode *
gate_form_parse_value (GateForm    *self,
                       const char  *name,
                       const char  *text,
                       GError     **error)
{
  GateFormField *field;

  g_return_val_if_fail (GATE_IS_FORM (self), NULL);
  g_return_val_if_fail (name != NULL && text != NULL, NULL);

  field = gate_form_find_field (self, name);
  if (!field)
    {
      g_autofree char *visible = gate_text_make_visible (name, GATE_TEXT_LINE);
      g_autofree char *shown = gate_text_shorten (visible, SHOWN_NAME_CHARS);
      gate_error_set (error, GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE, NULL, _("There is no “%s” to fill in"), shown);
      return NULL;
    }
  g_autoptr(JsonNode) value = gate_form_field_parse (field, text, error);
  if (!value || !gate_form_field_validate (field, value, error))
    return NULL;
  return g_steal_pointer (&value);
}
