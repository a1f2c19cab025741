// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-chart.h"

#include <gio/gio.h>
#include <math.h>

#define WIDTH 360
#define HEIGHT 200
#define MARGIN 16
#define GAP 8

enum {
  COLOUR_PAPER,
  COLOUR_BAR,
  COLOUR_AXIS,
  N_COLOURS
};

static const guint8 palette[N_COLOURS * 3] = { 0xff, 0xff, 0xff, 0x1a, 0x5f, 0xb4, 0x3d, 0x38, 0x46 };

static guint32
crc32_of (const guint8 *data,
          gsize         size)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (0xedb88320 & -(crc & 1));
    }
  return crc ^ 0xffffffff;
}

static void
append_number (GByteArray *out,
               guint32     number)
{
  guint32 big = GUINT32_TO_BE (number);

  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

/* PNG, third edition, §5.3: length, type, data, and the check sum of the last two. */
static void
append_chunk (GByteArray   *out,
              const char   *type,
              const guint8 *data,
              gsize         size)
{
  guint start = 0;

  append_number (out, (guint32) size);
  start = out->len;
  g_byte_array_append (out, (const guint8 *) type, 4);
  if (size > 0)
    g_byte_array_append (out, data, (guint) size);
  append_number (out, crc32_of (out->data + start, out->len - start));
}

static void
fill_box (guint8 *pixels,
          int     x,
          int     y,
          int     width,
          int     height,
          guint8  colour)
{
  for (int row = y; row < y + height; row++)
    memset (pixels + row * WIDTH + x, colour, (gsize) width);
}

static void
draw_bars (guint8       *pixels,
           const double *values,
           guint         n_values)
{
  double highest = 1;
  int room = (WIDTH - 2 * MARGIN) / (int) n_values;

  for (guint i = 0; i < n_values; i++)
    highest = MAX (highest, values[i]);
  for (guint i = 0; i < n_values; i++)
    {
      int height = (int) lround (values[i] / highest * (HEIGHT - 2 * MARGIN));
      fill_box (pixels, MARGIN + (int) i * room + GAP / 2, HEIGHT - MARGIN - height, room - GAP, height, COLOUR_BAR);
    }
  fill_box (pixels, MARGIN, HEIGHT - MARGIN, WIDTH - 2 * MARGIN, 2, COLOUR_AXIS);
}

static GBytes *
compress (const guint8 *pixels)
{
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  const guint8 no_filter = 0;

  for (int row = 0; row < HEIGHT; row++)
    {
      g_output_stream_write_all (stream, &no_filter, 1, NULL, NULL, NULL);
      g_output_stream_write_all (stream, pixels + row * WIDTH, WIDTH, NULL, NULL, NULL);
    }
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/**
 * gate_sample_chart_draw:
 * @values: (array length=n_values): the height of each bar, from 0
 * @n_values: how many bars, 1 to 24
 *
 * Returns: (transfer full): a bar chart, a PNG image
 */
GBytes *
gate_sample_chart_draw (const double *values,
                        guint         n_values)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  const guint32 size[] = { GUINT32_TO_BE (WIDTH), GUINT32_TO_BE (HEIGHT) };
  const guint8 kind[] = { 8, 3, 0, 0, 0 };      /* 8 bits a pixel, with a palette, compressed, no interlace */
  guint8 header[sizeof size + sizeof kind];
  g_autofree guint8 *pixels = g_malloc0 (WIDTH * HEIGHT);
  GByteArray *out = g_byte_array_new ();

  g_return_val_if_fail (n_values >= 1 && n_values <= 24, g_byte_array_free_to_bytes (out));

  draw_bars (pixels, values, n_values);
  memcpy (header, size, sizeof size);
  memcpy (header + sizeof size, kind, sizeof kind);
  g_autoptr(GBytes) data = compress (pixels);

  g_byte_array_append (out, signature, sizeof signature);
  append_chunk (out, "IHDR", header, sizeof header);
  append_chunk (out, "PLTE", palette, sizeof palette);
  append_chunk (out, "IDAT", g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  append_chunk (out, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (out);
}
