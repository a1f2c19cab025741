// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-field-private.h"
#include "gate-form-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json-record.h"

/* A property that limits the values, and its names here and in JSON. */
typedef struct {
  const char *property;
  const char *member;
  GType       type;
} Limit;

static const Limit limits[] = {
  { "format", "format", G_TYPE_STRING },
  { "pattern", "pattern", G_TYPE_STRING },
  { "min-length", "minLength", G_TYPE_INT },
  { "max-length", "maxLength", G_TYPE_INT },
  { "minimum", "minimum", G_TYPE_DOUBLE },
  { "maximum", "maximum", G_TYPE_DOUBLE },
  { "min-items", "minItems", G_TYPE_INT },
  { "max-items", "maxItems", G_TYPE_INT },
  { NULL },
};

typedef struct {
  char     *name;
  char     *type;
  char     *title;
  char     *description;
  gboolean  required;
  gboolean  nullable;
  JsonNode *fallback;
  JsonNode *options;
} FieldRecord;

static const GateJsonField field_fields[] = {
  GATE_JSON_FIELD (FieldRecord, name, "name", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (FieldRecord, type, "type", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (FieldRecord, title, "title", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (FieldRecord, description, "description", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (FieldRecord, required, "required", BOOLEAN, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (FieldRecord, nullable, "nullable", BOOLEAN, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (FieldRecord, fallback, "default", ANY, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (FieldRecord, options, "options", ARRAY, GATE_JSON_OPTIONAL),
  { NULL },
};

static const GateJsonField option_fields[] = {
  GATE_JSON_FIELD (GateFormOption, value, "value", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateFormOption, title, "title", STRING, GATE_JSON_OPTIONAL),
  { NULL },
};

/* The names of types are the nicks of the enumeration. */
static const char *
type_to_string (GateFormType type)
{
  g_autoptr(GEnumClass) types = g_type_class_ref (gate_form_type_get_type ());

  return g_enum_get_value (types, (int) type)->value_nick;
}

static gboolean
type_from_string (const char   *name,
                  GateFormType *type)
{
  g_autoptr(GEnumClass) types = g_type_class_ref (gate_form_type_get_type ());
  GEnumValue *value = g_enum_get_value_by_nick (types, name);

  if (value)
    *type = (GateFormType) value->value;
  return value != NULL;
}

/* Limits of a wrong type, or beyond any sense, limit nothing. */
void
gate_form_field_read_limits (GateFormField *self,
                             JsonObject    *object)
{
  for (const Limit *limit = limits; limit->property; limit++)
    {
      JsonNode *node = gate_json_get (object, limit->member);

      if (!node)
        continue;
      if (limit->type == G_TYPE_STRING && gate_json_node_string (node))
        g_object_set (self, limit->property, gate_json_node_string (node), NULL);
      else if (limit->type == G_TYPE_DOUBLE && gate_json_node_is_number (node))
        g_object_set (self, limit->property, json_node_get_double (node), NULL);
      else if (limit->type == G_TYPE_INT)
        g_object_set (self, limit->property, (int) CLAMP (gate_json_get_int (object, limit->member, -1), -1, G_MAXINT), NULL);
    }
}

static void
write_limits (GateFormField *self,
              JsonObject    *object)
{
  for (const Limit *limit = limits; limit->property; limit++)
    {
      GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self), limit->property);
      g_auto(GValue) value = G_VALUE_INIT;

      g_value_init (&value, limit->type);
      g_object_get_property (G_OBJECT (self), limit->property, &value);
      if (limit->type == G_TYPE_STRING && g_value_get_string (&value))
        json_object_set_string_member (object, limit->member, g_value_get_string (&value));
      else if (limit->type == G_TYPE_INT && !g_param_value_defaults (pspec, &value))
        json_object_set_int_member (object, limit->member, g_value_get_int (&value));
      /* A minimum that is not a number is none. */
      else if (limit->type == G_TYPE_DOUBLE && g_value_get_double (&value) == g_value_get_double (&value))
        json_object_set_double_member (object, limit->member, g_value_get_double (&value));
    }
}

static gboolean
read_options (GateFormField  *field,
              JsonNode       *options,
              GError        **error)
{
  JsonArray *array = options ? json_node_get_array (options) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      GateFormOption option = { 0 };

      if (!gate_json_record_read (option_fields, json_array_get_element (array, i), &option, error))
        return FALSE;
      gate_form_field_add_option (field, option.value, option.title);
      gate_json_record_clear (option_fields, &option);
    }
  return TRUE;
}

static GateFormField *
field_from_record (const FieldRecord  *record,
                   GError            **error)
{
  GateFormType type;

  if (!type_from_string (record->type, &type))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("The type of a field of the form is unknown"));
      return NULL;
    }
  g_autoptr(GateFormField) field = gate_form_field_new (record->name, type, record->title, record->description, record->required);
  field->nullable = record->nullable;
  if (record->fallback)
    gate_form_field_set_default (field, record->fallback);
  return read_options (field, record->options, error) ? g_steal_pointer (&field) : NULL;
}

static GateFormField *
field_from_json (JsonNode  *node,
                 GError   **error)
{
  FieldRecord record = { 0 };

  if (!gate_json_record_read (field_fields, node, &record, error))
    return NULL;

  GateFormField *field = field_from_record (&record, error);
  gate_json_record_clear (field_fields, &record);
  if (field)
    gate_form_field_read_limits (field, json_node_get_object (node));
  return field;
}

static JsonNode *
field_to_json (GateFormField *field)
{
  g_autoptr(JsonNode) options = NULL;

  if (field->options->len > 0)
    {
      JsonArray *array = json_array_new ();

      options = gate_json_take_array (array);
      for (guint i = 0; i < field->options->len; i++)
        json_array_add_element (array, gate_json_record_write (option_fields, gate_form_field_get_option (field, i)));
    }
  const FieldRecord record = {
    .name = field->name,
    .type = (char *) type_to_string (field->type),
    .title = field->title,
    .description = field->description,
    .required = field->required,
    .nullable = field->nullable,
    .fallback = field->fallback,
    .options = options,
  };
  JsonNode *node = gate_json_record_write (field_fields, &record);
  write_limits (field, json_node_get_object (node));
  return node;
}

static gboolean
read_schema (GateForm  *self,
             JsonNode  *node,
             GError   **error)
{
  g_autoptr(GateJsonSchema) schema = node ? gate_json_schema_new (node, error) : NULL;

  if (schema)
    gate_form_set_schema (self, schema);
  return schema || !node;
}

/**
 * gate_form_new_from_json:
 * @node: (nullable): what gate_form_to_json() wrote
 * @error: set to %GATE_ERROR_INVALID, or as by gate_json_schema_new()
 *
 * Returns: (transfer full): the form
 */
GateForm *
gate_form_new_from_json (JsonNode  *node,
                         GError   **error)
{
  g_autoptr(GateForm) self = gate_form_new ();
  JsonArray *fields = gate_json_get_array (gate_json_node_object (node), "fields");

  if (!fields)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("The form has no list of fields"));
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      g_autoptr(GateFormField) field = field_from_json (json_array_get_element (fields, i), error);

      if (!field)
        return NULL;
      gate_form_append (self, field);
    }
  return read_schema (self, gate_json_get (json_node_get_object (node), "schema"), error) ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_form_to_json:
 * @self: a form
 *
 * Writes a form with everything in it, so that another process can show and check it.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
gate_form_to_json (GateForm *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *fields = json_array_new ();

  for (guint i = 0; i < gate_form_get_n_fields (self); i++)
    json_array_add_element (fields, field_to_json (gate_form_get_field (self, i)));
  json_object_set_array_member (object, "fields", fields);
  if (gate_form_get_schema (self))
    json_object_set_member (object, "schema", gate_json_copy (gate_json_schema_get_source (gate_form_get_schema (self))));
  return gate_json_take_object (object);
}
