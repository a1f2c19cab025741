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

  GtkWidget *box;  /* (nullable): what is shown */
};

/* From what stands above it. */
#define MARGIN 18
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
  g_return_if_fail (GATE_IS_RESULT_VIEW (self));
  adw_bin_set_child (ADW_BIN (self), NULL);
  self->box = NULL;
}

/* Not hidden while there is nothing in it, and filled before it is there: GTK 4.8 remembers of what was hidden, or empty, that its height
 * has nothing to do with its width, and texts of several lines would lie over what is below. */
static void
begin (GateResultView *self)
{
  gate_result_view_clear (self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->box, MARGIN);
}

static void
add_heading (GtkWidget  *box,
             const char *text,
             gboolean    bad)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  if (bad)
    gtk_widget_add_css_class (label, "error");
  gtk_box_append (GTK_BOX (box), label);
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
tell_rest (GtkWidget *box,
           guint      n_left)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u more part is not shown here.", "%u more parts are not shown here.", n_left), n_left);

  if (n_left > 0)
    add_heading (box, text, FALSE);
}

/* block: a content block; what is none is left out. Returns how much was added. */
static gsize
add_block (GtkWidget *box,
           JsonNode  *block)
{
  GtkWidget *widget;

  if (!block || !JSON_NODE_HOLDS_OBJECT (block))
    return 0;
  widget = gate_content_new_block (json_node_get_object (block));
  gtk_box_append (GTK_BOX (box), widget);
  return weigh (widget);
}

static gboolean
is_text (JsonNode *block)
{
  return block && JSON_NODE_HOLDS_OBJECT (block) && g_strcmp0 (gate_json_get_string (json_node_get_object (block), "type"), "text") == 0;
}

/* A server that gives structured content gives it as text, too, for hosts that know no structure. */
static gboolean
is_only_text (JsonArray *blocks)
{
  for (guint i = 0; blocks && i < json_array_get_length (blocks); i++)
    if (!is_text (json_array_get_element (blocks, i)))
      return FALSE;
  return blocks && json_array_get_length (blocks) > 0;
}

static void
add_blocks (GtkWidget *box,
            JsonArray *blocks)
{
  guint n_blocks = blocks ? json_array_get_length (blocks) : 0;
  gsize size = 0;
  guint i;

  for (i = 0; i < MIN (n_blocks, BLOCKS_MAX) && size < CHARS_MAX; i++)
    size += add_block (box, json_array_get_element (blocks, i));
  tell_rest (box, n_blocks - i);
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
      add_heading (self->box, g_strcmp0 (gate_json_get_string (json_node_get_object (message), "role"),
                                         "assistant") == 0 ? _("Assistant") : _("You"), FALSE);
      size += add_block (self->box, json_object_get_member (json_node_get_object (message), "content"));
    }
  tell_rest (self->box, n_messages - i);
}

static void
add_folded (GateResultView *self,
            const char     *label,
            GtkWidget      *child,
            gboolean        expanded)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic (label);

  gtk_expander_set_child (GTK_EXPANDER (expander), child);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), expanded);
  gtk_box_append (GTK_BOX (self->box), expander);
}

/* The same is shown once, in the form that is the easiest to read; the others are folded. */
static void
add_structured (GateResultView *self,
                JsonNode       *structured,
                JsonArray      *blocks)
{
  GtkWidget *table = gate_content_new_table (structured);

  if (table)
    gtk_box_append (GTK_BOX (self->box), table);
  if (table && is_only_text (blocks))
    {
      GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

      add_blocks (texts, blocks);
      add_folded (self, _("As _Text"), texts, FALSE);
    }
  else
    {
      add_blocks (self->box, blocks);
    }
  add_folded (self, _("Result as JSO_N"), gate_content_new_json (structured), !table && (!blocks || json_array_get_length (blocks) == 0));
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
  begin (self);
  object = json_node_get_object (result);
  structured = json_object_get_member (object, "structuredContent");
  if (gate_json_get_boolean (object, "isError", FALSE))
    add_heading (self->box, _("The tool reported an error"), TRUE);
  if (structured && !JSON_NODE_HOLDS_NULL (structured))
    add_structured (self, structured, array_of (object, "content"));
  else
    add_blocks (self->box, array_of (object, "content"));
  add_blocks (self->box, array_of (object, "contents"));
  if (array_of (object, "messages"))
    add_messages (self, array_of (object, "messages"));
  if (!gtk_widget_get_first_child (self->box))
    add_heading (self->box, _("Done; there is nothing to show."), FALSE);
  adw_bin_set_child (ADW_BIN (self), self->box);
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
  begin (self);
  add_heading (self->box, _("It Did Not Work"), TRUE);
  gtk_box_append (GTK_BOX (self->box), gate_content_new_text (text, FALSE));
  adw_bin_set_child (ADW_BIN (self), self->box);
}
