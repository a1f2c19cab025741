// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-rpc-line-buffer.h"
#include "gate-rpc-line-reader.h"
#include "gate-test.h"

#include <string.h>

#define MIB (1024u * 1024)

static void
assert_line (GBytes     *line,
             const char *expected)
{
  g_assert_nonnull (line);
  g_assert_cmpmem (g_bytes_get_data (line, NULL), g_bytes_get_size (line), expected, strlen (expected));
}

/* Every way to cut a text in two, and byte by byte. */
static void
test_cuts (void)
{
  static const char text[] = "{\"a\":1}\r\n\n\r\n[2]\n{\"ä\":\"\\n\"}\nrest\r";
  static const char *const lines[] = { "{\"a\":1}", "[2]", "{\"ä\":\"\\n\"}" };

  for (gsize step = 1; step < sizeof text; step++)
    {
      g_autoptr(GateRpcLineBuffer) buffer = gate_rpc_line_buffer_new (100);
      g_autoptr(GError) error = NULL;
      guint n_lines = 0;

      for (gsize at = 0; at < sizeof text - 1; at += step)
        {
          GBytes *line;

          g_assert_true (gate_rpc_line_buffer_append (buffer, text + at, MIN (step, sizeof text - 1 - at), &error));
          while ((line = gate_rpc_line_buffer_take (buffer, &error)))
            {
              assert_line (line, lines[n_lines++]);
              g_bytes_unref (line);
            }
          g_assert_no_error (error);
        }
      g_assert_cmpuint (n_lines, ==, 3);
      g_autoptr(GBytes) rest = gate_rpc_line_buffer_take_rest (buffer);
      assert_line (rest, "rest");
      g_assert_null (gate_rpc_line_buffer_take_rest (buffer));
    }
}

/* Feeds until the buffer refuses; returns how many bytes it took. */
static gsize
feed_endless (gsize limit,
              gsize step)
{
  g_autoptr(GateRpcLineBuffer) buffer = gate_rpc_line_buffer_new (limit);
  g_autofree char *chunk = g_strnfill (step, 'x');
  g_autoptr(GError) error = NULL;
  gsize taken = 0;

  while (gate_rpc_line_buffer_append (buffer, chunk, step, &error))
    {
      taken += step;
      g_assert_null (gate_rpc_line_buffer_take (buffer, &error));
      if (error)
        break;
    }
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
  return taken;
}

static void
test_limit (void)
{
  g_autoptr(GateRpcLineBuffer) buffer = gate_rpc_line_buffer_new (8);
  g_autoptr(GError) error = NULL;

  g_assert_true (gate_rpc_line_buffer_append (buffer, "12345678\r\n12345678\n123456789\n", 29, &error));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GBytes) line = gate_rpc_line_buffer_take (buffer, &error);
      assert_line (line, "12345678");
    }
  g_assert_null (gate_rpc_line_buffer_take (buffer, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TOO_LARGE);
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_SERVICE);
  g_assert_cmpuint (feed_endless (1000, 64), <, 1200);
}

static gint64
time_to_feed (gsize size)
{
  g_autoptr(GateRpcLineBuffer) buffer = gate_rpc_line_buffer_new (64 * MIB);
  g_autofree char *chunk = g_strnfill (4096, 'x');
  gint64 begin = g_get_monotonic_time ();

  for (gsize at = 0; at < size; at += 4096)
    {
      g_assert_true (gate_rpc_line_buffer_append (buffer, chunk, 4096, NULL));
      g_assert_null (gate_rpc_line_buffer_take (buffer, NULL));
    }
  g_assert_true (gate_rpc_line_buffer_append (buffer, "\n", 1, NULL));
  g_autoptr(GBytes) line = gate_rpc_line_buffer_take (buffer, NULL);
  g_assert_cmpuint (g_bytes_get_size (line), ==, size);
  return g_get_monotonic_time () - begin;
}

/* 64 times the size in far less than 64 squared times the time: a quadratic reader would take minutes. */
static void
test_linear (void)
{
  gint64 small = MAX (time_to_feed (MIB), 1000);
  gint64 large = time_to_feed (64 * MIB);

  g_test_message ("1 MiB: %" G_GINT64_FORMAT " us, 64 MiB: %" G_GINT64_FORMAT " us", small, large);
  g_assert_cmpint (large, <, small * 64 * 16);
}

static GBytes *
read_line (GateRpcLineReader  *reader,
           GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_rpc_line_reader_read_async (reader, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  return gate_rpc_line_reader_read_finish (reader, result, error);
}

static void
test_reader (void)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data ("one\r\n\ntwo\nthr", -1, NULL);
  g_autoptr(GateRpcLineReader) reader = gate_rpc_line_reader_new (stream, 100);
  static const char *const lines[] = { "one", "two", "thr" };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(GBytes) line = read_line (reader, &error);
      assert_line (line, lines[i]);
    }
  g_assert_null (read_line (reader, &error));
  g_assert_no_error (error);
  g_clear_object (&stream);
  gate_test_finalize (reader);
}

static void
test_reader_cancelled (void)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data ("one", -1, NULL);
  g_autoptr(GateRpcLineReader) reader = gate_rpc_line_reader_new (stream, 100);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  gate_rpc_line_reader_read_async (reader, cancellable, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_assert_null (gate_rpc_line_reader_read_finish (reader, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rpc/lines/limit", test_limit);
  g_test_add_func ("/rpc/lines/cuts", test_cuts);
  g_test_add_func ("/rpc/lines/linear", test_linear);
  g_test_add_func ("/rpc/lines/reader", test_reader);
  g_test_add_func ("/rpc/lines/reader-cancelled", test_reader_cancelled);
  return g_test_run ();
}
