// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-picture.h"

#include "gate-access.h"
#include "gate-task.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Bytes and pixels above which nothing is decoded: a small file can claim a huge picture. */
#define BYTES_MAX (8 * 1024 * 1024)
#define PIXELS_MAX (24 * 1000 * 1000)
/* What cairo can paint. */
#define SIDE_MAX 32767
/* Pixels that are kept: no window shows more at once. */
#define KEPT_MAX (4 * 1000 * 1000)

struct _GatePicture {
  AdwBin        parent_instance;

  GCancellable *cancellable; /* (owned) (nullable): while it is decoded */
  char         *name;
  GtkWidget    *otherwise;   /* (owned) (nullable): what is shown where it cannot be */
};

G_DEFINE_FINAL_TYPE (GatePicture, gate_picture, ADW_TYPE_BIN)

typedef struct {
  char     *data;
  GWeakRef  picture;
} Decoding;

GATE_DEFINE_DATA (Decoding, decoding)

static void
decoding_clear (Decoding *self)
{
  g_free (self->data);
  g_weak_ref_clear (&self->picture);
}

/* (element-type GTask): one after the other, whichever window they are for, since each takes up to 200 MB for the while. Main loop only. */
static GQueue waiting = G_QUEUE_INIT;
static gboolean busy;

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

/* Of more pixels than are kept, fewer. texture: (transfer full). */
static GdkTexture *
shrink (GdkTexture *texture)
{
  g_autoptr(GdkTexture) large = texture;
  int width = gdk_texture_get_width (large);
  int height = gdk_texture_get_height (large);
  double scale = sqrt ((double) KEPT_MAX / ((double) width * height));
  int new_width = MAX ((int) (width * scale), 1);
  int new_height = MAX ((int) (height * scale), 1);
  cairo_surface_t *from, *to;
  cairo_t *cr;
  g_autoptr(GBytes) bytes = NULL;

  if (scale >= 1)
    return g_steal_pointer (&large);
  from = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  to = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, new_width, new_height);
  gdk_texture_download (large, cairo_image_surface_get_data (from), (gsize) cairo_image_surface_get_stride (from));
  cairo_surface_mark_dirty (from);
  cr = cairo_create (to);
  cairo_scale (cr, (double) new_width / width, (double) new_height / height);
  cairo_set_source_surface (cr, from, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (from);
  cairo_surface_flush (to);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (to),
                                      (gsize) cairo_image_surface_get_stride (to) * (gsize) new_height,
                                      (GDestroyNotify) cairo_surface_destroy, to);
  return gdk_memory_texture_new (new_width, new_height, GDK_MEMORY_DEFAULT, bytes, (gsize) cairo_image_surface_get_stride (to));
}

/* What decodes pictures takes the memory for all pixels at once, so what a picture claims is looked at before. */
static GdkTexture *
decode (const guchar  *bytes,
        gsize          size,
        GError       **error)
{
  g_autoptr(GBytes) wrapped = NULL;
  GdkTexture *texture;
  guint width, height;

  if ((!read_png_size (bytes, size, &width, &height) && !read_jpeg_size (bytes, size, &width, &height)) ||
      width == 0 || height == 0 || width > SIDE_MAX || height > SIDE_MAX || (guint64) width * height > PIXELS_MAX)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "This is no picture that can be shown");
      return NULL;
    }
  wrapped = g_bytes_new_static (bytes, size);
  texture = gdk_texture_new_from_bytes (wrapped, error);
  return texture ? shrink (texture) : NULL;
}

static void
decode_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Decoding *work = data;
  GError *error = NULL;
  gsize size;
  g_autofree guchar *bytes = g_base64_decode (work->data, &size);
  GdkTexture *texture = decode (bytes, size, &error);

  if (texture)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
decode_next (void)
{
  while (!busy && !g_queue_is_empty (&waiting))
    {
      g_autoptr(GTask) task = g_queue_pop_head (&waiting);

      busy = TRUE;
      g_task_run_in_thread (task, decode_in_thread);
    }
}

static void
did_decode (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr(GatePicture) self = g_weak_ref_get (&decoding_of (result)->picture);
  GtkWidget *picture, *clamp;

  busy = FALSE;
  decode_next ();
  if (!self || !self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (!texture)
    {
      adw_bin_set_child (ADW_BIN (self), self->otherwise);
      return;
    }
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_SCALE_DOWN);
  /* In GTK 4.8 the alternative text describes, and names nothing. */
  gate_access_set_name (picture, self->name);
  /* No larger than it is: a picture asks for the height that it would have with all the width that there is. */
  clamp = g_object_new (ADW_TYPE_CLAMP, "child", picture, "maximum-size", gdk_texture_get_width (texture),
                        "tightening-threshold", gdk_texture_get_width (texture), "halign", GTK_ALIGN_START, NULL);
  adw_bin_set_child (ADW_BIN (self), clamp);
}

static void
gate_picture_dispose (GObject *object)
{
  GatePicture *self = GATE_PICTURE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->otherwise);
  G_OBJECT_CLASS (gate_picture_parent_class)->dispose (object);
}

static void
gate_picture_finalize (GObject *object)
{
  g_free (GATE_PICTURE (object)->name);
  G_OBJECT_CLASS (gate_picture_parent_class)->finalize (object);
}

static void
gate_picture_class_init (GatePictureClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_picture_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_picture_finalize;
}

static void
gate_picture_init (GatePicture *self)
{
}

static void
begin (GatePicture *self,
       const char  *data)
{
  GtkWidget *spinner = gtk_spinner_new ();
  Decoding *work = decoding_new ();
  GTask *task;

  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_halign (spinner, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, self->name, -1);
  adw_bin_set_child (ADW_BIN (self), spinner);
  self->cancellable = g_cancellable_new ();
  work->data = g_strdup (data);
  g_weak_ref_init (&work->picture, self);
  task = gate_task_new (NULL, self->cancellable, did_decode, NULL, gate_picture_new);
  decoding_attach (task, work);
  g_queue_push_tail (&waiting, task);
  decode_next ();
}

/**
 * gate_picture_new:
 * @data: base64 of a PNG or a JPEG
 * @name: (nullable): what it shows, for a screen reader
 * @otherwise: what is shown where it cannot be
 *
 * Returns: the picture, no larger than it is, once it is decoded
 */
GtkWidget *
gate_picture_new (const char *data,
                  const char *name,
                  GtkWidget  *otherwise)
{
  GatePicture *self = g_object_new (GATE_TYPE_PICTURE, NULL);

  self->name = gate_text_make_visible (name ? name : _("Picture from the service"), GATE_TEXT_LINE);
  self->otherwise = g_object_ref_sink (otherwise);
  if (strlen (data) / 4 * 3 > BYTES_MAX)
    adw_bin_set_child (ADW_BIN (self), otherwise);
  else
    begin (self, data);
  return GTK_WIDGET (self);
}

/**
 * gate_picture_get_loading:
 * @self: a picture
 *
 * Returns: %TRUE until it is shown, or what is shown in its place
 */
gboolean
gate_picture_get_loading (GatePicture *self)
{
  g_return_val_if_fail (GATE_IS_PICTURE (self), FALSE);
  return self->cancellable != NULL;
}
