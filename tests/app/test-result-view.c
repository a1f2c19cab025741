// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-app-test.h"
#include "gate-content-widgets.h"
#include "gate-error.h"
#include "gate-picture.h"
#include "gate-result-view.h"

#include <string.h>

#define DOT "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg=="
#define WIDE "iVBORw0KGgoAAAANSUhEUgAAnEAAAAAKCAIAAABYxawQAAAACElEQVR4nAMAAAAAAUgGidI="
#define CUT_OFF "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAACUlEQVR4nGMAAAABAAFe/335"
#define SAYS_60000 "iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAIAAAAPsOIVAAAACUlEQVR4nGMAAAABAAFe/335AAAAAElFTkSuQmCC"

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

/* All the texts of a widget and what is in it, a line each. */
static void
collect (GtkWidget *widget,
         GString   *texts,
         guint     *n_pictures)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (texts, "%s\n", gtk_label_get_label (GTK_LABEL (widget)));
  *n_pictures += GTK_IS_PICTURE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    collect (child, texts, n_pictures);
}

/* Pictures are decoded beside the main loop. */
static gboolean
is_loading (GtkWidget *widget)
{
  if (GATE_IS_PICTURE (widget))
    return gate_picture_get_loading (GATE_PICTURE (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (is_loading (child))
      return TRUE;
  return FALSE;
}

static void
wait_for_pictures (GtkWidget *widget)
{
  gate_test_wait_until (!is_loading (widget));
}

static char *
texts_of (const char *json,
          guint      *n_pictures)
{
  g_autoptr(JsonNode) node = parse (json);
  GateResultView *view = g_object_ref_sink (g_object_new (GATE_TYPE_RESULT_VIEW, NULL));
  GString *texts = g_string_new (NULL);

  *n_pictures = 0;
  gate_result_view_show_result (view, node);
  g_assert_nonnull (adw_bin_get_child (ADW_BIN (view)));
  wait_for_pictures (GTK_WIDGET (view));
  collect (GTK_WIDGET (view), texts, n_pictures);
  gate_result_view_clear (view);
  g_assert_null (adw_bin_get_child (ADW_BIN (view)));
  g_assert_finalize_object (view);
  return g_string_free (texts, FALSE);
}

/* What is odd in an answer is left out or shown as data, and nothing falls over. */
static void
test_hostile (void)
{
  static const struct {
    const char *json;
    const char *shown;
    const char *hidden;
  } cases[] = {
    { "{}", "nothing to show", NULL },
    { "{\"content\":[]}", "nothing to show", NULL },
    { "{\"content\":[1,null,\"x\",[]]}", "nothing to show", NULL },
    { "{\"content\":{\"type\":\"text\"}}", "nothing to show", NULL },
    { "{\"content\":[{\"type\":\"text\"}]}", "\"type\"", NULL },
    { "{\"content\":[{\"type\":\"text\",\"text\":17}]}", "17", NULL },
    { "{\"content\":[{\"type\":\"text\",\"text\":\"<b>bold</b> \\u202eevil\"}]}", "<b>bold</b>", "\xe2\x80\xae" },
    { "{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"AAAA\"}]}", "image/png", NULL },
    { "{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/svg+xml\",\"data\":\"PHN2Zz4=\"}]}", "image/svg+xml", NULL },
    { "{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"" SAYS_60000 "\"}]}", "image/png", NULL },
    { "{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"" WIDE "\"}]}", "image/png", NULL },
    { "{\"isError\":[],\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"" CUT_OFF "\"}]}", "image/png", NULL },
    { "{\"content\":[{\"type\":\"image\",\"data\":\"" DOT "\"}]}", "bytes", NULL },
    { "{\"content\":[{\"type\":\"resource\",\"resource\":5}]}", "resource", NULL },
    { "{\"messages\":[3,{\"role\":\"user\"},{\"role\":7,\"content\":9}]}", "You", NULL },
    { "{\"structuredContent\":[{\"a\":{\"b\":1}}]}", "\"b\"", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_pictures;
      g_autofree char *texts = texts_of (cases[i].json, &n_pictures);

      g_test_message ("%s", cases[i].json);
      g_assert_nonnull (strstr (texts, cases[i].shown));
      g_assert_true (!cases[i].hidden || !strstr (texts, cases[i].hidden));
      g_assert_cmpuint (n_pictures, ==, 0);
    }
}

static void
test_kinds (void)
{
  static const struct {
    const char *json;
    const char *shown;
    guint       n_pictures;
  } cases[] = {
    { "{\"content\":[{\"type\":\"text\",\"text\":\"42 invoices\"}]}", "42 invoices\n", 0 },
    { "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"no\"}]}", "reported an error", 0 },
    { "{\"content\":[{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"" DOT "\"}]}", "", 1 },
    { "{\"content\":[{\"type\":\"resource_link\",\"name\":\"Note\",\"uri\":\"note://1\"}]}", "Note\nnote://1\nRead\n", 0 },
    { "{\"content\":[{\"type\":\"resource_link\",\"name\":\"Note\",\"uri\":\"note://1\",\"description\":\"Of May\"}]}", "note://1\nOf May\nRead\n", 0 },
    { "{\"content\":[{\"type\":\"resource_link\",\"name\":\"Note\"}]}", "Note\n\n", 0 },
    { "{\"content\":[{\"type\":\"resource\",\"resource\":{\"uri\":\"note://1\",\"text\":\"hi\"}}]}", "hi\n", 0 },
    { "{\"contents\":[{\"uri\":\"note://1\",\"text\":\"hello\"}]}", "hello\n", 0 },
    { "{\"messages\":[{\"role\":\"assistant\",\"content\":{\"type\":\"text\",\"text\":\"ok\"}}]}", "Assistant\nok\n", 0 },
    { "{\"contents\":[{\"uri\":\"note://1\",\"mimeType\":\"text/plain\",\"blob\":\"aGVsbG8=\"}]}", "hello\n", 0 },
    { "{\"contents\":[{\"uri\":\"note://1\",\"mimeType\":\"text/plain\",\"blob\":\"/w==\"}]}", "text/plain, about 3 bytes\n", 0 },
    { "{\"content\":[{\"type\":\"text\",\"text\":\"no\",\"annotations\":{\"audience\":[\"user\",\"assistant\"],\"priority\":0.7}}]}",
      "no\nFor you and the assistant · Priority 70 %\n", 0 },
    { "{\"content\":[{\"type\":\"text\",\"text\":\"no\",\"annotations\":{\"audience\":[7,\"assistant\"],\"priority\":\"x\"}}]}",
      "no\nFor the assistant\n", 0 },
    { "{\"content\":[{\"type\":\"text\",\"text\":\"no\",\"annotations\":{\"priority\":17}}]}", "no\nPriority 100 %\n", 0 },
    { "{\"structuredContent\":{\"a\":1,\"b\":null},\"content\":[{\"type\":\"text\",\"text\":\"{\\\"b\\\":null,\\\"a\\\":1}\"}]}",
      "a\n1\nb\n\nAs _Text\n", 0 },
    { "{\"structuredContent\":{\"rows\":[{\"id\":7,\"open\":true},{\"id\":8,\"to\":null}]}}", "id\n7\n8\nopen\ntrue\n\nto\n\n\n", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_pictures;
      g_autofree char *texts = texts_of (cases[i].json, &n_pictures);

      g_test_message ("%s: %s", cases[i].json, texts);
      g_assert_nonnull (strstr (texts, cases[i].shown));
      g_assert_cmpuint (n_pictures, ==, cases[i].n_pictures);
    }
}

/* Three by two pixels, grey. */
#define PATCH "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1x" \
              "eXBkeFxlZ2P/wAALCAACAAMBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AH//Z"

static gboolean
is_picture (GByteArray *bytes)
{
  g_autofree char *data = g_base64_encode (bytes->data, bytes->len);
  GtkWidget *otherwise = gtk_label_new ("otherwise");
  GtkWidget *picture = g_object_ref_sink (gate_picture_new (data, NULL, otherwise));
  gboolean shown;

  g_object_add_weak_pointer (G_OBJECT (otherwise), (gpointer *) &otherwise);
  wait_for_pictures (picture);
  shown = gate_test_find_widget (picture, GTK_TYPE_PICTURE) != NULL;
  g_assert_true (shown || adw_bin_get_child (ADW_BIN (picture)) == otherwise);
  g_assert_finalize_object (picture);
  g_assert_null (otherwise);
  return shown;
}

/* What claims more pixels than anybody looks at is not decoded, wherever it hides the claim. */
static void
test_jpeg (void)
{
  static const guint8 huge[] = { 0x17, 0x70, 0x17, 0x70 }, no_segment[] = { 0xff, 0x01 }, comment[] = { 0xff, 0xfe, 0xff, 0xfa };
  static const guint8 small_frame[] = { 0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x01, 0x00, 0x01 };
  g_autofree guint8 *filler = g_malloc0 (0xfff8);
  g_autoptr(GByteArray) patch = g_byte_array_new ();
  g_autoptr(GByteArray) hidden = g_byte_array_new ();
  gsize size;
  g_autofree guchar *bytes = g_base64_decode (PATCH, &size);

  g_byte_array_append (patch, bytes, (guint) size);
  g_assert_true (is_picture (patch));
  memcpy (patch->data + 94, huge, sizeof huge);
  g_assert_false (is_picture (patch));
  /* Behind a marker without a length, and before what looks like a frame header to who takes the next marker for one. */
  memcpy (filler + 65508 - 26, small_frame, sizeof small_frame);
  g_byte_array_append (hidden, patch->data, 2);
  g_byte_array_append (hidden, no_segment, sizeof no_segment);
  g_byte_array_append (hidden, patch->data + 2, 18);
  g_byte_array_append (hidden, comment, sizeof comment);
  g_byte_array_append (hidden, filler, 0xfff8);
  g_byte_array_append (hidden, patch->data + 20, patch->len - 20);
  g_assert_false (is_picture (hidden));
}

/* Nobody waits while the names of a hundred thousand columns are compared. */
static void
test_many_columns (void)
{
  g_autoptr(GString) json = g_string_new ("{\"structuredContent\":[{\"n\":0");
  g_autofree char *texts = NULL;
  guint n_pictures;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (json, ",\"%u\":1", i);
  g_string_append (json, "}]}");
  texts = texts_of (json->str, &n_pictures);
  g_assert_nonnull (strstr (texts, "\"99\""));
}

/* A long answer is shown in part, and says so: laying all of it out would hold up the window for seconds. */
static void
test_long_answer (void)
{
  g_autoptr(GString) json = g_string_new ("{\"content\":[");
  g_autofree char *words = g_strnfill (20000, 'x');
  g_autofree char *texts = NULL;
  guint n_pictures;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (json, "%s{\"type\":\"resource\",\"resource\":{\"uri\":\"note://%u\",\"text\":\"%s\"}}", i ? "," : "", i, words);
  g_string_append (json, "]}");
  texts = texts_of (json->str, &n_pictures);
  g_assert_nonnull (strstr (texts, "note://1\n"));
  g_assert_null (strstr (texts, "note://2\n"));
  g_assert_nonnull (strstr (texts, "48 more parts are not shown here."));
}

/* What was empty when its window came up is as high as its text is at the width that it has. */
static void
test_height (void)
{
  GtkWidget *window = gtk_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *view = g_object_new (GATE_TYPE_RESULT_VIEW, NULL);
  g_autofree char *words = g_strnfill (400, 'x');
  g_autofree char *json = g_strdup_printf ("{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}", words);
  g_autoptr(JsonNode) node = parse (json);
  int narrow, wide;

  gtk_box_append (GTK_BOX (box), gtk_label_new ("above"));
  gtk_box_append (GTK_BOX (box), view);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  gate_test_wait_until (gtk_widget_get_width (box) > 0);
  for (guint i = 0; i < 2; i++)
    {
      gate_result_view_show_result (GATE_RESULT_VIEW (view), node);
      gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 400, NULL, &narrow, NULL, NULL);
      gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 2000, NULL, &wide, NULL, NULL);
      g_assert_cmpint (narrow, >, wide);
      gate_result_view_clear (GATE_RESULT_VIEW (view));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static cairo_status_t
append (void                *closure,
        const unsigned char *bytes,
        unsigned int         size)
{
  g_byte_array_append (closure, bytes, size);
  return CAIRO_STATUS_SUCCESS;
}

/* Of what is larger than any window no more is kept than a window shows, and it keeps its shape. */
static void
test_large_picture (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 4000, 2000);
  g_autoptr(GByteArray) png = g_byte_array_new ();
  g_autofree char *data = NULL;
  GtkWidget *picture;
  GdkPaintable *shown;

  cairo_surface_write_to_png_stream (surface, append, png);
  cairo_surface_destroy (surface);
  data = g_base64_encode (png->data, png->len);
  picture = g_object_ref_sink (gate_picture_new (data, NULL, gtk_label_new ("otherwise")));
  g_assert_true (gate_picture_get_loading (GATE_PICTURE (picture)));
  wait_for_pictures (picture);
  shown = gtk_picture_get_paintable (GTK_PICTURE (gate_test_find_widget (picture, GTK_TYPE_PICTURE)));
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (shown), <, 4000);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (shown), >, 2000);
  g_assert_cmpint (ABS (gdk_paintable_get_intrinsic_width (shown) - 2 * gdk_paintable_get_intrinsic_height (shown)), <=, 2);
  g_assert_finalize_object (picture);
}

/* Who closes the window does not wait for its pictures, and those of others still come. */
static void
test_closed_meanwhile (void)
{
  GtkWidget *picture;

  for (guint i = 0; i < 3; i++)
    {
      picture = g_object_ref_sink (gate_picture_new (DOT, NULL, gtk_label_new ("otherwise")));
      g_assert_finalize_object (picture);
    }
  picture = g_object_ref_sink (gate_picture_new (DOT, NULL, gtk_label_new ("otherwise")));
  wait_for_pictures (picture);
  g_assert_nonnull (gate_test_find_widget (picture, GTK_TYPE_PICTURE));
  g_assert_finalize_object (picture);
}

/* Each takes memory: what a hundred would take is not for a server to choose. */
static void
test_many_pictures (void)
{
  g_autoptr(GString) json = g_string_new ("{\"content\":[");
  g_autofree char *texts = NULL;
  guint n_pictures;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (json, "%s{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"" DOT "\"}", i ? "," : "");
  g_string_append (json, "]}");
  texts = texts_of (json->str, &n_pictures);
  g_assert_cmpuint (n_pictures, ==, 8);
  g_assert_nonnull (strstr (texts, "12 more parts are not shown here."));
}

/* Also what each has in messages, and what is of no known kind. */
static void
test_long_messages (void)
{
  g_autoptr(GString) json = g_string_new ("{\"messages\":[");
  g_autofree char *words = g_strnfill (30000, 'x');
  g_autofree char *texts = NULL;
  guint n_pictures;

  for (guint i = 0; i < 50; i++)
    g_string_append_printf (json, "%s{\"role\":\"user\",\"content\":{\"type\":\"odd\",\"odd\":\"%s\"}}", i ? "," : "", words);
  g_string_append (json, "]}");
  texts = texts_of (json->str, &n_pictures);
  g_assert_nonnull (strstr (texts, "48 more parts are not shown here."));
}

static void
test_error (void)
{
  GateResultView *view = g_object_ref_sink (g_object_new (GATE_TYPE_RESULT_VIEW, NULL));
  g_autoptr(GError) error = gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_SERVICE, "Try later.", "No answer came");
  g_autoptr(GString) texts = g_string_new (NULL);
  guint n_pictures = 0;

  gate_result_view_show_error (view, error);
  collect (GTK_WIDGET (view), texts, &n_pictures);
  g_assert_nonnull (strstr (texts->str, "No answer came. Try later."));
  g_assert_finalize_object (view);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/result-view/hostile", test_hostile);
  g_test_add_func ("/app/result-view/kinds", test_kinds);
  g_test_add_func ("/app/result-view/jpeg", test_jpeg);
  g_test_add_func ("/app/result-view/many-columns", test_many_columns);
  g_test_add_func ("/app/result-view/long-answer", test_long_answer);
  g_test_add_func ("/app/result-view/height", test_height);
  g_test_add_func ("/app/result-view/large-picture", test_large_picture);
  g_test_add_func ("/app/result-view/closed-meanwhile", test_closed_meanwhile);
  g_test_add_func ("/app/result-view/many-pictures", test_many_pictures);
  g_test_add_func ("/app/result-view/long-messages", test_long_messages);
  g_test_add_func ("/app/result-view/error", test_error);
  return g_test_run ();
}
