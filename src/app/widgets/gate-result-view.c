// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-result-view.h"

#include "gate-content-widgets.h"
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

/* How many bytes of text a block has, its own and its resource's. */
static gsize
text_size (JsonNode *block)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (block) ? json_node_get_object (block) : NULL;
  JsonNode *text = object ? json_object_get_member (object, "text") : NULL;
  JsonNode *resource = object ? json_object_get_member (object, "resource") : NULL;
  gsize size = text && json_node_get_value_type (text) == G_TYPE_STRING ? strlen (json_node_get_string (text)) : 0;

  return size + (resource ? text_size (resource) : 0);
}

static void
add_blocks (GateResultView *self,
            JsonArray      *blocks)
{
  guint n_blocks = blocks ? json_array_get_length (blocks) : 0;
  gsize size = 0;
  guint i;

  for (i = 0; i < MIN (n_blocks, BLOCKS_MAX) && size < CHARS_MAX; i++)
    {
      JsonNode *block = json_array_get_element (blocks, i);

      size += text_size (block);
      if (JSON_NODE_HOLDS_OBJECT (block))
        gtk_box_append (GTK_BOX (self->box), gate_content_new_block (json_node_get_object (block)));
    }
  if (i < n_blocks)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u more part is not shown here.", "%u more parts are not shown here.", n_blocks - i),
                                               n_blocks - i);
      add_heading (self, text, FALSE);
    }
}

/* GetPromptResult: who speaks, and what. */
static void
add_messages (GateResultView *self,
              JsonArray      *messages)
{
  for (guint i = 0; i < MIN (json_array_get_length (messages), BLOCKS_MAX); i++)
    {
      JsonNode *message = json_array_get_element (messages, i);
      JsonNode *content;

      if (!JSON_NODE_HOLDS_OBJECT (message))
        continue;
      content = json_object_get_member (json_node_get_object (message), "content");
      add_heading (self, g_strcmp0 (json_object_get_string_member_with_default (json_node_get_object (message), "role", ""),
                                    "assistant") == 0 ? _("Assistant") : _("You"), FALSE);
      if (content && JSON_NODE_HOLDS_OBJECT (content))
        gtk_box_append (GTK_BOX (self->box), gate_content_new_block (json_node_get_object (content)));
    }
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
  if (json_object_get_boolean_member_with_default (object, "isError", FALSE))
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
