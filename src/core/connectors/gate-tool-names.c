// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-tool-names.h"

#include <string.h>

#define DIGEST_STEP 8
#define DIGEST_MOST 56

typedef struct {
  GateToolName  parts;
  char         *key;
  char         *full_name;
  guint         digest_size;
} Entry;

struct _GateToolNames {
  GHashTable *by_key;
  GHashTable *by_name;
  gboolean    resolved;
};

static void
entry_free (Entry *self)
{
  g_free (self->parts.connector);
  g_free (self->parts.account);
  g_free (self->parts.tool);
  g_free (self->key);
  g_free (self->full_name);
  g_free (self);
}

/* Lengths stand in front, so no two lists of parts have the same key. */
static char *
make_key (const char *connector,
          const char *account,
          const char *tool)
{
  return g_strdup_printf ("%" G_GSIZE_FORMAT ":%s,%" G_GSIZE_FORMAT ":%s,%s",
                          strlen (connector), connector, account ? strlen (account) : 0, account ? account : "", tool);
}

static gboolean
is_allowed (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

static void
make_full_name (Entry *entry)
{
  const GateToolName *parts = &entry->parts;
  GString *name = g_string_new (parts->connector);
  gboolean altered = entry->digest_size > 0 || !*parts->tool;

  if (parts->account)
    g_string_append_printf (name, "_%s", parts->account);
  g_string_append (name, "__");
  for (const char *c = parts->tool; *c; c++)
    {
      altered = altered || !is_allowed (*c);
      g_string_append_c (name, is_allowed (*c) ? *c : '_');
    }

  if (altered || name->len > GATE_TOOL_NAME_LIMIT)
    {
      guint size = MAX (entry->digest_size, DIGEST_STEP);
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, entry->key, -1);

      g_string_truncate (name, MIN (name->len, GATE_TOOL_NAME_LIMIT - 1 - size));
      g_string_append_printf (name, "_%.*s", (int) size, digest);
    }
  g_free (entry->full_name);
  entry->full_name = g_string_free (name, FALSE);
}

/* How many have a name, and how many of these are without account. */
typedef struct {
  guint all;
  guint plain;
} Count;

static GHashTable *
count_names (GateToolNames *self)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  GHashTableIter iter;
  Entry *entry;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      Count *count = g_hash_table_lookup (counts, entry->full_name);

      if (!count)
        g_hash_table_insert (counts, entry->full_name, count = g_new0 (Count, 1));
      count->all++;
      count->plain += entry->parts.account ? 0 : 1;
    }
  return counts;
}

/* One round over all names; which ones change depends on the set alone, not on the order. */
static gboolean
part_collisions (GateToolNames *self)
{
  g_autoptr(GHashTable) counts = count_names (self);
  g_autoptr(GPtrArray) colliding = g_ptr_array_new ();
  GHashTableIter iter;
  Entry *entry;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      const Count *count = g_hash_table_lookup (counts, entry->full_name);
      gboolean keeps = !entry->parts.account && count->plain == 1 && entry->digest_size == 0;

      if (count->all > 1 && !keeps && entry->digest_size < DIGEST_MOST)
        g_ptr_array_add (colliding, entry);
    }
  for (guint i = 0; i < colliding->len; i++)
    {
      entry = colliding->pdata[i];
      entry->digest_size += DIGEST_STEP;
      make_full_name (entry);
    }
  return colliding->len > 0;
}

static void
resolve (GateToolNames *self)
{
  GHashTableIter iter;
  Entry *entry;

  if (self->resolved)
    return;
  self->resolved = TRUE;
  g_hash_table_remove_all (self->by_name);

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      entry->digest_size = 0;
      make_full_name (entry);
    }
  while (part_collisions (self))
    ;
  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    g_hash_table_insert (self->by_name, entry->full_name, entry);
}

/**
 * gate_tool_names_new:
 *
 * Returns: (transfer full): no names yet
 */
GateToolNames *
gate_tool_names_new (void)
{
  GateToolNames *self = g_new0 (GateToolNames, 1);

  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) entry_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/**
 * gate_tool_names_free:
 * @self: (nullable) (transfer full): names
 *
 * Frees all names.
 */
void
gate_tool_names_free (GateToolNames *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_key);
  g_free (self);
}

/**
 * gate_tool_names_add:
 * @self: names
 * @connector: a connector's id
 * @account: (nullable): an account's id; %NULL or "" for the first one
 * @tool: the tool's name, as its server calls it: any text
 *
 * Adds a tool, once. Names that were given out before may be freed and may change.
 */
void
gate_tool_names_add (GateToolNames *self,
                     const char    *connector,
                     const char    *account,
                     const char    *tool)
{
  g_autofree char *key = make_key (connector, account, tool);

  if (g_hash_table_contains (self->by_key, key))
    return;

  Entry *entry = g_new0 (Entry, 1);
  entry->parts.connector = g_strdup (connector);
  entry->parts.account = account && *account ? g_strdup (account) : NULL;
  entry->parts.tool = g_strdup (tool);
  entry->key = g_steal_pointer (&key);
  g_hash_table_insert (self->by_key, entry->key, entry);
  self->resolved = FALSE;
}

/**
 * gate_tool_names_get:
 * @self: names
 * @connector: a connector's id
 * @account: (nullable): an account's id
 * @tool: the tool's name, as its server calls it
 *
 * Returns: (nullable): the full name of a tool that was added
 */
const char *
gate_tool_names_get (GateToolNames *self,
                     const char    *connector,
                     const char    *account,
                     const char    *tool)
{
  g_autofree char *key = make_key (connector, account, tool);

  resolve (self);
  const Entry *entry = g_hash_table_lookup (self->by_key, key);
  return entry ? entry->full_name : NULL;
}

/**
 * gate_tool_names_find:
 * @self: names
 * @full_name: a full name
 *
 * Returns: (nullable): whose tool has that name
 */
const GateToolName *
gate_tool_names_find (GateToolNames *self,
                      const char    *full_name)
{
  resolve (self);
  const Entry *entry = g_hash_table_lookup (self->by_name, full_name);
  return entry ? &entry->parts : NULL;
}
