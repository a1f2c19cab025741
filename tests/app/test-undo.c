// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-undo.h"

#include "gate-test.h"

typedef struct {
  guint undone;
  guint committed;
  guint freed;
} Counts;

static void
count_undo (gpointer user_data)
{
  ((Counts *) user_data)->undone++;
}

static void
count_commit (gpointer user_data)
{
  ((Counts *) user_data)->committed++;
}

static void
count_free (gpointer user_data)
{
  ((Counts *) user_data)->freed++;
}

static void
test_nothing (void)
{
  g_autoptr(GateUndo) undo = gate_undo_new ();

  gate_undo_undo (undo);
  gate_undo_commit (undo);
  g_assert_null (gate_undo_get_title (undo));
}

/* Each change ends once, taken back or final, never both. */
static void
test_ends_once (void)
{
  Counts first = { 0 }, second = { 0 }, third = { 0 };
  GateUndo *undo = gate_undo_new ();

  gate_undo_offer (undo, "first", count_undo, count_commit, &first, count_free);
  gate_undo_undo (undo);
  gate_undo_undo (undo);
  gate_undo_commit (undo);
  gate_undo_offer (undo, "second", count_undo, count_commit, &second, count_free);
  gate_undo_offer (undo, "third", count_undo, NULL, &third, count_free);
  g_assert_cmpstr (gate_undo_get_title (undo), ==, "third");
  g_assert_finalize_object (undo);

  g_assert_cmpuint (first.undone, ==, 1);
  g_assert_cmpuint (first.committed, ==, 0);
  g_assert_cmpuint (first.freed, ==, 1);
  g_assert_cmpuint (second.undone, ==, 0);
  g_assert_cmpuint (second.committed, ==, 1);
  g_assert_cmpuint (second.freed, ==, 1);
  g_assert_cmpuint (third.undone, ==, 0);
  g_assert_cmpuint (third.freed, ==, 1);
}

/* What commits may offer something itself. */
static void
offer_again (gpointer user_data)
{
  gate_undo_offer (user_data, "again", count_undo, NULL, NULL, NULL);
}

static void
test_offers_from_within (void)
{
  g_autoptr(GateUndo) undo = gate_undo_new ();
  Counts counts = { 0 };

  gate_undo_offer (undo, "first", offer_again, NULL, undo, NULL);
  gate_undo_undo (undo);
  g_assert_cmpstr (gate_undo_get_title (undo), ==, "again");
  gate_undo_offer (undo, "last", count_undo, count_commit, &counts, NULL);
  gate_undo_commit (undo);
  g_assert_cmpuint (counts.committed, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/undo/nothing", test_nothing);
  g_test_add_func ("/app/undo/ends-once", test_ends_once);
  g_test_add_func ("/app/undo/offers-from-within", test_offers_from_within);
  return g_test_run ();
}
