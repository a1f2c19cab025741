// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-private.h"

#include <string.h>

/*
 * The schemas of schemas, which a schema may refer to: what a draft allows as the value of each keyword, in one document each and
 * in our own words. Written with ' in place of ", for the reader's sake.
 */
static const char *const draft_07 =
  "{'$schema':'http://json-schema.org/draft-07/schema#','$id':'http://json-schema.org/draft-07/schema#',"
  "'type':['object','boolean'],"
  "'definitions':{"
  "  'count':{'type':'integer','minimum':0},"
  "  'strings':{'type':'array','items':{'type':'string'},'uniqueItems':true},"
  "  'schemas':{'type':'array','minItems':1,'items':{'$ref':'#'}},"
  "  'map':{'type':'object','additionalProperties':{'$ref':'#'}},"
  "  'type':{'enum':['array','boolean','integer','null','number','object','string']}},"
  "'properties':{"
  "  '$id':{'type':'string'},'$schema':{'type':'string'},'$ref':{'type':'string'},'$comment':{'type':'string'},"
  "  'title':{'type':'string'},'description':{'type':'string'},'readOnly':{'type':'boolean'},'examples':{'type':'array'},"
  "  'multipleOf':{'type':'number','exclusiveMinimum':0},"
  "  'maximum':{'type':'number'},'exclusiveMaximum':{'type':'number'},"
  "  'minimum':{'type':'number'},'exclusiveMinimum':{'type':'number'},"
  "  'maxLength':{'$ref':'#/definitions/count'},'minLength':{'$ref':'#/definitions/count'},'pattern':{'type':'string'},"
  "  'additionalItems':{'$ref':'#'},'items':{'anyOf':[{'$ref':'#'},{'$ref':'#/definitions/schemas'}]},"
  "  'maxItems':{'$ref':'#/definitions/count'},'minItems':{'$ref':'#/definitions/count'},'uniqueItems':{'type':'boolean'},"
  "  'contains':{'$ref':'#'},"
  "  'maxProperties':{'$ref':'#/definitions/count'},'minProperties':{'$ref':'#/definitions/count'},"
  "  'required':{'$ref':'#/definitions/strings'},'additionalProperties':{'$ref':'#'},"
  "  'definitions':{'$ref':'#/definitions/map'},'properties':{'$ref':'#/definitions/map'},"
  "  'patternProperties':{'$ref':'#/definitions/map'},"
  "  'dependencies':{'type':'object','additionalProperties':{'anyOf':[{'$ref':'#'},{'$ref':'#/definitions/strings'}]}},"
  "  'propertyNames':{'$ref':'#'},'enum':{'type':'array'},"
  "  'type':{'anyOf':[{'$ref':'#/definitions/type'},"
  "    {'type':'array','items':{'$ref':'#/definitions/type'},'minItems':1,'uniqueItems':true}]},"
  "  'format':{'type':'string'},'contentMediaType':{'type':'string'},'contentEncoding':{'type':'string'},"
  "  'if':{'$ref':'#'},'then':{'$ref':'#'},'else':{'$ref':'#'},"
  "  'allOf':{'$ref':'#/definitions/schemas'},'anyOf':{'$ref':'#/definitions/schemas'},'oneOf':{'$ref':'#/definitions/schemas'},"
  "  'not':{'$ref':'#'}}}";

static const char *const draft_2020_12 =
  "{'$schema':'https://json-schema.org/draft/2020-12/schema','$id':'https://json-schema.org/draft/2020-12/schema',"
  "'$dynamicAnchor':'meta','type':['object','boolean'],"
  "'$defs':{"
  "  'count':{'type':'integer','minimum':0},"
  "  'anchor':{'type':'string','pattern':'^[A-Za-z_][-A-Za-z0-9._]*$'},"
  "  'strings':{'type':'array','items':{'type':'string'},'uniqueItems':true},"
  "  'schemas':{'type':'array','minItems':1,'items':{'$dynamicRef':'#meta'}},"
  "  'map':{'type':'object','additionalProperties':{'$dynamicRef':'#meta'}},"
  "  'type':{'enum':['array','boolean','integer','null','number','object','string']}},"
  "'properties':{"
  "  '$id':{'type':'string','pattern':'^[^#]*#?$'},'$schema':{'type':'string'},'$ref':{'type':'string'},"
  "  '$anchor':{'$ref':'#/$defs/anchor'},'$dynamicRef':{'type':'string'},'$dynamicAnchor':{'$ref':'#/$defs/anchor'},"
  "  '$vocabulary':{'type':'object','additionalProperties':{'type':'boolean'}},'$comment':{'type':'string'},"
  "  '$defs':{'$ref':'#/$defs/map'},'definitions':{'$ref':'#/$defs/map'},"
  "  'title':{'type':'string'},'description':{'type':'string'},'deprecated':{'type':'boolean'},"
  "  'readOnly':{'type':'boolean'},'writeOnly':{'type':'boolean'},'examples':{'type':'array'},"
  "  'type':{'anyOf':[{'$ref':'#/$defs/type'},{'type':'array','items':{'$ref':'#/$defs/type'},'minItems':1,'uniqueItems':true}]},"
  "  'enum':{'type':'array'},'multipleOf':{'type':'number','exclusiveMinimum':0},"
  "  'maximum':{'type':'number'},'exclusiveMaximum':{'type':'number'},"
  "  'minimum':{'type':'number'},'exclusiveMinimum':{'type':'number'},"
  "  'maxLength':{'$ref':'#/$defs/count'},'minLength':{'$ref':'#/$defs/count'},'pattern':{'type':'string'},"
  "  'maxItems':{'$ref':'#/$defs/count'},'minItems':{'$ref':'#/$defs/count'},'uniqueItems':{'type':'boolean'},"
  "  'maxContains':{'$ref':'#/$defs/count'},'minContains':{'$ref':'#/$defs/count'},"
  "  'maxProperties':{'$ref':'#/$defs/count'},'minProperties':{'$ref':'#/$defs/count'},'required':{'$ref':'#/$defs/strings'},"
  "  'dependentRequired':{'type':'object','additionalProperties':{'$ref':'#/$defs/strings'}},"
  "  'prefixItems':{'$ref':'#/$defs/schemas'},'items':{'$dynamicRef':'#meta'},'contains':{'$dynamicRef':'#meta'},"
  "  'additionalProperties':{'$dynamicRef':'#meta'},'properties':{'$ref':'#/$defs/map'},'patternProperties':{'$ref':'#/$defs/map'},"
  "  'dependentSchemas':{'$ref':'#/$defs/map'},'propertyNames':{'$dynamicRef':'#meta'},"
  "  'dependencies':{'type':'object','additionalProperties':{'anyOf':[{'$dynamicRef':'#meta'},{'$ref':'#/$defs/strings'}]}},"
  "  'if':{'$dynamicRef':'#meta'},'then':{'$dynamicRef':'#meta'},'else':{'$dynamicRef':'#meta'},"
  "  'allOf':{'$ref':'#/$defs/schemas'},'anyOf':{'$ref':'#/$defs/schemas'},'oneOf':{'$ref':'#/$defs/schemas'},"
  "  'not':{'$dynamicRef':'#meta'},"
  "  'unevaluatedItems':{'$dynamicRef':'#meta'},'unevaluatedProperties':{'$dynamicRef':'#meta'},"
  "  'format':{'type':'string'},'contentEncoding':{'type':'string'},'contentMediaType':{'type':'string'},"
  "  'contentSchema':{'$dynamicRef':'#meta'}}}";

/* The text of a meta-schema, or NULL where the address is that of none. */
char *
gate_schema_meta_dup (const char *uri)
{
  static const struct {
    const char        *uri;
    const char *const *text;
  } documents[] = {
    { "http://json-schema.org/draft-07/schema", &draft_07 },
    { "https://json-schema.org/draft/2020-12/schema", &draft_2020_12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    if (strcmp (documents[i].uri, uri) == 0)
      return g_strdelimit (g_strdup (*documents[i].text), "'", '"');
  return NULL;
}
