// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-result-view.h"

#include "gate-content-widgets.h"
#include "gate-json.h"
#include "gate-picture.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateResultView {
  AdwBin     parent_instance;

  GtkWidget *box;
};

/* Blocks of one answer that are laid out, and characters of all of their texts: laying them out holds up everything else. */
#define BLOCKS_MAX 100
#define CHARS_MAX 40000
/* What a picture counts for: it takes memory instead. */
#define PICTURE_CHARS (CHARS_MAX / 8)

G_DEFINE_FINAL_TYPE (GateResultView, gate_result_view, ADW_TYPE_BIN)

static void
gate_result_view_class_init (GateResultViewClass *klass)
{
}

static void
gate_result_view_init (GateResultView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  adw_bin_set_child (ADW_BIN (self), self->box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * gate_result_view_clear:
 * @self: the view
 *
 * Shows nothing.
 */
void
gate_result_view_clear (GateResultView *self)
{
  GtkWidget *child;

  g_return_if_fail (GATE_IS_RESULT_VIEW (self));
  while ((child = gtk_widget_get_first_child (self->box)))
    gtk_box_remove (GTK_BOX (self->box), child);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
add_heading (GateResultView *self,
             const char     *text,
             gboolean        bad)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  if (bad)
    gtk_widget_add_css_class (label, "error");
  gtk_box_append (GTK_BOX (self->box), label);
}

static JsonArray *
array_of (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* How much there is to lay out, in characters. */
static gsize
weigh (GtkWidget *widget)
{
  gsize weight = 0;

  if (GTK_IS_LABEL (widget))
    return strlen (gtk_label_get_label (GTK_LABEL (widget)));
  if (GATE_IS_PICTURE (widget))
    return PICTURE_CHARS;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    weight += weigh (child);
  return weight;
}

static void
tell_rest (GateResultView *self,
           guint           n_left)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u more part is not shown here.", "%u more parts are not shown here.", n_left), n_left);

  if (n_left > 0)
    add_heading (self, text, FALSE);
}

/* block: a content block; what is none is left out. Returns how much was added. */
static gsize
add_block (GateResultView *self,
           JsonNode       *block)
{
  GtkWidget *widget;

  if (!block || !JSON_NODE_HOLDS_OBJECT (block))
    return 0;
  widget = gate_content_new_block (json_node_get_object (block));
  gtk_box_append (GTK_BOX (self->box), widget);
  return weigh (widget);
}

static void
add_blocks (GateResultView *self,
            JsonArray      *blocks)
{
  guint n_blocks = blocks ? json_array_get_length (blocks) : 0;
  gsize size = 0;
  guint i;

  for (i = 0; i < MIN (n_blocks, BLOCKS_MAX) && size < CHARS_MAX; i++)
    size += add_block (self, json_array_get_element (blocks, i));
  tell_rest (self, n_blocks - i);
}

/* GetPromptResult: who speaks, and what. */
static void
add_messages (GateResultView *self,
              JsonArray      *messages)
{
  guint n_messages = json_array_get_length (messages);
  gsize size = 0;
  guint i;

  for (i = 0; i < MIN (n_messages, BLOCKS_MAX) && size < CHARS_MAX; i++)
    {
      JsonNode *message = json_array_get_element (messages, i);

      if (!JSON_NODE_HOLDS_OBJECT (message))
        continue;
      add_heading (self, g_strcmp0 (gate_json_get_string (json_node_get_object (message), "role"),
                                    "assistant") == 0 ? _("Assistant") : _("You"), FALSE);
      size += add_block (self, json_object_get_member (json_node_get_object (message), "content"));
    }
  tell_rest (self, n_messages - i);
}

static void
add_structured (GateResultView *self,
                JsonNode       *structured)
{
  GtkWidget *table = gate_content_new_table (structured);
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_("As _JSON"));

  if (table)
    gtk_box_append (GTK_BOX (self->box), table);
  gtk_expander_set_child (GTK_EXPANDER (expander), gate_content_new_json (structured));
  gtk_expander_set_expanded (GTK_EXPANDER (expander), table == NULL);
  gtk_box_append (GTK_BOX (self->box), expander);
}

/**
 * gate_result_view_show_result:
 * @self: the view
 * @result: a CallToolResult, ReadResourceResult or GetPromptResult
 *
 * Shows an answer in place of what was there.
 */
void
gate_result_view_show_result (GateResultView *self,
                              JsonNode       *result)
{
  JsonObject *object;
  JsonNode *structured;

  g_return_if_fail (GATE_IS_RESULT_VIEW (self) && result && JSON_NODE_HOLDS_OBJECT (result));
  gate_result_view_clear (self);
  object = json_node_get_object (result);
  structured = json_object_get_member (object, "structuredContent");
  if (gate_json_get_boolean (object, "isError", FALSE))
    add_heading (self, _("The tool reported an error"), TRUE);
  if (structured && !JSON_NODE_HOLDS_NULL (structured))
    add_structured (self, structured);
  add_blocks (self, array_of (object, "content"));
  add_blocks (self, array_of (object, "contents"));
  if (array_of (object, "messages"))
    add_messages (self, array_of (object, "messages"));
  if (!gtk_widget_get_first_child (self->box))
    add_heading (self, _("Done; there is nothing to show."), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * gate_result_view_show_error:
 * @self: the view
 * @error: why there is no answer
 *
 * Shows what went wrong in place of what was there.
 */
void
gate_result_view_show_error (GateResultView *self,
                             const GError   *error)
{
  g_autofree char *text = gate_words_error (error);

  g_return_if_fail (GATE_IS_RESULT_VIEW (self));
  gate_result_view_clear (self);
  add_heading (self, _("It Did Not Work"), TRUE);
  gtk_box_append (GTK_BOX (self->box), gate_content_new_text (text, FALSE));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}
