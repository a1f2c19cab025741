// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-picture.h"

#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Bytes and pixels above which nothing is decoded: a small file can claim a huge picture. */
#define BYTES_MAX (8 * 1024 * 1024)
#define PIXELS_MAX (24 * 1000 * 1000)

static guint
big_endian (const guchar *bytes,
            guint         n)
{
  guint value = 0;

  for (guint i = 0; i < n; i++)
    value = value << 8 | bytes[i];
  return value;
}

/* PNG, third edition, 5.2 and 11.2.1: the signature, then IHDR with width and height. */
static gboolean
read_png_size (const guchar *bytes,
               gsize         size,
               guint        *width,
               guint        *height)
{
  if (size < 24 || memcmp (bytes, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) != 0)
    return FALSE;
  *width = big_endian (bytes + 16, 4);
  *height = big_endian (bytes + 20, 4);
  return TRUE;
}

/* ITU-T T.81, B.1.1.3: what may stand before a frame header and has a length: DHT, DAC, DQT, DRI, APPn, COM. Where another marker
 * stands, a decoder would find another frame header than we. */
static gboolean
is_segment (guint marker)
{
  return marker == 0xc4 || marker == 0xcc || marker == 0xdb || marker == 0xdd || marker == 0xfe || (marker >= 0xe0 && marker <= 0xef);
}

/* ITU-T T.81, B.1.1 and B.2.2: segments up to the first frame header (SOF0 to SOF15, less DHT, JPG and DAC). */
static gboolean
read_jpeg_size (const guchar *bytes,
                gsize         size,
                guint        *width,
                guint        *height)
{
  gsize at = 2;

  if (size < 4 || bytes[0] != 0xff || bytes[1] != 0xd8)
    return FALSE;
  while (at + 9 <= size && bytes[at] == 0xff)
    {
      guint marker = bytes[at + 1];

      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          *height = big_endian (bytes + at + 5, 2);
          *width = big_endian (bytes + at + 7, 2);
          return TRUE;
        }
      if (marker != 0xff && !is_segment (marker))
        return FALSE;
      at += marker == 0xff ? 1 : 2 + big_endian (bytes + at + 2, 2);
    }
  return FALSE;
}

/* What decodes pictures takes the memory for all pixels at once, so what a picture claims is looked at before. */
static GdkTexture *
decode (const guchar *bytes,
        gsize         size)
{
  g_autoptr(GBytes) wrapped = NULL;
  guint width, height;

  if (!read_png_size (bytes, size, &width, &height) && !read_jpeg_size (bytes, size, &width, &height))
    return NULL;
  if (width == 0 || height == 0 || (guint64) width * height > PIXELS_MAX)
    return NULL;
  wrapped = g_bytes_new_static (bytes, size);
  return gdk_texture_new_from_bytes (wrapped, NULL);
}

/**
 * gate_picture_new:
 * @data: base64 of a PNG or a JPEG
 * @name: (nullable): what it shows, for a screen reader
 *
 * Returns: (nullable): the picture, no larger than it is; %NULL where it cannot be shown
 */
GtkWidget *
gate_picture_new (const char *data,
                  const char *name)
{
  g_autofree guchar *bytes = NULL;
  g_autofree char *label = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  GtkWidget *picture;
  gsize size;

  if (strlen (data) / 4 * 3 > BYTES_MAX)
    return NULL;
  bytes = g_base64_decode (data, &size);
  texture = decode (bytes, size);
  if (!texture)
    return NULL;
  label = gate_text_make_visible (name ? name : _("Picture from the service"), GATE_TEXT_LINE);
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), label);
  gtk_widget_set_halign (picture, GTK_ALIGN_START);
  return picture;
}
