// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-cache.h"

#define ENTRY_LIMIT 256
#define SIZE_LIMIT (64u * 1024 * 1024)
#define LONGEST_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

struct _GateMcpCache {
  GHashTable *entries; /* (element-type utf8 Entry) */
  gsize       size;
};

typedef struct {
  GType     type;    /* boxed */
  gpointer  value;
  char     *context; /* (nullable): of a private answer */
  gint64    expires; /* monotonic */
  gsize     size;
} Entry;

static void
entry_free (Entry *self)
{
  g_boxed_free (self->type, self->value);
  g_free (self->context);
  g_free (self);
}

/**
 * gate_mcp_cache_new:
 *
 * Returns: (transfer full): an empty cache
 */
GateMcpCache *
gate_mcp_cache_new (void)
{
  GateMcpCache *self = g_new0 (GateMcpCache, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_free);
  return self;
}

/**
 * gate_mcp_cache_free:
 * @self: (transfer full) (nullable): a cache
 */
void
gate_mcp_cache_free (GateMcpCache *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * gate_mcp_cache_remove:
 * @self: a cache
 * @key: what was asked
 *
 * Forgets an answer, because it has changed.
 */
void
gate_mcp_cache_remove (GateMcpCache *self,
                       const char   *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (!entry)
    return;
  self->size -= entry->size;
  g_hash_table_remove (self->entries, key);
}

/**
 * gate_mcp_cache_clear:
 * @self: a cache
 *
 * Forgets everything.
 */
void
gate_mcp_cache_clear (GateMcpCache *self)
{
  g_hash_table_remove_all (self->entries);
  self->size = 0;
}

/**
 * gate_mcp_cache_lookup:
 * @self: a cache
 * @key: what is asked
 * @context: the authorization context of who asks
 *
 * Returns: (transfer none) (nullable): the answer, while it may be used
 */
gpointer
gate_mcp_cache_lookup (GateMcpCache *self,
                       const char   *key,
                       const char   *context)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (!entry)
    return NULL;
  if (entry->expires <= g_get_monotonic_time () || (entry->context && g_strcmp0 (entry->context, context) != 0))
    {
      gate_mcp_cache_remove (self, key);
      return NULL;
    }
  return entry->value;
}

static void
make_room (GateMcpCache *self,
           gsize         size)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while ((self->size + size > SIZE_LIMIT || g_hash_table_size (self->entries) >= ENTRY_LIMIT)
         && g_hash_table_iter_next (&iter, NULL, &entry))
    {
      self->size -= ((Entry *) entry)->size;
      g_hash_table_iter_remove (&iter);
    }
}

/**
 * gate_mcp_cache_store:
 * @self: a cache
 * @key: what was asked
 * @context: (nullable): the authorization context that a private answer is for; %NULL for a public one
 * @ttl_ms: how long it may be used, in milliseconds; nothing is stored where it is not positive
 * @size: about how many bytes it takes
 * @type: the boxed type of @value
 * @value: the answer, copied
 *
 * Keeps an answer.
 */
void
gate_mcp_cache_store (GateMcpCache *self,
                      const char   *key,
                      const char   *context,
                      gint64        ttl_ms,
                      gsize         size,
                      GType         type,
                      gpointer      value)
{
  gint64 now = g_get_monotonic_time ();
  Entry *entry;

  gate_mcp_cache_remove (self, key);
  if (ttl_ms <= 0 || size > SIZE_LIMIT)
    return;
  make_room (self, size);
  entry = g_new0 (Entry, 1);
  entry->type = type;
  entry->value = g_boxed_copy (type, value);
  entry->context = g_strdup (context);
  entry->expires = ttl_ms == GATE_MCP_CACHE_UNTIL_CHANGED ? G_MAXINT64 : now + MIN (ttl_ms, LONGEST_MS) * 1000;
  entry->size = size;
  self->size += size;
  g_hash_table_insert (self->entries, g_strdup (key), entry);
}
