// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-uri-template.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"

#include <string.h>

#define RESERVED ":/?#[]@!$&'()*+,;="
#define PREFIX_LIMIT 10000

/* RFC 6570 appendix A: what each operator does. */
typedef struct {
  char        operator;
  const char *first;
  const char *separator;
  gboolean    named;
  const char *if_empty;
  gboolean    keep_reserved;
} Operator;

static const Operator operators[] = {
  { '\0', "", ",", FALSE, "", FALSE },
  { '+', "", ",", FALSE, "", TRUE },
  { '#', "#", ",", FALSE, "", TRUE },
  { '.', ".", ".", FALSE, "", FALSE },
  { '/', "/", "/", FALSE, "", FALSE },
  { ';', ";", ";", TRUE, "", FALSE },
  { '?', "?", "&", TRUE, "=", FALSE },
  { '&', "&", "&", TRUE, "=", FALSE },
};

/* One variable of an expression: `name`, `name:3` or `name*`. */
typedef struct {
  char     *name;
  guint     prefix; /* 0: none */
  gboolean  explode;
} Variable;

static void
variable_free (Variable *self)
{
  g_free (self->name);
  g_free (self);
}

static const Operator *
find_operator (const char **at)
{
  for (guint i = 1; i < G_N_ELEMENTS (operators); i++)
    if (**at == operators[i].operator)
      {
        (*at)++;
        return &operators[i];
      }
  return &operators[0];
}

static gboolean
is_percent_encoded (const char *at)
{
  return at[0] == '%' && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]);
}

static gboolean
is_name (const char *name)
{
  if (!*name || *name == '.')
    return FALSE;
  for (const char *at = name; *at; at++)
    {
      if (is_percent_encoded (at))
        at += 2;
      else if (!g_ascii_isalnum (*at) && *at != '_' && *at != '.')
        return FALSE;
    }
  return TRUE;
}

/* Reads one variable; NULL when it is malformed. */
static Variable *
read_variable (char *text)
{
  gsize size = strlen (text);
  char *colon = strchr (text, ':');
  guint64 prefix = 0;
  gboolean explode = size > 0 && text[size - 1] == '*';

  if (explode)
    text[size - 1] = '\0';
  if (colon)
    {
      if (explode || !g_ascii_string_to_unsigned (colon + 1, 10, 1, PREFIX_LIMIT - 1, &prefix, NULL))
        return NULL;
      *colon = '\0';
    }
  if (!is_name (text))
    return NULL;

  Variable *variable = g_new0 (Variable, 1);
  variable->name = g_strdup (text);
  variable->prefix = (guint) prefix;
  variable->explode = explode;
  return variable;
}

/* Reads "{op var,var}" from behind its brace; moves behind the closing one. NULL when it is malformed. */
static GPtrArray *
read_expression (const char     **at,
                 const Operator **operator)
{
  const char *end = strchr (*at, '}');
  g_autoptr(GPtrArray) variables = g_ptr_array_new_with_free_func ((GDestroyNotify) variable_free);

  if (!end)
    return NULL;
  *operator = find_operator (at);

  g_autofree char *list = g_strndup (*at, (gsize) (end - *at));
  g_auto(GStrv) parts = g_strsplit (list, ",", -1);
  for (guint i = 0; parts[i]; i++)
    {
      Variable *variable = read_variable (parts[i]);

      if (!variable)
        return NULL;
      g_ptr_array_add (variables, variable);
    }
  *at = end + 1;
  return variables->len > 0 ? g_steal_pointer (&variables) : NULL;
}

static void
append_escaped (GString    *out,
                const char *text,
                gboolean    keep_reserved)
{
  for (const char *at = text; *at; at++)
    {
      if (g_ascii_isalnum (*at) || strchr ("-._~", *at) || (keep_reserved && strchr (RESERVED, *at)))
        g_string_append_c (out, *at);
      else if (keep_reserved && is_percent_encoded (at))
        g_string_append_c (out, *at);
      else
        g_string_append_printf (out, "%%%02X", (guint8) *at);
    }
}

/* The text of a simple value; NULL for null, lists and objects, which is how RFC 6570 writes "undefined". */
static char *
simple_text (JsonNode *value)
{
  if (gate_json_node_string (value))
    return g_strdup (gate_json_node_string (value));
  if (JSON_NODE_HOLDS_VALUE (value))
    return gate_json_to_text (value);
  return NULL;
}

typedef struct {
  GString        *out;
  const Operator *operator;
  gboolean        has_first; /* something was written already */
} Expansion;

static void
begin_part (Expansion *self)
{
  g_string_append (self->out, self->has_first ? self->operator->separator : self->operator->first);
  self->has_first = TRUE;
}

static void
append_name (Expansion  *self,
             const char *name,
             gboolean    is_empty)
{
  append_escaped (self->out, name, TRUE);
  g_string_append (self->out, is_empty ? self->operator->if_empty : "=");
}

static void
expand_simple (Expansion      *self,
               const Variable *variable,
               const char     *text)
{
  g_autofree char *cut = NULL;

  if (variable->prefix && (guint) g_utf8_strlen (text, -1) > variable->prefix)
    text = cut = g_utf8_substring (text, 0, variable->prefix);
  begin_part (self);
  if (self->operator->named)
    append_name (self, variable->name, !*text);
  append_escaped (self->out, text, self->operator->keep_reserved);
}

/* Writes one member of a list (name NULL) or of an object, as a part of its own or behind a comma. */
static void
expand_member (Expansion      *self,
               const Variable *variable,
               const char     *name,
               const char     *text,
               gboolean        is_first)
{
  if (variable->explode)
    {
      begin_part (self);
      if (self->operator->named)
        append_name (self, name ? name : variable->name, !*text);
      else if (name)
        {
          append_escaped (self->out, name, self->operator->keep_reserved);
          g_string_append_c (self->out, '=');
        }
    }
  else
    {
      if (is_first)
        {
          begin_part (self);
          if (self->operator->named)
            append_name (self, variable->name, FALSE);
        }
      else
        g_string_append_c (self->out, ',');
      if (name)
        {
          append_escaped (self->out, name, self->operator->keep_reserved);
          g_string_append_c (self->out, ',');
        }
    }
  append_escaped (self->out, text, self->operator->keep_reserved);
}

static void
expand_list (Expansion      *self,
             const Variable *variable,
             JsonArray      *list)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autofree char *text = simple_text (json_array_get_element (list, i));

      if (!text)
        continue;
      expand_member (self, variable, NULL, text, is_first);
      is_first = FALSE;
    }
}

static void
expand_object (Expansion      *self,
               const Variable *variable,
               JsonObject     *object)
{
  gboolean is_first = TRUE;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *text = simple_text (value);

      if (!text)
        continue;
      expand_member (self, variable, name, text, is_first);
      is_first = FALSE;
    }
}

static void
expand_variable (Expansion      *self,
                 const Variable *variable,
                 JsonObject     *values)
{
  JsonNode *value = gate_json_get (values, variable->name);
  g_autofree char *text = value ? simple_text (value) : NULL;

  if (text)
    expand_simple (self, variable, text);
  else if (value && JSON_NODE_HOLDS_ARRAY (value))
    expand_list (self, variable, json_node_get_array (value));
  else if (value && JSON_NODE_HOLDS_OBJECT (value))
    expand_object (self, variable, json_node_get_object (value));
}

/**
 * gate_uri_template_expand:
 * @uri_template: a template, RFC 6570 levels 1 to 4
 * @values: a value for each variable: a string, number or boolean, a list, or an object; a missing one is undefined
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_INVALID where the template is malformed.
 *
 * Returns: (transfer full): the address
 */
char *
gate_uri_template_expand (const char  *uri_template,
                          JsonObject  *values,
                          GError     **error)
{
  g_autoptr(GString) out = g_string_new (NULL);
  const char *at = uri_template;

  while (*at)
    {
      gsize literal = strcspn (at, "{}");
      g_autofree char *text = g_strndup (at, literal);

      append_escaped (out, text, TRUE);
      at += literal;
      if (!*at)
        break;

      Expansion expansion = { .out = out };
      g_autoptr(GPtrArray) variables = *at++ == '{' ? read_expression (&at, &expansion.operator) : NULL;
      if (!variables)
        {
          gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                          _("The address template is malformed at byte %d."), (int) (at - uri_template));
          return NULL;
        }
      for (guint i = 0; i < variables->len; i++)
        expand_variable (&expansion, variables->pdata[i], values);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * gate_uri_template_dup_variables:
 * @uri_template: a template, RFC 6570
 *
 * Returns: (transfer full): the names of its variables, in order, each once; empty where the template is malformed
 */
char **
gate_uri_template_dup_variables (const char *uri_template)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *at = uri_template;

  while ((at = strchr (at, '{')))
    {
      const Operator *operator;
      g_autoptr(GPtrArray) variables = NULL;

      at++;
      variables = read_expression (&at, &operator);
      if (!variables)
        {
          g_ptr_array_set_size (names, 0);
          break;
        }
      for (guint i = 0; i < variables->len; i++)
        {
          const Variable *variable = variables->pdata[i];

          if (!g_ptr_array_find_with_equal_func (names, variable->name, g_str_equal, NULL))
            g_ptr_array_add (names, g_strdup (variable->name));
        }
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
