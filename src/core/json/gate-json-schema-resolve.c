// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-compile.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json-schema-run.h"

#include <string.h>

/* Names and references: `$schema`, `$id`, the anchors, `$ref` and `$dynamicRef`. Nothing is ever fetched. */

static const struct {
  const char        *uri;
  GateSchemaDialect  dialect;
} dialects[] = {
  { "http://json-schema.org/draft-07/schema", GATE_SCHEMA_DRAFT_07 },
  { "https://json-schema.org/draft-07/schema", GATE_SCHEMA_DRAFT_07 },
  { "https://json-schema.org/draft/2020-12/schema", GATE_SCHEMA_2020_12 },
  { "http://json-schema.org/draft/2020-12/schema", GATE_SCHEMA_2020_12 },
};

/* An address without its fragment, and the fragment in the clear, or NULL where there is none. */
static char *
split_fragment (const char  *text,
                char       **fragment)
{
  const char *hash = strchr (text, '#');

  *fragment = hash ? g_uri_unescape_string (hash + 1, NULL) : NULL;
  return hash ? g_strndup (text, (gsize) (hash - text)) : g_strdup (text);
}

/* Reads `$schema`; what there is none of stays as it is. */
gboolean
gate_schema_read_dialect (JsonObject         *object,
                          GateSchemaDialect  *dialect,
                          GError            **error)
{
  const char *text = gate_json_get_string (object, "$schema");
  g_autofree char *fragment = NULL;
  g_autofree char *uri = NULL;

  if (!text)
    return TRUE;
  uri = split_fragment (text, &fragment);
  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (strcmp (dialects[i].uri, uri) == 0 && (!fragment || !*fragment))
      {
        *dialect = dialects[i].dialect;
        return TRUE;
      }
  g_autofree char *shown = gate_schema_show (text);
  gate_error_set (error, GATE_ERROR_UNSUPPORTED, GATE_LAYER_NONE, NULL,
                  _("The schema is written in “%s”; only JSON Schema draft-07 and 2020-12 are supported"), shown);
  return FALSE;
}

static gboolean
begin_resource (GateSchemaCompiler    *self,
                GateSubschema         *subschema,
                const char            *uri,
                const GateSchemaPlace *place)
{
  GateSchemaResource *outer = subschema->resource;
  GateSchemaDialect dialect = outer->dialect;
  GateSchemaResource *resource;

  if (!gate_schema_read_dialect (json_node_get_object (subschema->node), &dialect, self->error))
    return FALSE;
  g_autofree char *absolute = g_uri_resolve_relative (outer->uri, uri, G_URI_FLAGS_ENCODED, NULL);
  if (!absolute)
    return gate_schema_complain (self, place, _("“$id” is not an address"));
  resource = g_hash_table_lookup (self->schema->resources, absolute);
  if (resource && resource->root && resource->root != subschema)
    return gate_schema_complain (self, place, _("“$id” is that of another schema too"));
  if (!resource)
    resource = gate_schema_add_resource (self->schema, absolute, dialect);
  resource->root = subschema;
  subschema->resource = resource;
  return TRUE;
}

static gboolean
add_anchor (GateSchemaCompiler    *self,
            GHashTable            *anchors,
            const char            *name,
            GateSubschema         *subschema,
            const GateSchemaPlace *place)
{
  if (g_hash_table_contains (anchors, name))
    return gate_schema_complain (self, place, _("an anchor comes twice"));
  g_hash_table_insert (anchors, g_strdup (name), subschema);
  return TRUE;
}

static gboolean
read_anchors (GateSchemaCompiler    *self,
              GateSubschema         *subschema,
              const GateSchemaPlace *place)
{
  JsonObject *object = json_node_get_object (subschema->node);
  const char *name = gate_json_get_string (object, "$anchor");
  const char *dynamic = gate_json_get_string (object, "$dynamicAnchor");
  GateSchemaResource *resource = subschema->resource;

  if (name && !add_anchor (self, resource->anchors, name, subschema, place))
    return FALSE;
  if (!dynamic)
    return TRUE;
  if (g_strcmp0 (name, dynamic) != 0 && !add_anchor (self, resource->anchors, dynamic, subschema, place))
    return FALSE;
  return add_anchor (self, resource->dynamic_anchors, dynamic, subschema, place);
}

/* Reads `$id` and the anchors of an object: they decide on the resource that it belongs to. */
gboolean
gate_schema_enter_resource (GateSchemaCompiler    *self,
                            GateSubschema         *subschema,
                            const GateSchemaPlace *place)
{
  JsonObject *object = json_node_get_object (subschema->node);
  gboolean is_07 = subschema->resource->dialect == GATE_SCHEMA_DRAFT_07;
  const char *id = gate_json_get_string (object, "$id");
  g_autofree char *fragment = NULL;
  g_autofree char *uri = NULL;

  /* In draft-07 a reference hides all that stands beside it. */
  if (id && !(is_07 && gate_json_get (object, "$ref")))
    {
      uri = split_fragment (id, &fragment);
      if (*uri && !begin_resource (self, subschema, uri, place))
        return FALSE;
      if (fragment && *fragment && subschema->resource->dialect != GATE_SCHEMA_DRAFT_07)
        return gate_schema_complain (self, place, _("“$id” must not have a fragment"));
      if (fragment && *fragment && !add_anchor (self, subschema->resource->anchors, fragment, subschema, place))
        return FALSE;
    }
  return subschema->resource->dialect == GATE_SCHEMA_DRAFT_07 || read_anchors (self, subschema, place);
}

static JsonNode *
step_into (JsonNode   *node,
           const char *token)
{
  guint64 index;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return gate_json_get (json_node_get_object (node), token);
  if (!JSON_NODE_HOLDS_ARRAY (node) || (token[0] == '0' && token[1])
      || !g_ascii_string_to_unsigned (token, 10, 0, G_MAXUINT, &index, NULL))
    return NULL;

  JsonArray *array = json_node_get_array (node);
  return index < json_array_get_length (array) ? json_array_get_element (array, (guint) index) : NULL;
}

static char *
unescape_token (const char *token)
{
  GString *text = g_string_new (token);

  g_string_replace (text, "~1", "/", 0);
  g_string_replace (text, "~0", "~", 0);
  return g_string_free (text, FALSE);
}

/* Follows a JSON pointer (RFC 6901) through a resource. It may lead to a schema where no keyword has one, which is read then. */
GateSubschema *
gate_schema_find_by_pointer (GateSchemaCompiler *self,
                             GateSchemaResource *resource,
                             const char         *pointer)
{
  g_auto(GStrv) tokens = g_strsplit (pointer, "/", -1);
  const GateSchemaPlace place = { .name = pointer + 1 };
  JsonNode *node = resource->root->node;

  for (guint i = 1; tokens[i]; i++)
    {
      g_autofree char *token = unescape_token (tokens[i]);

      node = step_into (node, token);
      if (!node)
        return NULL;
      const GateSubschema *passed = g_hash_table_lookup (self->schema->by_node, node);
      if (passed)
        resource = passed->resource;
    }
  return gate_schema_compile_node (self, node, resource, &place);
}

/* The resource of an address: one of the schema itself, or a meta-schema, which is read when it is first named. */
static GateSchemaResource *
find_resource (GateSchemaCompiler *self,
               const char         *uri)
{
  GateSchemaResource *resource = g_hash_table_lookup (self->schema->resources, uri);
  g_autofree char *text = resource ? NULL : gate_schema_meta_dup (uri);

  if (!text)
    return resource;

  JsonNode *node = gate_json_parse (text, -1, GATE_JSON_DOCUMENT_LIMIT, self->error);
  if (!node)
    return NULL;
  g_ptr_array_add (self->schema->documents, node);
  GateSubschema *root = gate_schema_compile_document (self, node, uri, GATE_SCHEMA_2020_12);
  return root ? root->resource : NULL;
}

static gboolean
refuse_reference (GateSchemaCompiler *self,
                  const char         *text,
                  gboolean            is_elsewhere)
{
  g_autofree char *shown = gate_schema_show (text);

  if (self->error && *self->error)
    return FALSE;
  if (is_elsewhere)
    gate_error_set (self->error, GATE_ERROR_UNSUPPORTED, GATE_LAYER_NONE, NULL,
                    _("The schema refers to “%s”, which is not in it; a schema is never fetched from elsewhere"), shown);
  else
    gate_error_set (self->error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("The schema refers to “%s”, which is not there"), shown);
  return FALSE;
}

/* Finds what a reference names, from the resource in which it stands. */
gboolean
gate_schema_resolve (GateSchemaCompiler *self,
                     GateSchemaPending  *pending)
{
  GateSchemaRule *rule = pending->rule;
  const char *text = json_node_get_string (rule->value);
  gboolean is_dynamic = strcmp (rule->keyword->name, "$dynamicRef") == 0;
  GateSchemaResource *resource = pending->resource;
  g_autofree char *fragment = NULL;
  g_autofree char *uri = split_fragment (text, &fragment);

  if (*uri)
    {
      g_autofree char *absolute = g_uri_resolve_relative (resource->uri, uri, G_URI_FLAGS_ENCODED, NULL);

      resource = absolute ? find_resource (self, absolute) : NULL;
      if (!resource)
        return refuse_reference (self, text, TRUE);
    }
  if (!fragment && strchr (text, '#'))
    return refuse_reference (self, text, FALSE);
  if (!fragment || !*fragment)
    rule->target = resource->root;
  else if (*fragment == '/')
    rule->target = gate_schema_find_by_pointer (self, resource, fragment);
  else
    rule->target = g_hash_table_lookup (resource->anchors, fragment);
  if (!rule->target)
    return refuse_reference (self, text, FALSE);
  /* Only a reference that meets a dynamic anchor is dynamic (2020-12 core §8.2.3.2). */
  if (is_dynamic && fragment && g_hash_table_lookup (resource->dynamic_anchors, fragment) == rule->target)
    rule->dynamic_name = gate_json_get_string (json_node_get_object (rule->target->node), "$dynamicAnchor");
  return TRUE;
}
