// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-cache.h"
#include "mcp-test.h"

static void
store (GateMcpCache *cache,
       const char   *key,
       const char   *context,
       gint64        ttl_ms,
       gsize         size)
{
  g_autoptr(JsonNode) node = mcp_test_json ("{}");

  gate_mcp_cache_store (cache, key, context, ttl_ms, size, JSON_TYPE_NODE, node);
}

/* What is private to one sign-in is never given to another, not even once it was asked for by the wrong one. */
static void
test_contexts (void)
{
  g_autoptr(GateMcpCache) cache = gate_mcp_cache_new ();

  store (cache, "private", "anna", 1000000, 10);
  store (cache, "public", NULL, 1000000, 10);
  g_assert_nonnull (gate_mcp_cache_lookup (cache, "private", "anna"));
  g_assert_null (gate_mcp_cache_lookup (cache, "private", "bert"));
  g_assert_null (gate_mcp_cache_lookup (cache, "private", "anna"));
  g_assert_nonnull (gate_mcp_cache_lookup (cache, "public", "bert"));
}

static void
test_times (void)
{
  g_autoptr(GateMcpCache) cache = gate_mcp_cache_new ();

  store (cache, "zero", NULL, 0, 10);
  store (cache, "negative", NULL, -5, 10);
  store (cache, "short", NULL, 1, 10);
  store (cache, "long", NULL, GATE_MCP_CACHE_UNTIL_CHANGED, 10);
  g_assert_null (gate_mcp_cache_lookup (cache, "zero", ""));
  g_assert_null (gate_mcp_cache_lookup (cache, "negative", ""));
  gate_test_wait_until (gate_mcp_cache_lookup (cache, "short", "") == NULL || (g_main_context_wakeup (NULL), FALSE));
  g_assert_nonnull (gate_mcp_cache_lookup (cache, "long", ""));
  gate_mcp_cache_remove (cache, "long");
  g_assert_null (gate_mcp_cache_lookup (cache, "long", ""));
}

static void
test_bounds (void)
{
  g_autoptr(GateMcpCache) cache = gate_mcp_cache_new ();
  guint n_kept = 0;

  store (cache, "huge", NULL, 1000000, 65u * 1024 * 1024);
  g_assert_null (gate_mcp_cache_lookup (cache, "huge", ""));
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      store (cache, key, NULL, 1000000, 1024 * 1024);
    }
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      n_kept += gate_mcp_cache_lookup (cache, key, "") != NULL;
    }
  g_assert_cmpuint (n_kept, ==, 64);
  g_assert_nonnull (gate_mcp_cache_lookup (cache, "999", ""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mcp/cache/contexts", test_contexts);
  g_test_add_func ("/mcp/cache/times", test_times);
  g_test_add_func ("/mcp/cache/bounds", test_bounds);
  return g_test_run ();
}
