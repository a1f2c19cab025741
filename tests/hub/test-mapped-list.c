// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mapped-list.h"
#include "gate-test.h"

static GObject *
map (GObject  *item,
     gpointer  user_data)
{
  guint *n_made = user_data;
  GSimpleAction *made = g_simple_action_new (g_action_get_name (G_ACTION (item)), NULL);

  (*n_made)++;
  return G_OBJECT (made);
}

static GListStore *
create_source (const char *names)
{
  GListStore *source = g_list_store_new (G_TYPE_SIMPLE_ACTION);

  for (const char *c = names; *c; c++)
    {
      char name[] = { *c, '\0' };
      g_autoptr(GSimpleAction) item = g_simple_action_new (name, NULL);

      g_list_store_append (source, item);
    }
  return source;
}

static char *
names_of (GListModel *list)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GAction) item = g_list_model_get_item (list, i);

      g_string_append (names, g_action_get_name (item));
    }
  return g_string_free (names, FALSE);
}

static int
by_name (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  return g_strcmp0 (g_action_get_name ((gpointer) a), g_action_get_name ((gpointer) b));
}

/* Whoever looks at what only moved goes on looking at it. */
static void
test_moved (void)
{
  g_autoptr(GListStore) source = create_source ("dcba");
  guint n_made = 0;
  g_autoptr(GListModel) list = gate_mapped_list_new (G_LIST_MODEL (source), G_TYPE_SIMPLE_ACTION, map, &n_made);
  g_autoptr(GObject) first = g_list_model_get_item (list, 0);
  g_autoptr(GObject) last = NULL;
  g_autofree char *names = NULL;

  g_list_store_sort (source, by_name, NULL);
  last = g_list_model_get_item (list, 3);
  names = names_of (list);
  g_assert_cmpstr (names, ==, "abcd");
  g_assert_true (first == last);
  g_assert_cmpuint (n_made, ==, 4);
}

/* What is gone is let go of, and what is new is made, also where both change places with others. */
static void
test_changed (void)
{
  g_autoptr(GListStore) source = create_source ("abc");
  guint n_made = 0;
  g_autoptr(GListModel) list = gate_mapped_list_new (G_LIST_MODEL (source), G_TYPE_SIMPLE_ACTION, map, &n_made);
  g_autoptr(GObject) kept = g_list_model_get_item (list, 1);
  g_autoptr(GObject) now = NULL;
  GObject *gone = g_list_model_get_item (list, 2);
  gpointer additions[2] = { g_simple_action_new ("d", NULL), g_list_model_get_item (G_LIST_MODEL (source), 1) };
  g_autofree char *names = NULL;

  g_object_add_weak_pointer (gone, (gpointer *) &gone);
  g_object_unref (gone);
  g_list_store_splice (source, 1, 2, additions, 2);
  g_object_unref (additions[0]);
  g_object_unref (additions[1]);
  names = names_of (list);
  now = g_list_model_get_item (list, 2);
  g_assert_cmpstr (names, ==, "adb");
  g_assert_true (now == kept);
  g_assert_null (gone);
  g_assert_cmpuint (n_made, ==, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hub/mapped-list/moved", test_moved);
  g_test_add_func ("/hub/mapped-list/changed", test_changed);
  return g_test_run ();
}
