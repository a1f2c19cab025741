// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-error.h"
#include "gate-file.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Runs a target over its seeds and over mutations of them, which are the same in every run: a failure is found again by its number.
 *   fuzz-NAME CORPUS COUNT [NUMBER]   with a number, only that mutation is run, and its bytes are written to standard output
 *   fuzz-NAME FILE                    runs one input, as libFuzzer writes them
 */

#define SEED_LIMIT (1u << 20)
#define INPUT_LIMIT (1u << 16)
#define MAX_CHANGES 8
#define MAX_RUN 64

static volatile sig_atomic_t current;

static void
on_crash (int number)
{
  char text[64];
  int length = snprintf (text, sizeof text, "\nfailed at input %d\n", (int) current);

  if (write (STDERR_FILENO, text, (size_t) length) < 0)
    _exit (2);
  signal (number, SIG_DFL);
  raise (number);
}

/* xorshift64*: the same numbers everywhere. */
static guint
next_number (guint64 *state,
             guint    below)
{
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return below > 0 ? (guint) ((*state * G_GUINT64_CONSTANT (0x2545f4914f6cdd1d) >> 33) % below) : 0;
}

static GBytes *
random_seed (GPtrArray *seeds,
             guint64   *state)
{
  return g_ptr_array_index (seeds, next_number (state, seeds->len));
}

static void
insert (GByteArray   *input,
        guint         at,
        const guint8 *data,
        guint         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  guint tail = input->len - at;

  g_byte_array_set_size (input, input->len + size);
  memmove (input->data + at + size, input->data + at, tail);
  memcpy (input->data + at, copy, size);
}

/* A piece of the input itself, or of another seed, put in somewhere: what makes structures of structures. */
static void
splice (GByteArray *input,
        GBytes     *from,
        guint64    *state)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (from, &size);
  guint start = next_number (state, (guint) size);
  guint length = next_number (state, MIN ((guint) size - start, MAX_RUN) + 1);

  if (length > 0 && input->len + length <= INPUT_LIMIT)
    insert (input, next_number (state, input->len + 1), data + start, length);
}

static void
repeat (GByteArray *input,
        guint64    *state)
{
  guint start = next_number (state, input->len);
  guint length = next_number (state, MIN (input->len - start, MAX_RUN) + 1);
  guint times = 1 + next_number (state, 200);

  for (guint i = 0; i < times && length > 0 && input->len + length <= INPUT_LIMIT; i++)
    insert (input, start, input->data + start, length);
}

/* Where a group that opens here ends: brackets are counted, a quoted text goes to the next quote. */
static gsize
group_end (const guint8 *data,
           gsize         size,
           gsize         at)
{
  const guint8 *quote = data[at] == '"' && at + 1 < size ? memchr (data + at + 1, '"', size - at - 1) : NULL;
  int depth = 0;

  if (data[at] == '"')
    return quote ? (gsize) (quote - data) + 1 : size;
  for (gsize i = at; i < size; i++)
    {
      depth += data[i] == '{' || data[i] == '[';
      depth -= data[i] == '}' || data[i] == ']';
      if (depth == 0)
        return i + 1;
    }
  return size;
}

/* The first word, quoted text or bracketed group from somewhere on. */
static gboolean
find_piece (const guint8 *data,
            gsize         size,
            gsize        *start,
            gsize        *end)
{
  while (*start < size && !g_ascii_isalnum (data[*start]) && !memchr ("{[\"", data[*start], 3))
    (*start)++;
  if (*start >= size)
    return FALSE;
  *end = *start;
  if (!g_ascii_isalnum (data[*start]))
    *end = group_end (data, size, *start);
  while (*end < size && g_ascii_isalnum (data[*start]) && (g_ascii_isalnum (data[*end]) || memchr ("._-+", data[*end], 4)))
    (*end)++;
  return TRUE;
}

/* One piece replaced by another: most texts stay in their grammar, and say something else. */
static void
exchange (GByteArray *input,
          GBytes     *from,
          guint64    *state)
{
  gsize size, start, end, from_start, from_end;
  const guint8 *data = g_bytes_get_data (from, &size);

  start = next_number (state, input->len);
  from_start = next_number (state, (guint) size);
  if (!find_piece (input->data, input->len, &start, &end) || !find_piece (data, size, &from_start, &from_end)
      || input->len + from_end - from_start > INPUT_LIMIT)
    return;
  g_byte_array_remove_range (input, (guint) start, (guint) (end - start));
  insert (input, (guint) start, data + from_start, (guint) (from_end - from_start));
}

static void
change (GByteArray *input,
        GPtrArray  *seeds,
        guint64    *state)
{
  static const guint8 odd[] = "\0\x01\t\n\r \"\\/{}[]:,'0-+.eE9u\x7f\x80\xbf\xc0\xed\xef\xf4\xff";
  guint at = next_number (state, input->len);
  guint8 byte = odd[next_number (state, sizeof odd - 1)];

  switch (next_number (state, 16))
    {
    case 0:
      if (input->len > 0)
        input->data[at] ^= (guint8) (1u << next_number (state, 8));
      break;
    case 1:
      if (input->len > 0)
        input->data[at] = byte;
      break;
    case 2:
      insert (input, at, &byte, 1);
      break;
    case 3:
      g_byte_array_set_size (input, at);
      break;
    case 4:
      if (input->len > 0)
        g_byte_array_remove_range (input, at, next_number (state, MIN (input->len - at, MAX_RUN) + 1));
      break;
    case 5:
      repeat (input, state);
      break;
    case 6:
      splice (input, random_seed (seeds, state), state);
      break;
    default:
      exchange (input, random_seed (seeds, state), state);
      break;
    }
}

static GByteArray *
mutate (GPtrArray *seeds,
        guint      number)
{
  guint64 state = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) * (number + 1);
  GByteArray *input = g_byte_array_new ();
  guint changes;

  next_number (&state, 1);
  GBytes *seed = random_seed (seeds, &state);
  g_byte_array_append (input, g_bytes_get_data (seed, NULL), (guint) MIN (g_bytes_get_size (seed), INPUT_LIMIT));
  /* Half of them have one change, a quarter two, … */
  for (changes = 1; changes < MAX_CHANGES && next_number (&state, 2) == 0; changes++)
    ;
  for (guint i = 0; i < changes; i++)
    change (input, seeds, &state);
  return input;
}

/* In a block of its very size, so that a sanitizer sees a step too far. */
static void
run (const guint8 *data,
     gsize         size)
{
  guint8 *copy = malloc (MAX (size, 1));

  g_assert (copy != NULL);
  if (size > 0)
    memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
  free (copy);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
load_seeds (const char *folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *name;

  if (!dir)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      GBytes *seed = gate_file_read (g_ptr_array_index (names, i), SEED_LIMIT, &error);

      if (!seed)
        g_error ("%s", error->message);
      g_ptr_array_add (seeds, seed);
    }
  if (seeds->len == 0)
    g_error ("There are no seeds in %s", folder);
  return seeds;
}

static void
run_seed (GBytes *seed)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (seed, &size);

  current = -1;
  run (data, size);
}

static int
run_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) input = gate_file_read (path, SEED_LIMIT, &error);

  if (!input)
    g_error ("%s", error->message);
  run_seed (input);
  return 0;
}

static int
run_corpus (const char *folder,
            guint       first,
            guint       end,
            gboolean    show)
{
  g_autoptr(GPtrArray) seeds = load_seeds (folder);

  for (guint i = 0; !show && i < seeds->len; i++)
    run_seed (g_ptr_array_index (seeds, i));
  for (guint i = first; i < end; i++)
    {
      g_autoptr(GByteArray) input = mutate (seeds, i);

      current = (sig_atomic_t) i;
      if (show)
        fwrite (input->data, 1, input->len, stdout);
      fflush (stdout);
      run (input->data, input->len);
    }
  g_printerr ("%u seeds, %u mutations\n", seeds->len, end - first);
  return 0;
}

int
main (int    argc,
      char **argv)
{
  static const int crashes[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP };

  for (gsize i = 0; i < G_N_ELEMENTS (crashes); i++)
    signal (crashes[i], on_crash);
  if (argc == 2)
    return run_file (argv[1]);
  if (argc != 3 && argc != 4)
    {
      g_printerr ("Usage: %s CORPUS COUNT [NUMBER], or %s FILE\n", argv[0], argv[0]);
      return 2;
    }

  guint number = (guint) strtoul (argv[argc - 1], NULL, 10);
  return run_corpus (argv[1], argc == 4 ? number : 0, argc == 4 ? number + 1 : number, argc == 4);
}
