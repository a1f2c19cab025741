// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json-pattern.h"
#include "gate-json-schema.h"

G_BEGIN_DECLS

/* How a schema is kept: each of its objects and booleans is a GateSubschema, each keyword of an object is a GateSchemaRule that has
 * read its value already, and each object with an `$id` begins a GateSchemaResource, which references can name. */

typedef enum {
  GATE_SCHEMA_DRAFT_07 = 1 << 0,
  GATE_SCHEMA_2020_12 = 1 << 1,
  GATE_SCHEMA_BOTH = GATE_SCHEMA_DRAFT_07 | GATE_SCHEMA_2020_12,
} GateSchemaDialect;

/* Bounds of the work, for a hostile schema or value. */
#define GATE_SCHEMA_MAX_SUBSCHEMAS 100000
#define GATE_SCHEMA_MAX_STEPS 1000000
#define GATE_SCHEMA_MAX_DEPTH 1500

typedef struct _GateSchemaRule GateSchemaRule;
typedef struct _GateSchemaRun GateSchemaRun;
typedef struct _GateSchemaEvaluated GateSchemaEvaluated;
typedef struct _GateSchemaResource GateSchemaResource;

/* A way from the root to a place, told as a JSON pointer when it is needed. */
typedef struct _GateSchemaPlace GateSchemaPlace;
struct _GateSchemaPlace {
  const GateSchemaPlace *up;
  const char            *name; /* (nullable): %NULL where the step is an index */
  guint                  index;
};

typedef enum {
  GATE_SCHEMA_OBJECT,
  GATE_SCHEMA_TRUE,
  GATE_SCHEMA_FALSE,
} GateSubschemaKind;

typedef struct {
  GateSubschemaKind   kind;
  JsonNode           *node;
  GateSchemaResource *resource;
  GPtrArray          *rules; /* (element-type GateSchemaRule) (owned) (nullable) */
} GateSubschema;

struct _GateSchemaResource {
  char              *uri;
  GateSchemaDialect  dialect;
  GateSubschema     *root;
  GHashTable        *anchors;         /* (element-type utf8 GateSubschema) */
  GHashTable        *dynamic_anchors; /* (element-type utf8 GateSubschema) */
};

/* How the value of a keyword is read. */
typedef enum {
  GATE_SCHEMA_FORM_ANY,
  GATE_SCHEMA_FORM_TYPE,
  GATE_SCHEMA_FORM_ARRAY,
  GATE_SCHEMA_FORM_NUMBER,
  GATE_SCHEMA_FORM_POSITIVE,
  GATE_SCHEMA_FORM_COUNT,
  GATE_SCHEMA_FORM_BOOLEAN,
  GATE_SCHEMA_FORM_STRINGS,
  GATE_SCHEMA_FORM_STRINGS_MAP,
  GATE_SCHEMA_FORM_PATTERN,
  GATE_SCHEMA_FORM_REF,
  GATE_SCHEMA_FORM_SCHEMA,
  GATE_SCHEMA_FORM_SCHEMAS,
  GATE_SCHEMA_FORM_SCHEMA_MAP,
  GATE_SCHEMA_FORM_PATTERN_MAP,
  GATE_SCHEMA_FORM_ITEMS,
  GATE_SCHEMA_FORM_DEPENDENCIES,
} GateSchemaForm;

#define GATE_SCHEMA_MAX_SIBLINGS 2

typedef struct {
  const char         *name;
  GateSchemaDialect   dialects;
  GateSchemaForm      form;
  gboolean          (*apply) (GateSchemaRun         *run,
                              const GateSchemaRule  *rule,
                              JsonNode              *instance,
                              const GateSchemaPlace *place,
                              GateSchemaEvaluated   *evaluated);
  const char         *siblings[GATE_SCHEMA_MAX_SIBLINGS];
} GateSchemaKeyword;

struct _GateSchemaRule {
  const GateSchemaKeyword *keyword;
  JsonNode                *value;
  const GateSchemaRule    *siblings[GATE_SCHEMA_MAX_SIBLINGS]; /* (nullable): the rules that the keyword names */
  guint                    types;        /* FORM_TYPE: bits of GateSchemaType */
  double                   count;        /* FORM_COUNT */
  GateJsonPattern         *pattern;      /* FORM_PATTERN */
  GPtrArray               *names;        /* the maps: (element-type utf8), borrowed from the value */
  GPtrArray               *schemas;      /* (element-type GateSubschema), of a map in the order of the names */
  GPtrArray               *patterns;     /* FORM_PATTERN_MAP: (element-type GateJsonPattern) */
  GateSubschema           *target;       /* FORM_REF */
  const char              *dynamic_name; /* FORM_REF: the anchor to look for in the dynamic scope */
};

typedef enum {
  GATE_SCHEMA_TYPE_NULL = 1 << 0,
  GATE_SCHEMA_TYPE_BOOLEAN = 1 << 1,
  GATE_SCHEMA_TYPE_OBJECT = 1 << 2,
  GATE_SCHEMA_TYPE_ARRAY = 1 << 3,
  GATE_SCHEMA_TYPE_NUMBER = 1 << 4,
  GATE_SCHEMA_TYPE_STRING = 1 << 5,
  GATE_SCHEMA_TYPE_INTEGER = 1 << 6,
} GateSchemaType;

struct _GateJsonSchema {
  GObject        parent;

  JsonNode      *source;     /* (owned) (immutable) */
  GateSubschema *root;
  GPtrArray     *documents;  /* (element-type JsonNode): the meta-schemas that it refers to */
  GPtrArray     *subschemas; /* (element-type GateSubschema): all of them */
  GHashTable    *by_node;    /* (element-type JsonNode GateSubschema) */
  GHashTable    *resources;  /* (element-type utf8 GateSchemaResource) */
  gboolean       tracks;     /* some rule asks what others have evaluated */
};

extern const GateSchemaKeyword gate_schema_keywords[];

gboolean            gate_schema_compile       (GateJsonSchema         *self,
                                               GError                **error);
GateSchemaResource *gate_schema_add_resource  (GateJsonSchema         *self,
                                               const char             *uri,
                                               GateSchemaDialect       dialect);
void                gate_schema_resource_free (gpointer                data);
void                gate_subschema_free       (gpointer                data);
char               *gate_schema_place_print   (const GateSchemaPlace  *place) G_GNUC_WARN_UNUSED_RESULT;
char               *gate_schema_meta_dup      (const char             *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
