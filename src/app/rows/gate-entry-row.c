// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-entry-row.h"

#include "gate-access-words.h"
#include "gate-access.h"
#include "gate-directory-words.h"
#include "gate-text.h"

#include <glib/gi18n.h>

#define AVATAR_SIZE 32
#define DESCRIPTION_MAX 160

struct _GateEntryRow {
  GtkListBoxRow       parent_instance;

  GateDirectoryEntry *entry;       /* (owned) (nullable) */
  GtkWidget          *avatar;
  GtkWidget          *title;
  GtkWidget          *description;
  GtkWidget          *effort;
};

G_DEFINE_FINAL_TYPE (GateEntryRow, gate_entry_row, GTK_TYPE_LIST_BOX_ROW)

static void
gate_entry_row_dispose (GObject *object)
{
  g_clear_object (&GATE_ENTRY_ROW (object)->entry);
  G_OBJECT_CLASS (gate_entry_row_parent_class)->dispose (object);
}

static void
gate_entry_row_class_init (GateEntryRowClass *klass)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_ISO_Enter, GDK_KEY_KP_Enter };

  G_OBJECT_CLASS (klass)->dispose = gate_entry_row_dispose;
  /* The search entry, which takes every key that nobody wants, would take these before the window does. */
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_signal (GTK_WIDGET_CLASS (klass), keys[i], 0, "activate", NULL);
}

/* An inscription asks for the same room whatever it says: a keystroke gives many rows other words, and none of them another size. */
static GtkWidget *
create_line (const char *css_class)
{
  GtkWidget *line = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (line), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (line), 1);
  if (css_class)
    gtk_widget_add_css_class (line, css_class);
  return line;
}

static void
gate_entry_row_init (GateEntryRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  self->avatar = adw_avatar_new (AVATAR_SIZE, NULL, TRUE);
  gtk_widget_set_valign (self->avatar, GTK_ALIGN_CENTER);
  self->title = create_line (NULL);
  self->description = create_line ("dim-label");
  gtk_widget_add_css_class (self->description, "caption");
  self->effort = create_line ("caption");
  gtk_widget_add_css_class (self->effort, "dim-label");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), self->title);
  gtk_box_append (GTK_BOX (lines), self->description);
  gtk_box_append (GTK_BOX (lines), self->effort);
  gtk_widget_add_css_class (arrow, "dim-label");
  gtk_box_append (GTK_BOX (box), self->avatar);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_widget_add_css_class (GTK_WIDGET (self), "entry-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/**
 * gate_entry_row_new:
 *
 * Returns: a row without an entry
 */
GtkWidget *
gate_entry_row_new (void)
{
  return g_object_new (GATE_TYPE_ENTRY_ROW, NULL);
}

/**
 * gate_entry_row_set_entry:
 * @self: a row
 * @entry: what it is to show
 */
void
gate_entry_row_set_entry (GateEntryRow       *self,
                          GateDirectoryEntry *entry)
{
  g_return_if_fail (GATE_IS_ENTRY_ROW (self) && GATE_IS_DIRECTORY_ENTRY (entry));
  if (!g_set_object (&self->entry, entry))
    return;

  g_autofree char *name = gate_text_make_visible (gate_directory_entry_get_name (entry), GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_make_visible (gate_directory_entry_get_description (entry), GATE_TEXT_LINE);
  g_autofree char *description = gate_text_shorten (shown, DESCRIPTION_MAX);
  const char *category = gate_directory_words_category (gate_directory_entry_get_category_title (entry));
  const char *effort = gate_directory_words_effort (gate_directory_entry_get_effort (entry));
  g_autofree char *need = effort ? gate_access_words_capitalize (effort) : NULL;
  /* The end is cut off where there is little room, so that it begins with what matters more. */
  g_autofree char *facts = g_strjoin (" · ", need ? need : category, need ? category : NULL, NULL);
  g_autofree char *named = g_strjoin (", ", name, category, effort, NULL);
  g_autofree char *sentence = g_strdup_printf ("%s. %s", named, description);

  adw_avatar_set_text (ADW_AVATAR (self->avatar), name);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->title), name);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->description), description);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->effort), facts);
  gate_access_set_name (GTK_WIDGET (self), sentence);
}

/**
 * gate_entry_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
GateDirectoryEntry *
gate_entry_row_get_entry (GateEntryRow *self)
{
  g_return_val_if_fail (GATE_IS_ENTRY_ROW (self), NULL);
  return self->entry;
}
