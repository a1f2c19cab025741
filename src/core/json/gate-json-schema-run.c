// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-schema-run.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

#define SHOWN_PLACE_CHARS 120
#define SHOWN_TEXT_CHARS 60

/* What a search costs: a quick one has few steps, a patient one about as many as the cost says. */
#define QUICK_COST 10
#define PATIENT_COST 20000

static void
print_step (const GateSchemaPlace *place,
            GString               *out)
{
  if (!place)
    return;
  print_step (place->up, out);
  g_string_append_c (out, '/');
  if (!place->name)
    {
      g_string_append_printf (out, "%u", place->index);
      return;
    }
  for (const char *c = place->name; *c; c++)
    if (*c == '~' || *c == '/')
      g_string_append (out, *c == '~' ? "~0" : "~1");
    else
      g_string_append_c (out, *c);
}

/* The JSON pointer (RFC 6901) of a place, safe to show; "" for the root. */
char *
gate_schema_place_print (const GateSchemaPlace *place)
{
  g_autoptr(GString) pointer = g_string_new (NULL);

  print_step (place, pointer);
  g_autofree char *visible = gate_text_make_visible (pointer->str, GATE_TEXT_LINE);
  return gate_text_shorten (visible, SHOWN_PLACE_CHARS);
}

/* A foreign text, safe to show in a sentence. */
char *
gate_schema_show (const char *text)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);

  return gate_text_shorten (visible, SHOWN_TEXT_CHARS);
}

/* Tells the first failure, a whole sentence in which {what} stands for the place; always FALSE, so that a rule can return it. */
gboolean
gate_schema_fail (GateSchemaRun         *run,
                  const GateSchemaPlace *place,
                  const char            *format,
                  ...)
{
  va_list args;

  if (run->quiet > 0 || run->told || run->fatal)
    return FALSE;
  va_start (args, format);
  g_autofree char *told = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *pointer = gate_schema_place_print (place);
  g_autofree char *what = *pointer ? g_strdup_printf (_("“%s”"), pointer) : g_strdup (_("The value"));
  g_autofree char *sentence = gate_text_fill (told, "{what}", what);
  run->told = gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, "%s", sentence);
  return FALSE;
}

static gboolean
give_up (GateSchemaRun *run,
         const char    *what)
{
  if (!run->fatal)
    run->fatal = gate_error_new (GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, NULL, _("The check against the schema was given up: %s"), what);
  return FALSE;
}

/* Counts work; FALSE when it was too much. */
gboolean
gate_schema_spend (GateSchemaRun *run,
                   gsize          steps)
{
  if (run->fatal)
    return FALSE;
  if (steps > GATE_SCHEMA_MAX_STEPS - run->steps)
    return give_up (run, _("it takes too many steps"));
  run->steps += (guint) steps;
  return TRUE;
}

/* Whether a text matches a pattern; FALSE also when the search is given up, which is fatal. */
gboolean
gate_schema_match (GateSchemaRun   *run,
                   GateJsonPattern *pattern,
                   const char      *text)
{
  if (!gate_schema_spend (run, QUICK_COST))
    return FALSE;

  GateJsonMatch match = gate_json_pattern_match (pattern, text, FALSE);
  if (match == GATE_JSON_MATCH_HARD && gate_schema_spend (run, PATIENT_COST))
    match = gate_json_pattern_match (pattern, text, TRUE);
  if (match == GATE_JSON_MATCH_HARD)
    return give_up (run, _("a pattern takes too many steps"));
  return match == GATE_JSON_MATCH_YES;
}

void
gate_schema_evaluated_add_member (GateSchemaEvaluated *self,
                                  const char          *name)
{
  if (!self)
    return;
  if (!self->members)
    self->members = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_add (self->members, (gpointer) name);
}

void
gate_schema_evaluated_add_item (GateSchemaEvaluated *self,
                                guint                index)
{
  if (!self)
    return;
  if (!self->items)
    self->items = g_hash_table_new (NULL, NULL);
  g_hash_table_add (self->items, GUINT_TO_POINTER (index));
}

static void
merge (GateSchemaEvaluated *into,
       GateSchemaEvaluated *from)
{
  GHashTableIter iter;
  gpointer key;

  into->all_members |= from->all_members;
  into->all_items |= from->all_items;
  into->first_items = MAX (into->first_items, from->first_items);
  if (from->members)
    {
      g_hash_table_iter_init (&iter, from->members);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        gate_schema_evaluated_add_member (into, key);
    }
  if (from->items)
    {
      g_hash_table_iter_init (&iter, from->items);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        gate_schema_evaluated_add_item (into, GPOINTER_TO_UINT (key));
    }
}

static gboolean
apply_rules (GateSchemaRun         *run,
             const GateSubschema   *subschema,
             JsonNode              *instance,
             const GateSchemaPlace *place,
             GateSchemaEvaluated   *evaluated)
{
  for (guint i = 0; i < subschema->rules->len; i++)
    {
      const GateSchemaRule *rule = g_ptr_array_index (subschema->rules, i);

      if (rule->keyword->apply && !rule->keyword->apply (run, rule, instance, place, evaluated))
        return FALSE;
    }
  return TRUE;
}

/* Applies a schema in place. What it has evaluated counts for @outer only where it holds. */
gboolean
gate_schema_evaluate (GateSchemaRun         *run,
                      const GateSubschema   *subschema,
                      JsonNode              *instance,
                      const GateSchemaPlace *place,
                      GateSchemaEvaluated   *outer)
{
  GateSchemaEvaluated own = { 0 };
  gboolean enters = run->scope->len == 0 || g_ptr_array_index (run->scope, run->scope->len - 1) != subschema->resource;

  if (!gate_schema_spend (run, 1))
    return FALSE;
  if (subschema->kind != GATE_SCHEMA_OBJECT)
    return subschema->kind == GATE_SCHEMA_TRUE || gate_schema_fail (run, place, _("{what} is not allowed here"));
  if (run->depth == GATE_SCHEMA_MAX_DEPTH)
    return give_up (run, _("it refers to itself without an end"));
  run->depth++;
  if (enters)
    g_ptr_array_add (run->scope, subschema->resource);
  gboolean valid = apply_rules (run, subschema, instance, place, run->schema->tracks ? &own : NULL);
  if (enters)
    g_ptr_array_set_size (run->scope, (int) run->scope->len - 1);
  run->depth--;
  if (valid && outer)
    merge (outer, &own);
  g_clear_pointer (&own.members, g_hash_table_unref);
  g_clear_pointer (&own.items, g_hash_table_unref);
  return valid;
}

/* The same where a failure is no failure of the whole. */
gboolean
gate_schema_evaluate_quietly (GateSchemaRun         *run,
                              const GateSubschema   *subschema,
                              JsonNode              *instance,
                              const GateSchemaPlace *place,
                              GateSchemaEvaluated   *outer)
{
  run->quiet++;
  gboolean valid = gate_schema_evaluate (run, subschema, instance, place, outer);
  run->quiet--;
  return valid;
}
