// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-record.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

/* How a type of field is read into its place in the struct, written from it, and freed. */
typedef struct {
  const char  *mistaken; /* a sentence, with the name of the member in it */
  const char  *missing;
  gboolean   (*read)  (JsonNode      *node,
                       gpointer       place);
  JsonNode  *(*write) (gconstpointer  place,
                       gboolean       required);
  void       (*clear) (gpointer       place);
} TypeClass;

static gboolean
read_string (JsonNode *node,
             gpointer  place)
{
  const char *text = gate_json_node_string (node);

  *(char **) place = g_strdup (text);
  return text != NULL;
}

static JsonNode *
write_string (gconstpointer place,
              gboolean      required)
{
  const char *text = *(char *const *) place;

  return text ? json_node_init_string (json_node_alloc (), text) : NULL;
}

static void
clear_string (gpointer place)
{
  g_clear_pointer ((char **) place, g_free);
}

static gboolean
read_int (JsonNode *node,
          gpointer  place)
{
  if (!gate_json_node_is_int64 (node))
    return FALSE;
  *(gint64 *) place = json_node_get_int (node);
  return TRUE;
}

static JsonNode *
write_int (gconstpointer place,
           gboolean      required)
{
  gint64 value = *(const gint64 *) place;

  return value != 0 || required ? json_node_init_int (json_node_alloc (), value) : NULL;
}

static void
clear_int (gpointer place)
{
  *(gint64 *) place = 0;
}

static gboolean
read_double (JsonNode *node,
             gpointer  place)
{
  if (!gate_json_node_is_number (node))
    return FALSE;
  *(double *) place = json_node_get_double (node);
  return TRUE;
}

static JsonNode *
write_double (gconstpointer place,
              gboolean      required)
{
  double value = *(const double *) place;

  return value != 0 || required ? json_node_init_double (json_node_alloc (), value) : NULL;
}

static void
clear_double (gpointer place)
{
  *(double *) place = 0;
}

static gboolean
read_boolean (JsonNode *node,
              gpointer  place)
{
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *(gboolean *) place = json_node_get_boolean (node);
  return TRUE;
}

static JsonNode *
write_boolean (gconstpointer place,
               gboolean      required)
{
  gboolean value = *(const gboolean *) place;

  return value || required ? json_node_init_boolean (json_node_alloc (), value) : NULL;
}

static void
clear_boolean (gpointer place)
{
  *(gboolean *) place = FALSE;
}

static gboolean
read_strv (JsonNode *node,
           gpointer  place)
{
  char **strings = JSON_NODE_HOLDS_ARRAY (node) ? gate_json_array_to_strv (json_node_get_array (node)) : NULL;

  *(char ***) place = strings;
  return strings != NULL;
}

static JsonNode *
write_strv (gconstpointer place,
            gboolean      required)
{
  const char *const *strings = *(const char *const *const *) place;

  if (!strings)
    return NULL;

  JsonArray *array = json_array_new ();
  for (guint i = 0; strings[i]; i++)
    json_array_add_string_element (array, strings[i]);
  return gate_json_take_array (array);
}

static void
clear_strv (gpointer place)
{
  g_clear_pointer ((char ***) place, g_strfreev);
}

static gboolean
read_any (JsonNode *node,
          gpointer  place)
{
  *(JsonNode **) place = gate_json_keep (node);
  return TRUE;
}

static gboolean
read_object (JsonNode *node,
             gpointer  place)
{
  return JSON_NODE_HOLDS_OBJECT (node) && read_any (node, place);
}

static gboolean
read_array (JsonNode *node,
            gpointer  place)
{
  return JSON_NODE_HOLDS_ARRAY (node) && read_any (node, place);
}

static JsonNode *
write_node (gconstpointer place,
            gboolean      required)
{
  JsonNode *node = *(JsonNode *const *) place;

  return node ? gate_json_copy (node) : NULL;
}

static void
clear_node (gpointer place)
{
  g_clear_pointer ((JsonNode **) place, json_node_unref);
}

static const TypeClass types[] = {
  [GATE_JSON_STRING] = { N_("“%s” is not a string"), N_("“%s” is missing: a string was expected"),
    read_string, write_string, clear_string },
  [GATE_JSON_INT] = { N_("“%s” is not a whole number"), N_("“%s” is missing: a whole number was expected"),
    read_int, write_int, clear_int },
  [GATE_JSON_DOUBLE] = { N_("“%s” is not a number"), N_("“%s” is missing: a number was expected"),
    read_double, write_double, clear_double },
  [GATE_JSON_BOOLEAN] = { N_("“%s” is not true or false"), N_("“%s” is missing: true or false was expected"),
    read_boolean, write_boolean, clear_boolean },
  [GATE_JSON_STRV] = { N_("“%s” is not an array of strings"), N_("“%s” is missing: an array of strings was expected"),
    read_strv, write_strv, clear_strv },
  [GATE_JSON_OBJECT] = { N_("“%s” is not an object"), N_("“%s” is missing: an object was expected"),
    read_object, write_node, clear_node },
  [GATE_JSON_ARRAY] = { N_("“%s” is not an array"), N_("“%s” is missing: an array was expected"),
    read_array, write_node, clear_node },
  [GATE_JSON_ANY] = { N_("“%s” is not a value"), N_("“%s” is missing: a value was expected"),
    read_any, write_node, clear_node },
};

static void
set_error (GError     **error,
           const char  *sentence,
           const char  *name)
{
  g_autofree char *told = gate_text_fill (_(sentence), "%s", name);

  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, "%s", told);
}

static gboolean
read_field (const GateJsonField  *field,
            JsonObject           *object,
            gpointer              record,
            GError              **error)
{
  const TypeClass *type = &types[field->type];
  gpointer place = (guint8 *) record + field->offset;
  JsonNode *node = gate_json_get (object, field->name);

  type->clear (place);
  /* A null is a value only where any value is. */
  if (node && (field->type == GATE_JSON_ANY || !JSON_NODE_HOLDS_NULL (node)))
    {
      if (type->read (node, place))
        return TRUE;
      if (!(field->flags & GATE_JSON_LENIENT))
        {
          set_error (error, type->mistaken, field->name);
          return FALSE;
        }
    }
  if (field->flags & GATE_JSON_REQUIRED)
    {
      set_error (error, type->missing, field->name);
      return FALSE;
    }
  return TRUE;
}

/**
 * gate_json_record_read:
 * @fields: the record's table
 * @node: (nullable): what is read
 * @record: the struct; what its fields hold is freed first, so it must be zeroed when it is new
 * @error: set to %GATE_ERROR_INVALID, with the name of the member
 *
 * Reads an object into a struct by a table. Members that the table does not name are left alone. A null counts as absent, except
 * for %GATE_JSON_ANY. After a failure all fields are empty.
 *
 * Returns: %TRUE when all fields could be read
 */
gboolean
gate_json_record_read (const GateJsonField  *fields,
                       JsonNode             *node,
                       gpointer              record,
                       GError              **error)
{
  JsonObject *object = gate_json_node_object (node);

  g_return_val_if_fail (fields != NULL && record != NULL, FALSE);

  if (!object)
    {
      gate_json_record_clear (fields, record);
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("An object was expected"));
      return FALSE;
    }
  for (const GateJsonField *field = fields; field->name; field++)
    if (!read_field (field, object, record, error))
      {
        gate_json_record_clear (fields, record);
        return FALSE;
      }
  return TRUE;
}

/**
 * gate_json_record_write:
 * @fields: the record's table
 * @record: the struct
 *
 * Writes a struct as an object, members in the order of the table. What is %NULL is left out, and so is an optional 0 or %FALSE.
 *
 * Returns: (transfer full): an object, the caller's own to add to
 */
JsonNode *
gate_json_record_write (const GateJsonField *fields,
                        gconstpointer        record)
{
  JsonObject *object;

  g_return_val_if_fail (fields != NULL && record != NULL, NULL);

  object = json_object_new ();
  for (const GateJsonField *field = fields; field->name; field++)
    {
      const guint8 *place = (const guint8 *) record + field->offset;
      JsonNode *node = types[field->type].write (place, (field->flags & GATE_JSON_REQUIRED) != 0);

      if (node)
        json_object_set_member (object, field->name, node);
    }
  return gate_json_take_object (object);
}

/**
 * gate_json_record_clear:
 * @fields: the record's table
 * @record: the struct
 *
 * Frees what the fields hold and zeroes them. The struct itself, and members outside the table, are left alone.
 */
void
gate_json_record_clear (const GateJsonField *fields,
                        gpointer             record)
{
  g_return_if_fail (fields != NULL && record != NULL);

  for (const GateJsonField *field = fields; field->name; field++)
    types[field->type].clear ((guint8 *) record + field->offset);
}
