// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-format.h"

#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-template.h"
#include "gate-text.h"

#include <string.h>

typedef struct {
  GateImportReading  *reading;
  GPtrArray          *inputs;
  char              **problem;
} Translation;

/* What looks like a variable of the environment and is one of VS Code and Cursor. */
static const char *const foreign_variables[] = { "userHome", "pathSeparator", "workspaceFolder", "workspaceFolderBasename", "workspaceRoot", NULL };

/* References that stand for a fixed text here. */
static const struct {
  const char *name;
  const char *text;
} fixed[] = {
  { "userHome", "${HOME}" },
  { "pathSeparator", "/" },
  { "/", "/" },
};

/**
 * gate_import_input_free:
 * @self: (nullable) (transfer full): an input
 *
 * Frees an input.
 */
void
gate_import_input_free (GateImportInput *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->description);
  g_free (self->fallback);
  g_free (self);
}

static JsonObject *
find_input (GateImportReading *reading,
            const char        *id)
{
  for (guint i = 0; reading->inputs && i < json_array_get_length (reading->inputs); i++)
    {
      JsonObject *input = gate_json_node_object (json_array_get_element (reading->inputs, i));

      if (input && g_strcmp0 (gate_json_get_string (input, "id"), id) == 0)
        return input;
    }
  return NULL;
}

static char *
make_keyring_name (const char *id)
{
  GString *name = g_string_new (NULL);

  for (const char *c = id; *c && name->len < 64; c++)
    g_string_append_c (name, g_ascii_isalnum (*c) || strchr ("_-.", *c) ? *c : '-');
  if (name->len == 0)
    g_string_assign (name, "input");
  return g_string_free (name, FALSE);
}

/* A value that the other program asks for once becomes one of the keyring. Without a description of it, it counts as secret. */
static void
append_input (Translation *self,
              GString     *out,
              const char  *id)
{
  g_autofree char *name = make_keyring_name (id);
  JsonObject *described = find_input (self->reading, id);

  g_string_append_printf (out, "${keyring:%s}", name);
  for (guint i = 0; i < self->inputs->len; i++)
    if (g_str_equal (((GateImportInput *) self->inputs->pdata[i])->name, name))
      return;

  GateImportInput *input = g_new0 (GateImportInput, 1);
  input->name = g_steal_pointer (&name);
  input->secret = !described || gate_json_get_boolean (described, "password", FALSE);
  input->description = described ? g_strdup (gate_json_get_string (described, "description")) : NULL;
  input->fallback = described ? g_strdup (gate_json_get_string (described, "default")) : NULL;
  g_ptr_array_add (self->inputs, input);
}

static void
append_reference (Translation *self,
                  GString     *out,
                  const char  *inside)
{
  const char *name = strchr (inside, ':') ? strchr (inside, ':') + 1 : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (g_str_equal (inside, fixed[i].name))
      {
        g_string_append (out, fixed[i].text);
        return;
      }
  if (g_str_has_prefix (inside, "env:") && gate_template_is_variable_name (name, -1))
    g_string_append_printf (out, "${%s}", name);
  else if (g_str_has_prefix (inside, "input:"))
    append_input (self, out, name);
  else
    {
      g_autofree char *visible = gate_text_make_visible (inside, GATE_TEXT_LINE);
      g_autofree char *shown = gate_text_shorten (visible, 60);

      g_string_append_printf (out, "${%s}", inside);
      if (!*self->problem)
        *self->problem = g_strdup_printf (_("It has “${%s}”, which only the other program can fill in."), shown);
    }
}

static gboolean
is_foreign_variable (const GateTemplatePart *part)
{
  g_autofree char *name = g_strndup (part->name ? part->name : "", part->name_size);
  return part->kind == GATE_TEMPLATE_VARIABLE && g_strv_contains (foreign_variables, name);
}

static char *
translate_text (Translation *self,
                const char  *text)
{
  GString *out = g_string_new (NULL);
  GateTemplatePart part;

  while (gate_template_next (&text, &part))
    if ((part.kind == GATE_TEMPLATE_BROKEN && part.size > 3 && part.start[part.size - 1] == '}') || is_foreign_variable (&part))
      {
        g_autofree char *inside = g_strndup (part.start + 2, part.size - 3);
        append_reference (self, out, inside);
      }
    else
      g_string_append_len (out, part.start, (gssize) part.size);
  return g_string_free (out, FALSE);
}

static JsonNode *
translate_node (Translation *self,
                JsonNode    *node)
{
  if (gate_json_node_string (node))
    {
      g_autofree char *text = translate_text (self, gate_json_node_string (node));
      return json_node_init_string (json_node_alloc (), text);
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      JsonArray *translated = json_array_new ();

      for (guint i = 0; i < json_array_get_length (array); i++)
        json_array_add_element (translated, translate_node (self, json_array_get_element (array, i)));
      return gate_json_take_array (translated);
    }
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *translated = json_object_new ();
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        json_object_set_member (translated, name, translate_node (self, value));
      return gate_json_take_object (translated);
    }
  return gate_json_copy (node);
}

/**
 * gate_import_translate:
 * @reading: the reading
 * @entry: an entry
 * @inputs: (element-type GateImportInput): where to add the values that have to be asked for
 * @problem: (out) (nullable) (transfer full): what cannot be translated
 *
 * Translates the references of other programs in all texts of an entry: `${env:VAR}` to `${VAR}`, `${input:ID}` to `${keyring:ID}`,
 * `${userHome}` to `${HOME}`. A folder that is open there, settings and commands of theirs have no counterpart.
 *
 * Returns: (transfer full): the translated entry
 */
JsonNode *
gate_import_translate (GateImportReading  *reading,
                       JsonNode           *entry,
                       GPtrArray          *inputs,
                       char              **problem)
{
  Translation self = { reading, inputs, problem };

  *problem = NULL;
  return translate_node (&self, entry);
}
