// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-field-private.h"

#include "gate-error.h"
#include "gate-form-format.h"
#include "gate-i18n.h"
#include "gate-json-number.h"
#include "gate-json-pattern.h"
#include "gate-json.h"
#include "gate-text.h"

#include <math.h>

#define SHOWN_VALUE_CHARS 80

/* @format: a whole sentence, in which {what} stands for the field. */
static gboolean
fail (GateFormField  *self,
      GError        **error,
      const char     *format,
      ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GateFormField  *self,
      GError        **error,
      const char     *format,
      ...)
{
  g_autofree char *name = gate_form_field_dup_shown_name (self);
  va_list args;

  va_start (args, format);
  g_autofree char *told = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *what = g_strdup_printf (_("“%s”"), name);
  g_autofree char *sentence = gate_text_fill (told, "{what}", what);
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, "%s", sentence);
  return FALSE;
}

static gboolean
check_length (GateFormField  *self,
              const char     *text,
              GError        **error)
{
  long length = g_utf8_strlen (text, -1);

  if (self->min_length >= 0 && length < self->min_length)
    return fail (self, error, self->min_length == 1 ? _("{what} must not be empty")
                                             : ngettext ("{what} must have at least %d character", "{what} must have at least %d characters",
                                                         (gulong) self->min_length), self->min_length);
  if (self->max_length >= 0 && length > self->max_length)
    return fail (self, error, ngettext ("{what} must have at most %d character", "{what} must have at most %d characters",
                                        (gulong) self->max_length), self->max_length);
  return TRUE;
}

static gboolean
check_pattern (GateFormField  *self,
               const char     *text,
               GError        **error)
{
  g_autoptr(GateJsonPattern) pattern = self->pattern ? gate_json_pattern_new (self->pattern, error) : NULL;

  if (!pattern)
    return self->pattern == NULL;
  if (gate_json_pattern_match (pattern, text, TRUE) == GATE_JSON_MATCH_YES)
    return TRUE;
  g_autofree char *visible = gate_text_make_visible (self->pattern, GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_shorten (visible, SHOWN_VALUE_CHARS);
  return fail (self, error, _("{what} must match the pattern “%s”"), shown);
}

static gboolean
check_text (GateFormField  *self,
            JsonNode       *value,
            GError        **error)
{
  const char *text = gate_json_node_string (value);

  if (!text)
    return fail (self, error, _("{what} must be a text"));
  if (!check_length (self, text, error))
    return FALSE;
  if (!gate_form_format_check (self->format, text))
    return fail (self, error, "%s", gate_form_format_wanted (self->format));
  return check_pattern (self, text, error);
}

static gboolean
check_path (GateFormField  *self,
            JsonNode       *value,
            GError        **error)
{
  const char *path = gate_json_node_string (value);

  if (!path || !*path)
    return fail (self, error, "%s", self->type == GATE_FORM_FILE ? _("{what} must be the path of a file") : _("{what} must be the path of a folder"));
  return TRUE;
}

static gboolean
check_number (GateFormField  *self,
              JsonNode       *value,
              GError        **error)
{
  char limit[GATE_JSON_NUMBER_SIZE];

  if (!gate_json_node_is_number (value))
    return fail (self, error, _("{what} must be a number"));
  if (self->type == GATE_FORM_INTEGER && !gate_json_node_is_integer (value))
    return fail (self, error, _("{what} must be a whole number"));
  if (!isnan (self->minimum) && json_node_get_double (value) < self->minimum)
    return fail (self, error, _("{what} must be at least %s"), gate_json_number_format (self->minimum, limit));
  if (!isnan (self->maximum) && json_node_get_double (value) > self->maximum)
    return fail (self, error, _("{what} must be at most %s"), gate_json_number_format (self->maximum, limit));
  return TRUE;
}

static gboolean
check_boolean (GateFormField  *self,
               JsonNode       *value,
               GError        **error)
{
  return json_node_get_value_type (value) == G_TYPE_BOOLEAN || fail (self, error, _("{what} must be true or false"));
}

/* The options in one line, shortened. */
static char *
list_options (GateFormField *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->options->len; i++)
    {
      g_autofree char *value = gate_text_make_visible (g_array_index (self->options, GateFormOption, i).value, GATE_TEXT_LINE);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", value);
    }
  g_autofree char *all = g_string_free (list, FALSE);
  return gate_text_shorten (all, 2 * SHOWN_VALUE_CHARS);
}

static gboolean
check_choice (GateFormField  *self,
              JsonNode       *value,
              GError        **error)
{
  const char *text = gate_json_node_string (value);

  if (text && gate_form_field_has_option (self, text))
    return TRUE;
  g_autofree char *options = list_options (self);
  return fail (self, error, _("{what} must be one of: %s"), options);
}

static gboolean
check_choices (GateFormField  *self,
               JsonNode       *value,
               GError        **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  if (!array)
    return fail (self, error, _("{what} must be a list of choices"));

  guint n = json_array_get_length (array);
  for (guint i = 0; i < n; i++)
    if (!check_choice (self, json_array_get_element (array, i), error))
      return FALSE;
  if (self->min_items >= 0 && n < (guint) self->min_items)
    return fail (self, error, ngettext ("{what} must have at least %d choice", "{what} must have at least %d choices",
                                        (gulong) self->min_items), self->min_items);
  if (self->max_items >= 0 && n > (guint) self->max_items)
    return fail (self, error, ngettext ("{what} must have at most %d choice", "{what} must have at most %d choices",
                                        (gulong) self->max_items), self->max_items);
  return TRUE;
}

static gboolean
check_any (GateFormField  *self,
           JsonNode       *value,
           GError        **error)
{
  return TRUE;
}

static gboolean (*const checks[]) (GateFormField  *self,
                                   JsonNode       *value,
                                   GError        **error) = {
  [GATE_FORM_TEXT] = check_text,
  [GATE_FORM_MULTILINE] = check_text,
  [GATE_FORM_SECRET] = check_text,
  [GATE_FORM_NUMBER] = check_number,
  [GATE_FORM_INTEGER] = check_number,
  [GATE_FORM_BOOLEAN] = check_boolean,
  [GATE_FORM_CHOICE] = check_choice,
  [GATE_FORM_CHOICES] = check_choices,
  [GATE_FORM_FILE] = check_path,
  [GATE_FORM_DIRECTORY] = check_path,
  [GATE_FORM_JSON] = check_any,
};

/**
 * gate_form_field_validate:
 * @self: a field
 * @value: (nullable): a value for it, or %NULL when it is left out
 * @error: set to %GATE_ERROR_INVALID: one sentence that names the field, never its value; or as by gate_json_schema_validate()
 *
 * Returns: %TRUE when the field may have this value
 */
gboolean
gate_form_field_validate (GateFormField  *self,
                          JsonNode       *value,
                          GError        **error)
{
  g_return_val_if_fail (GATE_IS_FORM_FIELD (self), FALSE);

  if (!value)
    return !self->required || fail (self, error, _("{what} is needed"));
  if (self->nullable && JSON_NODE_HOLDS_NULL (value))
    return TRUE;
  return checks[self->type](self, value, error)
         && (!self->schema || gate_json_schema_validate_member (self->schema, self->name, value, error));
}
