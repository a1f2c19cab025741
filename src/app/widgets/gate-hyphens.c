// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hyphens.h"

/**
 * gate_hyphens_forbid_in_label:
 * @label: a label that shows an address, a command or a text of a program
 *
 * Where a line ends within a word Pango shows a hyphen, which would be taken for a letter of it.
 */
void
gate_hyphens_forbid_in_label (GtkLabel *label)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (GTK_IS_LABEL (label));
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}

static void
text_changed (GtkTextBuffer *buffer,
              GtkTextTag    *tag)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
}

/**
 * gate_hyphens_forbid_in_view:
 * @view: a view of such a text
 *
 * The same, also for what is written or pasted into it.
 */
void
gate_hyphens_forbid_in_view (GtkTextView *view)
{
  GtkTextBuffer *buffer;
  GtkTextTag *tag;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  buffer = gtk_text_view_get_buffer (view);
  tag = gtk_text_buffer_create_tag (buffer, NULL, "insert-hyphens", FALSE, NULL);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (text_changed), tag, 0);
  text_changed (buffer, tag);
}
