// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-field-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

#include <string.h>

static JsonNode *
string_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
parse_text (GateFormField  *self,
            const char     *text,
            GError        **error)
{
  return string_node (text);
}

static JsonNode *
parse_number (GateFormField  *self,
              const char     *text,
              GError        **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr(JsonNode) node = gate_json_parse_value (stripped, -1, GATE_JSON_METADATA_LIMIT, NULL);

  if (node && gate_json_node_is_number (node))
    return g_steal_pointer (&node);
  g_autofree char *name = gate_form_field_dup_shown_name (self);
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL,
                  self->type == GATE_FORM_INTEGER ? _("“%s” must be a whole number, like 7") : _("“%s” must be a number, like 2.5"), name);
  return NULL;
}

static JsonNode *
parse_boolean (GateFormField  *self,
               const char     *text,
               GError        **error)
{
  static const char *const words[][2] = { { "true", "false" }, { "yes", "no" }, { "y", "n" }, { "on", "off" }, { "1", "0" } };
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    for (int j = 0; j < 2; j++)
      if (g_ascii_strcasecmp (stripped, words[i][j]) == 0)
        return json_node_init_boolean (json_node_alloc (), j == 0);
  g_autofree char *name = gate_form_field_dup_shown_name (self);
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("“%s” must be yes or no"), name);
  return NULL;
}

/* The value as it is, or the value whose title was typed; else the text itself, which validation then refuses. */
static const char *
find_option (GateFormField *self,
             const char    *text)
{
  if (gate_form_field_has_option (self, text))
    return text;

  g_autofree char *folded = g_utf8_casefold (text, -1);
  for (guint i = 0; i < self->options->len; i++)
    {
      const GateFormOption *option = gate_form_field_get_option (self, i);
      g_autofree char *value = g_utf8_casefold (option->value, -1);
      g_autofree char *title = g_utf8_casefold (option->title, -1);

      if (strcmp (folded, value) == 0 || strcmp (folded, title) == 0)
        return option->value;
    }
  return text;
}

static JsonNode *
parse_choice (GateFormField  *self,
              const char     *text,
              GError        **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr(JsonNode) node = string_node (find_option (self, gate_form_field_has_option (self, text) ? text : stripped));

  return gate_form_field_validate (self, node, error) ? g_steal_pointer (&node) : NULL;
}

/* A JSON array, or values and titles with commas between them. */
static JsonNode *
parse_choices (GateFormField  *self,
               const char     *text,
               GError        **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_auto(GStrv) parts = g_strsplit (stripped, ",", -1);
  JsonArray *array = json_array_new ();
  g_autoptr(JsonNode) node = gate_json_take_array (array);

  if (*stripped == '[')
    return gate_json_parse (stripped, -1, GATE_JSON_METADATA_LIMIT, error);
  for (guint i = 0; parts[i]; i++)
    if (*g_strstrip (parts[i]))
      json_array_add_string_element (array, find_option (self, parts[i]));
  return gate_form_field_validate (self, node, error) ? g_steal_pointer (&node) : NULL;
}

/* JSON where the field takes it; else the text itself where the field takes that, so that a plain word needs no quotes. */
static JsonNode *
parse_json (GateFormField  *self,
            const char     *text,
            GError        **error)
{
  g_autoptr(GError) own_error = NULL;
  g_autoptr(JsonNode) parsed = gate_json_parse_value (text, -1, GATE_JSON_DOCUMENT_LIMIT, &own_error);
  g_autoptr(JsonNode) plain = string_node (text);

  if (parsed && gate_form_field_validate (self, parsed, &own_error))
    return g_steal_pointer (&parsed);
  if (!strchr ("{[\"", *text) && gate_form_field_validate (self, plain, NULL))
    return g_steal_pointer (&plain);
  if (parsed)
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return NULL;
    }
  g_autofree char *name = gate_form_field_dup_shown_name (self);
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("“%s” must be JSON: %s"), name, own_error->message);
  return NULL;
}

static JsonNode *(*const parsers[]) (GateFormField  *self,
                                     const char     *text,
                                     GError        **error) = {
  [GATE_FORM_TEXT] = parse_text,
  [GATE_FORM_MULTILINE] = parse_text,
  [GATE_FORM_SECRET] = parse_text,
  [GATE_FORM_NUMBER] = parse_number,
  [GATE_FORM_INTEGER] = parse_number,
  [GATE_FORM_BOOLEAN] = parse_boolean,
  [GATE_FORM_CHOICE] = parse_choice,
  [GATE_FORM_CHOICES] = parse_choices,
  [GATE_FORM_FILE] = parse_text,
  [GATE_FORM_DIRECTORY] = parse_text,
  [GATE_FORM_JSON] = parse_json,
};

/**
 * gate_form_field_parse:
 * @self: a field
 * @text: what a person typed, without the line feed
 * @error: set to %GATE_ERROR_INVALID: one sentence that names the field
 *
 * Turns a typed text into a value of the field's type: `yes` and `no`, a number, the value or the title of an option, several of
 * them with commas between, JSON. The value still has to be validated.
 *
 * Returns: (transfer full): the value
 */
JsonNode *
gate_form_field_parse (GateFormField  *self,
                       const char     *text,
                       GError        **error)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_autofree char *name = gate_form_field_dup_shown_name (self);
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("“%s” must be a text in UTF-8"), name);
      return NULL;
    }
  return parsers[self->type](self, text, error);
}
