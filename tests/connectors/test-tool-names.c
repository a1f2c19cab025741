// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-tool-names.h"

#include <string.h>

static gboolean
is_full_name (const char *name)
{
  gsize size = strlen (name);

  return size > 0 && size <= GATE_TOOL_NAME_LIMIT &&
         strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == size;
}

/* The way there and back. */
static const char *
check (GateToolNames *names,
       const char    *connector,
       const char    *account,
       const char    *tool)
{
  const char *full = gate_tool_names_get (names, connector, account, tool);
  const GateToolName *found = full ? gate_tool_names_find (names, full) : NULL;

  g_assert_nonnull (full);
  g_test_message ("%s, %s, %s: %s", connector, account ? account : "-", tool, full);
  g_assert_true (is_full_name (full));
  g_assert_nonnull (found);
  g_assert_cmpstr (found->connector, ==, connector);
  g_assert_cmpstr (found->account, ==, account);
  g_assert_cmpstr (found->tool, ==, tool);
  return full;
}

static const struct {
  const char *connector;
  const char *account;
  const char *tool;
  const char *full;
} alone[] = {
  { "notion", NULL, "search", "notion__search" },
  { "notion", "work", "search", "notion_work__search" },
  { "a-b", NULL, "get_it-now", "a-b__get_it-now" },
  { "notion", NULL, "_x", "notion___x" },
  { "notion", NULL, "a.b", "notion__a_b_" },
  { "notion", NULL, "a b", "notion__a_b_" },
  { "notion", NULL, "", "notion___" },
  { "notion", NULL, "größe", "notion__gr" },
  { "notion", NULL, "a_very_long_name_that_some_server_made_up_without_any_need_1", "notion__a_very_long_name_that_some_server_made_up_with" },
  { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "c",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbb" },
};

static void
test_alone (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (alone); i++)
    {
      g_autoptr(GateToolNames) names = gate_tool_names_new ();

      gate_tool_names_add (names, alone[i].connector, alone[i].account, alone[i].tool);
      gate_tool_names_add (names, alone[i].connector, alone[i].account, alone[i].tool);
      const char *full = check (names, alone[i].connector, alone[i].account, alone[i].tool);
      g_assert_true (g_str_has_prefix (full, alone[i].full));
      if (i < 4)
        g_assert_cmpstr (full, ==, alone[i].full);
    }
}

/* All of these want the same full name, or nearly. */
static const struct {
  const char *connector;
  const char *account;
  const char *tool;
} colliding[] = {
  { "a_b", NULL, "t" },
  { "a", "b", "t" },
  { "a", NULL, "x.y" },
  { "a", NULL, "x y" },
  { "a", NULL, "x_y" },
  { "a_", NULL, "x" },
  { "a", NULL, "_x" },
  { "a", "b_c", "t" },
  { "a_b", "c", "t" },
  { "a", NULL, "this_is_a_name_of_more_than_sixty_four_characters_whose_end_differs_1" },
  { "a", NULL, "this_is_a_name_of_more_than_sixty_four_characters_whose_end_differs_2" },
};

static void
test_collisions (void)
{
  g_autoptr(GateToolNames) forward = gate_tool_names_new ();
  g_autoptr(GateToolNames) backward = gate_tool_names_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (colliding); i++)
    {
      guint j = G_N_ELEMENTS (colliding) - 1 - i;

      gate_tool_names_add (forward, colliding[i].connector, colliding[i].account, colliding[i].tool);
      gate_tool_names_add (backward, colliding[j].connector, colliding[j].account, colliding[j].tool);
      /* Asked for in between, names must still come out the same at the end. */
      gate_tool_names_get (backward, colliding[j].connector, colliding[j].account, colliding[j].tool);
    }
  for (guint i = 0; i < G_N_ELEMENTS (colliding); i++)
    {
      const char *full = check (forward, colliding[i].connector, colliding[i].account, colliding[i].tool);

      g_assert_true (g_hash_table_add (seen, (char *) full));
      g_assert_cmpstr (full, ==, gate_tool_names_get (backward, colliding[i].connector, colliding[i].account, colliding[i].tool));
    }
  g_assert_cmpstr (gate_tool_names_get (forward, "a_b", NULL, "t"), ==, "a_b__t");
  g_assert_cmpstr (gate_tool_names_get (forward, "a", "b", "t"), !=, "a_b__t");
}

static void
test_unknown (void)
{
  g_autoptr(GateToolNames) names = gate_tool_names_new ();

  gate_tool_names_add (names, "a", NULL, "t");
  g_assert_null (gate_tool_names_find (names, "b__t"));
  g_assert_null (gate_tool_names_find (names, ""));
  g_assert_null (gate_tool_names_get (names, "a", "b", "t"));
  g_assert_cmpstr (gate_tool_names_get (names, "a", "", "t"), ==, "a__t");
}

/* A server that names a tool after what another tool's name will be cannot take it over. */
static void
test_imitation (void)
{
  g_autoptr(GateToolNames) names = gate_tool_names_new ();
  g_autoptr(GateToolNames) again = gate_tool_names_new ();

  gate_tool_names_add (names, "a", NULL, "x.y");
  g_autofree char *imitated = g_strdup (gate_tool_names_get (names, "a", NULL, "x.y") + strlen ("a__"));

  gate_tool_names_add (again, "a", NULL, imitated);
  gate_tool_names_add (again, "a", NULL, "x.y");
  check (again, "a", NULL, "x.y");
  check (again, "a", NULL, imitated);
}

static void
test_many (void)
{
  g_autoptr(GateToolNames) names = gate_tool_names_new ();

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *tool = g_strdup_printf ("tool.%u", i);
      gate_tool_names_add (names, "big", i % 2 ? "work" : NULL, tool);
    }
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *tool = g_strdup_printf ("tool.%u", i);
      const char *full = gate_tool_names_get (names, "big", i % 2 ? "work" : NULL, tool);

      g_assert_cmpstr (gate_tool_names_find (names, full)->tool, ==, tool);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connectors/tool-names/alone", test_alone);
  g_test_add_func ("/connectors/tool-names/collisions", test_collisions);
  g_test_add_func ("/connectors/tool-names/unknown", test_unknown);
  g_test_add_func ("/connectors/tool-names/imitation", test_imitation);
  g_test_add_func ("/connectors/tool-names/many", test_many);
  return g_test_run ();
}
