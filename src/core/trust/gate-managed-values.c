// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-managed-values.h"

#include <string.h>

typedef struct {
  char            *pattern;
  GateManagedRule  rule;
} ToolRule;

static void
tool_rule_free (ToolRule *self)
{
  g_free (self->pattern);
  g_free (self);
}

/**
 * gate_managed_values_new:
 *
 * Returns: (transfer full): values by which nothing is decided
 */
GateManagedValues *
gate_managed_values_new (void)
{
  GateManagedValues *self = g_new0 (GateManagedValues, 1);

  self->local_servers = TRUE;
  self->lasting_permissions = TRUE;
  self->tool_rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * gate_managed_values_free:
 * @self: (nullable) (transfer full): values
 *
 * Frees the values.
 */
void
gate_managed_values_free (GateManagedValues *self)
{
  if (!self)
    return;
  g_strfreev (self->locked_off);
  g_strfreev (self->read_only);
  g_hash_table_unref (self->tool_rules);
  g_free (self);
}

/**
 * gate_managed_values_add_tool_rule:
 * @self: values
 * @connector: a connector's id
 * @pattern: a tool's name, as its server calls it, in which `*` stands for any characters
 * @rule: what holds for it
 *
 * Adds a rule of a connector's `toolPolicy`.
 */
void
gate_managed_values_add_tool_rule (GateManagedValues *self,
                                   const char        *connector,
                                   const char        *pattern,
                                   GateManagedRule    rule)
{
  GPtrArray *rules = g_hash_table_lookup (self->tool_rules, connector);
  ToolRule *added = g_new0 (ToolRule, 1);

  if (!rules)
    {
      rules = g_ptr_array_new_with_free_func ((GDestroyNotify) tool_rule_free);
      g_hash_table_insert (self->tool_rules, g_strdup (connector), rules);
    }
  added->pattern = g_strdup (pattern);
  added->rule = rule;
  g_ptr_array_add (rules, added);
}

/* Only `*` is special. On a mismatch the last star takes one character more, so the time is bounded by the product of the sizes. */
static gboolean
matches (const char *pattern,
         const char *text)
{
  const char *star = NULL, *retry = NULL;

  while (*text)
    if (*pattern == '*')
      {
        star = pattern++;
        retry = text;
      }
    else if (*pattern == *text)
      {
        pattern++;
        text++;
      }
    else if (star)
      {
        pattern = star + 1;
        text = ++retry;
      }
    else
      return FALSE;
  return pattern[strspn (pattern, "*")] == '\0';
}

/**
 * gate_managed_values_get_tool_rule:
 * @self: values
 * @connector: a connector's id
 * @tool: a tool's name, as its server calls it
 *
 * The rule with exactly the tool's name counts; else the strictest of those whose pattern matches.
 *
 * Returns: what the administrator says of the tool
 */
GateManagedRule
gate_managed_values_get_tool_rule (const GateManagedValues *self,
                                   const char              *connector,
                                   const char              *tool)
{
  const GPtrArray *rules = g_hash_table_lookup (self->tool_rules, connector);
  GateManagedRule strictest = GATE_MANAGED_RULE_NONE;

  for (guint i = 0; rules && i < rules->len; i++)
    {
      const ToolRule *rule = rules->pdata[i];

      if (g_str_equal (rule->pattern, tool))
        return rule->rule;
      if (strchr (rule->pattern, '*') && matches (rule->pattern, tool))
        strictest = MAX (strictest, rule->rule);
    }
  return strictest;
}
