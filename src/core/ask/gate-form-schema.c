// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-field-private.h"
#include "gate-form-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

/* What of a property's schema decides on the control. */
typedef struct {
  JsonObject  *schema;
  const char  *type;
  gboolean     nullable;
} Shape;

static gboolean
is_null_schema (JsonNode *node)
{
  return g_strcmp0 (gate_json_get_string (gate_json_node_object (node), "type"), "null") == 0;
}

/* `type: [T, "null"]` */
static const char *
type_beside_null (JsonArray *types)
{
  const char *other = NULL;

  if (!types || json_array_get_length (types) != 2)
    return NULL;
  for (guint i = 0; i < 2; i++)
    {
      const char *type = gate_json_node_string (json_array_get_element (types, i));

      if (g_strcmp0 (type, "null") != 0)
        {
          if (other)
            return NULL;
          other = type;
        }
    }
  return other;
}

/* `anyOf: [S, {type: null}]`, as generators write an optional value. */
static JsonObject *
schema_beside_null (JsonObject *schema)
{
  JsonArray *any = gate_json_get_array (schema, "anyOf");

  if (!any || json_array_get_length (any) != 2)
    return NULL;

  JsonNode *first = json_array_get_element (any, 0);
  JsonNode *second = json_array_get_element (any, 1);
  if (is_null_schema (second) && !is_null_schema (first))
    return gate_json_node_object (first);
  return is_null_schema (first) && !is_null_schema (second) ? gate_json_node_object (second) : NULL;
}

static Shape
shape_of (JsonObject *schema)
{
  Shape shape = { .schema = schema };
  JsonObject *inner = gate_json_get (schema, "type") ? NULL : schema_beside_null (schema);

  if (inner)
    {
      shape.schema = inner;
      shape.nullable = TRUE;
    }
  shape.type = gate_json_get_string (shape.schema, "type");
  if (!shape.type)
    {
      shape.type = type_beside_null (gate_json_get_array (shape.schema, "type"));
      shape.nullable |= shape.type != NULL;
    }
  return shape;
}

/* `enum: ["a", "b"]`, maybe with the titles of `enumNames` */
static gboolean
add_enum_options (GateFormField *field,
                  JsonObject    *schema)
{
  g_auto(GStrv) values = gate_json_get_strv (schema, "enum");
  g_auto(GStrv) titles = gate_json_get_strv (schema, "enumNames");
  guint n_titles = titles ? g_strv_length (titles) : 0;

  if (!values || !values[0])
    return FALSE;
  for (guint i = 0; values[i]; i++)
    gate_form_field_add_option (field, values[i], i < n_titles ? titles[i] : NULL);
  return TRUE;
}

/* `oneOf: [{const: "a", title: "A"}, …]`, or the same under `anyOf` */
static gboolean
add_titled_options (GateFormField *field,
                    JsonArray     *array)
{
  guint n = array ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    if (!gate_json_get_string (gate_json_node_object (json_array_get_element (array, i)), "const"))
      return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonObject *option = gate_json_node_object (json_array_get_element (array, i));

      gate_form_field_add_option (field, gate_json_get_string (option, "const"), gate_json_get_string (option, "title"));
    }
  return n > 0;
}

static gboolean
add_options (GateFormField *field,
             JsonObject    *schema)
{
  return add_enum_options (field, schema)
         || add_titled_options (field, gate_json_get_array (schema, "oneOf"))
         || add_titled_options (field, gate_json_get_array (schema, "anyOf"));
}

static GateFormField *
new_field (const char   *name,
           GateFormType  type,
           JsonObject   *schema,
           gboolean      required)
{
  return gate_form_field_new (name, type, gate_json_get_string (schema, "title"), gate_json_get_string (schema, "description"),
                              required);
}

static gboolean
has_choices (JsonObject *schema)
{
  return gate_json_get (schema, "enum") || gate_json_get (schema, "oneOf") || gate_json_get (schema, "anyOf");
}

static GateFormType
control_for (const Shape *shape)
{
  static const struct {
    const char   *name;
    GateFormType  type;
  } simple[] = {
    { "number", GATE_FORM_NUMBER }, { "integer", GATE_FORM_INTEGER }, { "boolean", GATE_FORM_BOOLEAN },
  };
  JsonObject *items = gate_json_get_object (shape->schema, "items");

  if (gate_json_get (shape->schema, "$ref") || gate_json_get (shape->schema, "allOf") || gate_json_get (shape->schema, "const"))
    return GATE_FORM_JSON;
  if (g_strcmp0 (shape->type, "array") == 0)
    return items && has_choices (items) ? GATE_FORM_CHOICES : GATE_FORM_JSON;
  if (!shape->type || g_strcmp0 (shape->type, "string") == 0)
    return has_choices (shape->schema) ? GATE_FORM_CHOICE : shape->type ? GATE_FORM_TEXT : GATE_FORM_JSON;
  for (gsize i = 0; i < G_N_ELEMENTS (simple); i++)
    if (g_strcmp0 (shape->type, simple[i].name) == 0 && !has_choices (shape->schema))
      return simple[i].type;
  return GATE_FORM_JSON;
}

static GateFormField *
field_from_schema (const char *name,
                   JsonObject *schema,
                   gboolean    required)
{
  Shape shape = shape_of (schema);
  GateFormType type = control_for (&shape);
  g_autoptr(GateFormField) field = new_field (name, type, schema, required);
  JsonObject *options = type == GATE_FORM_CHOICES ? gate_json_get_object (shape.schema, "items") : shape.schema;

  if ((type == GATE_FORM_CHOICE || type == GATE_FORM_CHOICES) && !add_options (field, options))
    {
      /* Options that are not texts: any JSON, checked by the schema. */
      g_object_unref (field);
      field = new_field (name, type = GATE_FORM_JSON, schema, required);
    }
  field->nullable = shape.nullable;
  if (type != GATE_FORM_JSON)
    gate_form_field_read_limits (field, shape.schema);
  return g_steal_pointer (&field);
}

/* A default that the field itself does not take is a mistake of the server's, and so is a required null. */
static void
read_default (GateFormField *field,
              JsonObject    *schema)
{
  JsonNode *fallback = gate_json_get (schema, "default");

  if (fallback && !JSON_NODE_HOLDS_NULL (fallback) && gate_form_field_validate (field, fallback, NULL))
    gate_form_field_set_default (field, fallback);
}

static void
append_property (GateForm       *form,
                 GateJsonSchema *schema,
                 const char     *name,
                 JsonObject     *property,
                 gboolean        required)
{
  g_autoptr(GateFormField) field = field_from_schema (name, property, required);

  g_set_object (&field->schema, schema);
  read_default (field, property);
  gate_form_append (form, field);
}

static gboolean
is_listed (JsonArray  *names,
           const char *name)
{
  for (guint i = 0; names && i < json_array_get_length (names); i++)
    if (g_strcmp0 (gate_json_node_string (json_array_get_element (names, i)), name) == 0)
      return TRUE;
  return FALSE;
}

/**
 * gate_form_new_from_schema:
 * @schema: the `requestedSchema` of an elicitation, or the `inputSchema` of a tool
 * @error: set to %GATE_ERROR_INVALID when it is not the schema of an object, or as by gate_json_schema_new()
 *
 * Makes a form with a field for each property. Flat ones get a control of their own: texts with format and length, numbers with
 * limits, booleans, choices (`enum`, `enumNames`, `oneOf` or `anyOf` of `const` and `title`), arrays of choices, and each of them
 * or null. Every other property becomes a %GATE_FORM_JSON field. All values must also be valid by the schema itself.
 *
 * Returns: (transfer full): the form
 */
GateForm *
gate_form_new_from_schema (JsonNode  *schema,
                           GError   **error)
{
  JsonObject *object = gate_json_node_object (schema);
  const char *type = gate_json_get_string (object, "type");
  g_autoptr(GateJsonSchema) checker = NULL;
  g_autoptr(GateForm) self = gate_form_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!object || (type && g_strcmp0 (type, "object") != 0))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("The schema of the form is not that of an object"));
      return NULL;
    }
  checker = gate_json_schema_new (schema, error);
  if (!checker)
    return NULL;
  gate_form_set_schema (self, checker);
  JsonObject *properties = gate_json_get_object (object, "properties");
  if (!properties)
    return g_steal_pointer (&self);
  json_object_iter_init_ordered (&iter, properties);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    append_property (self, checker, name, gate_json_node_object (node), is_listed (gate_json_get_array (object, "required"), name));
  return g_steal_pointer (&self);
}
