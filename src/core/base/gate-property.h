// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GATE_PARAM_READWRITE (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY)
#define GATE_PARAM_READABLE (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY)
#define GATE_PARAM_CONSTRUCT_ONLY (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS)

/* The default branch of every get_property and set_property. */
#define GATE_INVALID_PROPERTY(self, id, pspec) \
  default: \
    G_OBJECT_WARN_INVALID_PROPERTY_ID (self, id, pspec); \
    break

/**
 * gate_set_str:
 * @where: (inout) (nullable): where an owned string is kept
 * @value: (nullable): the new value, copied
 *
 * Replaces an owned string.
 *
 * Returns: %TRUE when the string changed
 */
static inline gboolean
gate_set_str (char       **where,
              const char  *value)
{
  if (g_strcmp0 (*where, value) == 0)
    return FALSE;
  char *old = *where;
  *where = g_strdup (value);
  g_free (old);
  return TRUE;
}

/**
 * gate_set_str_property:
 * @self: the object that has the property
 * @where: (inout) (nullable): where its owned string is kept
 * @value: (nullable): the new value, copied
 * @pspec: the property, notified only when the string changed
 *
 * Replaces a string property and notifies.
 */
static inline void
gate_set_str_property (gpointer     self,
                       char       **where,
                       const char  *value,
                       GParamSpec  *pspec)
{
  if (gate_set_str (where, value))
    g_object_notify_by_pspec (self, pspec);
}

G_END_DECLS
