// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-field-private.h"

#include "gate-json.h"
#include "gate-property.h"
#include "gate-text.h"

#include <math.h>

#define SHOWN_NAME_CHARS 80

typedef enum {
  PROP_NAME = 1,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_TYPE,
  PROP_REQUIRED,
  PROP_FORMAT,
  PROP_PATTERN,
  PROP_MIN_LENGTH,
  PROP_MAX_LENGTH,
  PROP_MINIMUM,
  PROP_MAXIMUM,
  PROP_MIN_ITEMS,
  PROP_MAX_ITEMS,
  PROP_DEFAULT,
} GateFormFieldProperty;

static GParamSpec *props[PROP_DEFAULT + 1];

G_DEFINE_ENUM_TYPE (GateFormType, gate_form_type,
                    G_DEFINE_ENUM_VALUE (GATE_FORM_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_MULTILINE, "multiline"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_SECRET, "secret"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_NUMBER, "number"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_INTEGER, "integer"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_BOOLEAN, "boolean"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_CHOICE, "choice"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_CHOICES, "choices"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_FILE, "file"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_DIRECTORY, "directory"),
                    G_DEFINE_ENUM_VALUE (GATE_FORM_JSON, "json"))

G_DEFINE_FINAL_TYPE (GateFormField, gate_form_field, G_TYPE_OBJECT)

static void
clear_option (gpointer data)
{
  GateFormOption *option = data;

  g_free (option->value);
  g_free (option->title);
}

static void
gate_form_field_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  GateFormField *self = GATE_FORM_FIELD (object);

  switch ((GateFormFieldProperty) id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->description);
      break;
    case PROP_TYPE:
      g_value_set_enum (value, (int) self->type);
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, self->required);
      break;
    case PROP_FORMAT:
      g_value_set_string (value, self->format);
      break;
    case PROP_PATTERN:
      g_value_set_string (value, self->pattern);
      break;
    case PROP_MIN_LENGTH:
      g_value_set_int (value, self->min_length);
      break;
    case PROP_MAX_LENGTH:
      g_value_set_int (value, self->max_length);
      break;
    case PROP_MINIMUM:
      g_value_set_double (value, self->minimum);
      break;
    case PROP_MAXIMUM:
      g_value_set_double (value, self->maximum);
      break;
    case PROP_MIN_ITEMS:
      g_value_set_int (value, self->min_items);
      break;
    case PROP_MAX_ITEMS:
      g_value_set_int (value, self->max_items);
      break;
    case PROP_DEFAULT:
      g_value_set_boxed (value, self->fallback);
      break;
    GATE_INVALID_PROPERTY (self, id, pspec);
    }
}

static void
set_int (GateFormField *self,
         int           *where,
         int            value,
         GParamSpec    *pspec)
{
  if (*where == value)
    return;
  *where = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
set_double (GateFormField *self,
            double        *where,
            double         value,
            GParamSpec    *pspec)
{
  if (*where == value || (isnan (*where) && isnan (value)))
    return;
  *where = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
gate_form_field_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  GateFormField *self = GATE_FORM_FIELD (object);

  switch ((GateFormFieldProperty) id)
    {
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_DESCRIPTION:
      self->description = g_value_dup_string (value);
      break;
    case PROP_TYPE:
      self->type = (GateFormType) g_value_get_enum (value);
      break;
    case PROP_REQUIRED:
      self->required = g_value_get_boolean (value);
      break;
    case PROP_FORMAT:
      gate_set_str_property (self, &self->format, g_value_get_string (value), pspec);
      break;
    case PROP_PATTERN:
      gate_set_str_property (self, &self->pattern, g_value_get_string (value), pspec);
      break;
    case PROP_MIN_LENGTH:
      set_int (self, &self->min_length, g_value_get_int (value), pspec);
      break;
    case PROP_MAX_LENGTH:
      set_int (self, &self->max_length, g_value_get_int (value), pspec);
      break;
    case PROP_MINIMUM:
      set_double (self, &self->minimum, g_value_get_double (value), pspec);
      break;
    case PROP_MAXIMUM:
      set_double (self, &self->maximum, g_value_get_double (value), pspec);
      break;
    case PROP_MIN_ITEMS:
      set_int (self, &self->min_items, g_value_get_int (value), pspec);
      break;
    case PROP_MAX_ITEMS:
      set_int (self, &self->max_items, g_value_get_int (value), pspec);
      break;
    case PROP_DEFAULT:
      gate_form_field_set_default (self, g_value_get_boxed (value));
      break;
    GATE_INVALID_PROPERTY (self, id, pspec);
    }
}

static void
gate_form_field_finalize (GObject *object)
{
  GateFormField *self = GATE_FORM_FIELD (object);

  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->format);
  g_free (self->pattern);
  g_clear_pointer (&self->fallback, json_node_unref);
  g_array_unref (self->options);
  g_clear_object (&self->schema);
  G_OBJECT_CLASS (gate_form_field_parent_class)->finalize (object);
}

static void
gate_form_field_class_init (GateFormFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_form_field_get_property;
  object_class->set_property = gate_form_field_set_property;
  object_class->finalize = gate_form_field_finalize;

  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_TYPE] = g_param_spec_enum ("type", NULL, NULL, gate_form_type_get_type (), GATE_FORM_TEXT, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_FORMAT] = g_param_spec_string ("format", NULL, NULL, NULL, GATE_PARAM_READWRITE);
  props[PROP_PATTERN] = g_param_spec_string ("pattern", NULL, NULL, NULL, GATE_PARAM_READWRITE);
  props[PROP_MIN_LENGTH] = g_param_spec_int ("min-length", NULL, NULL, -1, G_MAXINT, -1, GATE_PARAM_READWRITE);
  props[PROP_MAX_LENGTH] = g_param_spec_int ("max-length", NULL, NULL, -1, G_MAXINT, -1, GATE_PARAM_READWRITE);
  /* No specification has a default of NaN, but that is what both begin with. */
  props[PROP_MINIMUM] = g_param_spec_double ("minimum", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                             GATE_PARAM_READWRITE | G_PARAM_LAX_VALIDATION);
  props[PROP_MAXIMUM] = g_param_spec_double ("maximum", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                             GATE_PARAM_READWRITE | G_PARAM_LAX_VALIDATION);
  props[PROP_MIN_ITEMS] = g_param_spec_int ("min-items", NULL, NULL, -1, G_MAXINT, -1, GATE_PARAM_READWRITE);
  props[PROP_MAX_ITEMS] = g_param_spec_int ("max-items", NULL, NULL, -1, G_MAXINT, -1, GATE_PARAM_READWRITE);
  props[PROP_DEFAULT] = g_param_spec_boxed ("default", NULL, NULL, JSON_TYPE_NODE, GATE_PARAM_READWRITE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
gate_form_field_init (GateFormField *self)
{
  self->min_length = self->max_length = self->min_items = self->max_items = -1;
  self->minimum = self->maximum = NAN;
  self->options = g_array_new (FALSE, FALSE, sizeof (GateFormOption));
  g_array_set_clear_func (self->options, clear_option);
}

/**
 * gate_form_field_new:
 * @name: the name of the value
 * @type: what it is
 * @title: (nullable): what is shown for it
 * @description: (nullable): more about it
 * @required: whether a form without it is incomplete
 *
 * Returns: (transfer full): a field
 */
GateFormField *
gate_form_field_new (const char   *name,
                     GateFormType  type,
                     const char   *title,
                     const char   *description,
                     gboolean      required)
{
  g_return_val_if_fail (name != NULL, NULL);

  return g_object_new (GATE_TYPE_FORM_FIELD,
                       "name", name,
                       "type", type,
                       "title", title,
                       "description", description,
                       "required", required,
                       NULL);
}

/**
 * gate_form_field_get_name:
 * @self: a field
 *
 * Returns: the name of the value, maybe a foreign text
 */
const char *
gate_form_field_get_name (GateFormField *self)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), NULL);

  return self->name;
}

/**
 * gate_form_field_get_title:
 * @self: a field
 *
 * Returns: what is shown for it, its name where it has no title; maybe a foreign text
 */
const char *
gate_form_field_get_title (GateFormField *self)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), NULL);

  return self->title && *self->title ? self->title : self->name;
}

/**
 * gate_form_field_get_description:
 * @self: a field
 *
 * Returns: (nullable): more about it, maybe a foreign text
 */
const char *
gate_form_field_get_description (GateFormField *self)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), NULL);

  return self->description;
}

/**
 * gate_form_field_get_field_type:
 * @self: a field
 *
 * Returns: what its value is
 */
GateFormType
gate_form_field_get_field_type (GateFormField *self)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), GATE_FORM_TEXT);

  return self->type;
}

/**
 * gate_form_field_get_required:
 * @self: a field
 *
 * Returns: whether a form without it is incomplete
 */
gboolean
gate_form_field_get_required (GateFormField *self)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), FALSE);

  return self->required;
}

/**
 * gate_form_field_get_default:
 * @self: a field
 *
 * Returns: (transfer none) (nullable): the value to begin with, immutable
 */
JsonNode *
gate_form_field_get_default (GateFormField *self)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), NULL);

  return self->fallback;
}

/**
 * gate_form_field_set_default:
 * @self: a field
 * @value: (nullable) (transfer none): the value to begin with; a copy is kept
 */
void
gate_form_field_set_default (GateFormField *self,
                             JsonNode      *value)
{
  g_return_if_fail (GATE_IS_FORM_FIELD (self));

  JsonNode *kept = value ? gate_json_keep (value) : NULL;
  g_clear_pointer (&self->fallback, json_node_unref);
  self->fallback = kept;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEFAULT]);
}

/**
 * gate_form_field_add_option:
 * @self: a field of type %GATE_FORM_CHOICE or %GATE_FORM_CHOICES
 * @value: what is sent
 * @title: (nullable): what is shown, or %NULL for @value
 */
void
gate_form_field_add_option (GateFormField *self,
                            const char    *value,
                            const char    *title)
{
  GateFormOption option;

  g_return_if_fail (GATE_IS_FORM_FIELD (self));
  g_return_if_fail (value != NULL);

  option.value = g_strdup (value);
  option.title = g_strdup (title && *title ? title : value);
  g_array_append_val (self->options, option);
}

/**
 * gate_form_field_get_n_options:
 * @self: a field
 *
 * Returns: how many options there are
 */
guint
gate_form_field_get_n_options (GateFormField *self)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), 0);

  return self->options->len;
}

/**
 * gate_form_field_get_option:
 * @self: a field
 * @index: which, from 0
 *
 * Returns: (transfer none): the option; its title may be a foreign text
 */
const GateFormOption *
gate_form_field_get_option (GateFormField *self,
                            guint          index)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), NULL);
  g_return_val_if_fail (index < self->options->len, NULL);

  return &g_array_index (self->options, GateFormOption, index);
}

gboolean
gate_form_field_has_option (GateFormField *self,
                            const char    *value)
{
  for (guint i = 0; i < self->options->len; i++)
    if (g_strcmp0 (g_array_index (self->options, GateFormOption, i).value, value) == 0)
      return TRUE;
  return FALSE;
}

/* The title, or the name, safe for a message. */
char *
gate_form_field_dup_shown_name (GateFormField *self)
{
  g_autofree char *visible = gate_text_make_visible (gate_form_field_get_title (self), GATE_TEXT_LINE);

  return gate_text_shorten (visible, SHOWN_NAME_CHARS);
}
