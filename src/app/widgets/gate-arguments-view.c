// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-arguments-view.h"

#include "gate-access.h"
#include "gate-argument-lines.h"
#include "gate-hyphens.h"
#include "gate-json.h"
#include "gate-text-pane.h"
#include "gate-text.h"

#include <glib/gi18n.h>

#define INDENT 18
#define LINE_KEY "gate-argument-line"
/* What a list row is called at most: a screen reader says all of it. */
#define SPOKEN_CHARS 400

struct _GateArgumentsView {
  GtkBox     parent_instance;

  char      *json;
  GPtrArray *lines;
  GtkWidget *list;
  GtkWidget *raw; /* (nullable): once it was asked for */
};

G_DEFINE_FINAL_TYPE (GateArgumentsView, gate_arguments_view, GTK_TYPE_BOX)

static void
gate_arguments_view_finalize (GObject *object)
{
  GateArgumentsView *self = GATE_ARGUMENTS_VIEW (object);

  g_free (self->json);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_arguments_view_parent_class)->finalize (object);
}

static void
copy (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), GATE_ARGUMENTS_VIEW (widget)->json);
  gate_access_tell (widget, _("Copied."));
}

static void
as_json_toggled (GateArgumentsView *self,
                 GtkToggleButton   *button)
{
  gboolean as_json = gtk_toggle_button_get_active (button);

  if (!self->raw)
    {
      self->raw = gate_text_pane_new (_("Arguments as JSON"), self->json, FALSE, TRUE);
      gtk_box_append (GTK_BOX (self), self->raw);
    }
  gtk_widget_set_visible (self->raw, as_json);
  gtk_widget_set_visible (self->list, !as_json);
}

static void
gate_arguments_view_class_init (GateArgumentsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_arguments_view_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "arguments.copy", NULL, copy);
}

static void
gate_arguments_view_init (GateArgumentsView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
}

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gate_hyphens_forbid_in_label (GTK_LABEL (label));
  return label;
}

/* The rest in a view of its own, which scrolls and is read line by line. */
static void
unfold (GtkWidget *button,
        GtkWidget *box)
{
  GateArgumentLine *line = g_object_get_data (G_OBJECT (box), LINE_KEY);
  GtkWidget *pane = gate_text_pane_new (line->name, line->text, FALSE, FALSE);

  /* The buttons last to the end of this call. */
  g_object_ref (button);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (box));)
    gtk_box_remove (GTK_BOX (box), child);
  gtk_box_append (GTK_BOX (box), pane);
  gtk_widget_grab_focus (gate_text_pane_get_view (GATE_TEXT_PANE (pane)));
  g_object_unref (button);
}

static void
add_fold (GtkWidget              *box,
          const GateArgumentLine *line)
{
  gulong n_chars = (gulong) g_utf8_strlen (line->text, -1);
  g_autofree char *label = g_strdup_printf (ngettext ("Show the Whole Text (%lu Character)", "Show the Whole Text (%lu Characters)", n_chars), n_chars);
  /* Translators: what a button does, and for which argument. */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), label, line->name);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 3);
  gate_access_set_name (button, name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (unfold), box, 0);
  gtk_box_append (GTK_BOX (box), button);
}

/* One sentence: what it stands in, what it is called, what it is. */
static char *
dup_sentence (const GateArgumentLine *line,
              const char             *text)
{
  g_autofree char *spoken = gate_text_shorten (text, SPOKEN_CHARS);

  if (line->path)
    return g_strdup_printf ("%s › %s: %s", line->path, line->name, spoken);
  return g_strdup_printf ("%s: %s", line->name, spoken);
}

/* line: (transfer none): lasts as long as the view */
static GtkWidget *
new_row (GateArgumentLine *line)
{
  g_autofree char *start = gate_argument_line_dup_start (line);
  g_autofree char *sentence = dup_sentence (line, start ? start : line->text);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *above = new_label (line->name), *below = new_label (start ? start : line->text);

  gtk_widget_add_css_class (above, "caption");
  gtk_widget_add_css_class (above, "dim-label");
  if (line->is_word)
    gtk_widget_add_css_class (below, "argument-word");
  gtk_widget_add_css_class (box, "detail");
  gtk_widget_set_margin_start (box, INDENT * (int) line->depth);
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), below);
  g_object_set_data (G_OBJECT (box), LINE_KEY, line);
  if (start)
    add_fold (box, line);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gate_access_set_name (row, sentence);
  return row;
}

static void
add_rest (GateArgumentsView *self,
          guint              n_left)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u more value is in the JSON.", "%u more values are in the JSON.", n_left), n_left);
  GtkWidget *row = gtk_list_box_row_new (), *label = new_label (text);

  gtk_widget_add_css_class (label, "detail");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gate_access_set_name (row, text);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
add_lines (GateArgumentsView *self,
           JsonObject        *arguments)
{
  guint n_left;

  self->lines = gate_argument_lines_new (arguments, &n_left);
  for (guint i = 0; i < self->lines->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), new_row (self->lines->pdata[i]));
  if (n_left > 0)
    add_rest (self, n_left);
}

static void
add_header (GateArgumentsView *self,
            const char        *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = new_label (title), *as_json = gtk_toggle_button_new_with_mnemonic (_("As _JSON"));
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (as_json, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (as_json, "flat");
  gtk_widget_set_tooltip_text (button, _("Copy the Arguments"));
  gate_access_set_name (button, _("Copy the Arguments"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "arguments.copy");
  g_signal_connect_object (as_json, "toggled", G_CALLBACK (as_json_toggled), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), as_json);
  gtk_box_append (GTK_BOX (self), box);
  gtk_box_append (GTK_BOX (self), self->list);
}

/**
 * gate_arguments_view_new:
 * @title: what they are, already safe to show
 * @json: a JSON object
 *
 * Returns: (transfer full) (nullable): the widget; %NULL where it is no JSON object
 */
GtkWidget *
gate_arguments_view_new (const char *title,
                         const char *json)
{
  g_autoptr(JsonNode) node = gate_json_parse (json, -1, GATE_JSON_MESSAGE_LIMIT, NULL);
  GateArgumentsView *self;

  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  self = g_object_new (GATE_TYPE_ARGUMENTS_VIEW, NULL);
  self->json = g_strdup (json);
  add_header (self, title);
  gate_access_set_name (self->list, title);
  add_lines (self, json_node_get_object (node));
  return GTK_WIDGET (self);
}
