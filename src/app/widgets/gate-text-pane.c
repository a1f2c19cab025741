// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-text-pane.h"

#include "gate-access.h"
#include "gate-focus.h"
#include "gate-hyphens.h"
#include "gate-text.h"

#include <glib/gi18n.h>

#define MARGIN 9
#define MIN_HEIGHT 72
#define MAX_HEIGHT 220
/* For how wide a view its height is chosen, and by how much of the text. */
#define USUAL_WIDTH 380
#define MEASURED_CHARS 4000
/* More than this in one view is slow; that there is more is said. */
#define SHOWN_CHARS 20000

struct _GateTextPane {
  GtkBox     parent_instance;

  GtkWidget *label;
  GtkWidget *scroller;
  GtkWidget *view;
};

G_DEFINE_FINAL_TYPE (GateTextPane, gate_text_pane, GTK_TYPE_BOX)

static gboolean
gate_text_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GATE_TEXT_PANE (widget)->view);
}

static void
gate_text_pane_class_init (GateTextPaneClass *klass)
{
  gate_focus_begin_with (GTK_WIDGET_CLASS (klass), gate_text_pane_grab_focus);
}

static void
gate_text_pane_init (GateTextPane *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (gtk_text_view_new ());
  GtkWidget *frame = gtk_frame_new (NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->label = gtk_label_new (NULL);
  self->view = GTK_WIDGET (view);
  self->scroller = gtk_scrolled_window_new ();
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (self->label), self->view);
  gtk_widget_add_css_class (self->label, "heading");
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gate_hyphens_forbid_in_view (view);
  /* Tab goes on, as everywhere. */
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_top_margin (view, MARGIN);
  gtk_text_view_set_bottom_margin (view, MARGIN);
  gtk_text_view_set_left_margin (view, MARGIN);
  gtk_text_view_set_right_margin (view, MARGIN);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_frame_set_child (GTK_FRAME (frame), self->scroller);
  gtk_box_append (GTK_BOX (self), self->label);
  gtk_box_append (GTK_BOX (self), frame);
}

/* A view knows its own height only when it is shown, which is too late for the window. */
static int
measure (GateTextPane *self,
         const char   *text,
         gboolean      monospace)
{
  g_autofree char *part = gate_text_shorten (text, MEASURED_CHARS);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (self->view, part);
  int height;

  if (monospace)
    {
      PangoFontDescription *font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (layout)));

      pango_font_description_set_family (font, "monospace");
      pango_layout_set_font_description (layout, font);
      pango_font_description_free (font);
    }
  pango_layout_set_width (layout, USUAL_WIDTH * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return CLAMP (height + 2 * MARGIN, 0, MAX_HEIGHT);
}

/**
 * gate_text_pane_new:
 * @label: what it is, already safe to show; a mnemonic is understood where it can be edited
 * @text: (nullable): the text; made visible where it is only to be read
 * @editable: whether the person may write
 * @monospace: whether it is a program's text
 *
 * Returns: (transfer full): the widget
 */
GtkWidget *
gate_text_pane_new (const char *label,
                     const char *text,
                     gboolean    editable,
                     gboolean    monospace)
{
  GateTextPane *self = g_object_new (GATE_TYPE_TEXT_PANE, NULL);
  long length = text ? g_utf8_strlen (text, -1) : 0;
  g_autofree char *shortened = !editable && length > SHOWN_CHARS ? gate_text_shorten (text, SHOWN_CHARS) : NULL;
  g_autofree char *shown = editable ? g_strdup (text ? text : "")
                                    : gate_text_make_visible (shortened ? shortened : text ? text : "", GATE_TEXT_BLOCK);
  /* Translators: what it is; then how many characters of it are shown. */
  g_autofree char *partly = shortened ? g_strdup_printf (_("%s (the first %d of %ld characters)"), label, SHOWN_CHARS, length) : NULL;

  if (partly)
    label = partly;
  gtk_label_set_text (GTK_LABEL (self->label), label);
  if (editable)
    {
      gtk_label_set_use_underline (GTK_LABEL (self->label), TRUE);
      gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), MIN_HEIGHT);
    }
  else
    gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), measure (self, shown, monospace));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self->view), editable);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->view), monospace);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), shown, -1);
  gate_access_set_name (self->view, gtk_label_get_text (GTK_LABEL (self->label)));
  return GTK_WIDGET (self);
}

/**
 * gate_text_pane_get_buffer:
 * @self: a block
 *
 * Returns: (transfer none): what is in it
 */
GtkTextBuffer *
gate_text_pane_get_buffer (GateTextPane *self)
{
  g_return_val_if_fail (GATE_IS_TEXT_PANE (self), NULL);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

/**
 * gate_text_pane_get_view:
 * @self: a block
 *
 * Returns: (transfer none): the widget that has the focus when it is read or written
 */
GtkWidget *
gate_text_pane_get_view (GateTextPane *self)
{
  g_return_val_if_fail (GATE_IS_TEXT_PANE (self), NULL);
  return self->view;
}

/**
 * gate_text_pane_dup_text:
 * @self: a block
 *
 * Returns: (transfer full): its text
 */
char *
gate_text_pane_dup_text (GateTextPane *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (GATE_IS_TEXT_PANE (self), NULL);
  gtk_text_buffer_get_bounds (gate_text_pane_get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (gate_text_pane_get_buffer (self), &start, &end, FALSE);
}
