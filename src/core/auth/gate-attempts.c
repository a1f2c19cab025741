// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-attempts.h"

#include <string.h>

#define NAMES_MAX 256

struct _GateAttempts {
  GObject     parent_instance;

  guint       limit;
  gint64      window_us;
  GHashTable *times; /* (element-type utf8 GArray) (nullable): when each was tried, by name; of most nothing ever is */
};

G_DEFINE_FINAL_TYPE (GateAttempts, gate_attempts, G_TYPE_OBJECT)

static void
gate_attempts_finalize (GObject *object)
{
  GateAttempts *self = GATE_ATTEMPTS (object);

  g_clear_pointer (&self->times, g_hash_table_unref);
  G_OBJECT_CLASS (gate_attempts_parent_class)->finalize (object);
}

static void
gate_attempts_class_init (GateAttemptsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_attempts_finalize;
}

static void
gate_attempts_init (GateAttempts *self)
{
}

static GArray *
find (GateAttempts *self,
      const char   *what)
{
  return self->times ? g_hash_table_lookup (self->times, what) : NULL;
}

/**
 * gate_attempts_new:
 * @limit: how many attempts are allowed
 * @seconds: within which time
 *
 * Returns: (transfer full): a count of none
 */
GateAttempts *
gate_attempts_new (guint limit,
                   guint seconds)
{
  GateAttempts *self = g_object_new (GATE_TYPE_ATTEMPTS, NULL);

  self->limit = limit;
  self->window_us = (gint64) seconds * G_USEC_PER_SEC;
  return self;
}

/**
 * gate_attempts_take:
 * @self: a count
 * @what: what the attempt is for
 *
 * Returns: %TRUE, and counts it, when one more attempt is allowed now
 */
gboolean
gate_attempts_take (GateAttempts *self,
                    const char   *what)
{
  gint64 now = g_get_monotonic_time ();
  GArray *times = find (self, what);

  if (!times)
    {
      if (!self->times)
        self->times = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
      if (g_hash_table_size (self->times) >= NAMES_MAX)
        g_hash_table_remove_all (self->times);
      times = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (self->times, g_strdup (what), times);
    }
  while (times->len > 0 && g_array_index (times, gint64, 0) + self->window_us < now)
    g_array_remove_index (times, 0);
  if (times->len >= self->limit)
    return FALSE;
  g_array_append_val (times, now);
  return TRUE;
}

/**
 * gate_attempts_give_back:
 * @self: attempts
 * @what: what the attempt was for
 *
 * Takes the last attempt out of the count: it came to nothing for reasons that do not matter here.
 */
void
gate_attempts_give_back (GateAttempts *self,
                         const char   *what)
{
  GArray *times = find (self, what);

  if (times && times->len > 0)
    g_array_set_size (times, times->len - 1);
}

/**
 * gate_attempts_forget:
 * @self: attempts
 *
 * Begins to count anew: what was tried before has been brought to an end by the person.
 */
void
gate_attempts_forget (GateAttempts *self)
{
  g_clear_pointer (&self->times, g_hash_table_unref);
}
