// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-process-tree.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  const char *text;
  gboolean    valid;
  pid_t       pid;
  pid_t       parent;
  char        state;
  const char *name;
} Case;

static const Case cases[] = {
  { "", FALSE },
  { "12", FALSE },
  { "12 (", FALSE },
  { "12 )x( S 1", FALSE },
  { "x (sh) S 1", FALSE },
  { "12 (sh)", FALSE },
  { "12 (sh) S", FALSE },
  { "12 (sh) S x", FALSE },
  { "12 (sh) S 1 12 12 0", TRUE, 12, 1, 'S', "sh" },
  { "12 (a b) R 4242 1", TRUE, 12, 4242, 'R', "a b" },
  { "12 () Z 1", TRUE, 12, 1, 'Z', "" },
  { "12 (x) S 77 (y) Z 1", TRUE, 12, 1, 'Z', "x) S 77 (y" },
  { "12 (a\nb) S 3", TRUE, 12, 3, 'S', "a\nb" },
  { "12 (0123456789012345678901234567890123456789) S 3", TRUE, 12, 3, 'S', "0123456789012345678901234567890" },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char name[32], state = 0;
      pid_t pid = 0, parent = 0;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (gate_process_tree_parse_stat (cases[i].text, &pid, &parent, &state, name, sizeof name), ==, cases[i].valid);
      if (!cases[i].valid)
        continue;
      g_assert_cmpint (pid, ==, cases[i].pid);
      g_assert_cmpint (parent, ==, cases[i].parent);
      g_assert_cmpint (state, ==, cases[i].state);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

/* A child with a child in a session of its own, and a zombie beside it. */
static void
test_read (void)
{
  int told[2];
  pid_t grandchild = 0;
  GateProcessTree tree = { 0 };

  g_assert_cmpint (pipe (told), ==, 0);
  pid_t child = fork ();
  if (child == 0)
    {
      pid_t below = fork ();
      if (below == 0)
        {
          setsid ();
          below = getpid ();
          g_assert_cmpint (write (told[1], &below, sizeof below), ==, sizeof below);
        }
      for (;;)
        pause ();
    }
  pid_t zombie = fork ();
  if (zombie == 0)
    _exit (0);
  siginfo_t info;
  g_assert_cmpint (waitid (P_PID, (id_t) zombie, &info, WEXITED | WNOWAIT), ==, 0);
  g_assert_cmpint (read (told[0], &grandchild, sizeof grandchild), ==, sizeof grandchild);

  g_assert_true (gate_process_tree_read (&tree, getpid (), NULL));
  g_assert_true (gate_process_tree_contains (&tree, child));
  g_assert_true (gate_process_tree_contains (&tree, grandchild));
  g_assert_false (gate_process_tree_contains (&tree, zombie));
  g_assert_false (gate_process_tree_contains (&tree, getpid ()));
  g_assert_false (gate_process_tree_contains (&tree, getppid ()));
  g_assert_cmpuint (tree.count, ==, 2);

  /* Both have the name of this program; what is left out by name is left out alone. */
  g_assert_true (gate_process_tree_read (&tree, getpid (), "bwrap"));
  g_assert_cmpuint (tree.count, ==, 2);
  g_assert_true (gate_process_tree_read (&tree, getpid (), "test-process-tr"));
  g_assert_cmpuint (tree.count, ==, 0);

  g_assert_true (gate_process_tree_read (&tree, getpid (), NULL));
  g_assert_cmpuint (gate_process_tree_signal (&tree, SIGKILL), ==, 2);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_cmpint (waitpid (zombie, NULL, 0), ==, zombie);
  gate_process_tree_clear (&tree);
  g_assert_cmpuint (tree.count, ==, 0);
  close (told[0]);
  close (told[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/tree/parse", test_parse);
  g_test_add_func ("/process/tree/read", test_read);
  return g_test_run ();
}
