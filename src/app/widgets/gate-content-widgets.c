// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-content-widgets.h"

#include "gate-access.h"
#include "gate-hyphens.h"
#include "gate-json.h"
#include "gate-picture.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Characters of one text, rows and columns of one table: what nobody reads further is not laid out. */
#define TEXT_MAX 20000
#define ROWS_MAX 200
#define COLUMNS_MAX 16
#define CELL_MAX 200
#define TEXT_DATA_MAX (256 * 1024)

/**
 * gate_content_new_text:
 * @text: a text of others
 * @monospace: whether columns matter in it
 *
 * Returns: a label that can be selected and copied
 */
GtkWidget *
gate_content_new_text (const char *text,
                       gboolean    monospace)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_BLOCK);
  g_autofree char *shown = gate_text_shorten (visible, TEXT_MAX);
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gate_hyphens_forbid_in_label (GTK_LABEL (label));
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (monospace)
    gtk_widget_add_css_class (label, "monospace");
  return label;
}

/**
 * gate_content_new_json:
 * @node: a value
 *
 * Returns: it as JSON, indented
 */
GtkWidget *
gate_content_new_json (JsonNode *node)
{
  g_autofree char *text = gate_json_to_pretty_text (node);

  return gate_content_new_text (text, TRUE);
}

static char *
cell_text (JsonNode *node)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;

  if (!node || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : json_to_string (node, FALSE);
  visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  return gate_text_shorten (visible, CELL_MAX);
}

static gboolean
is_simple (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node);
}

/* The only list in an object that else holds simple values. */
static JsonNode *
find_only_list (JsonObject *object)
{
  g_autoptr(GList) members = json_object_get_values (object);
  JsonNode *list = NULL;

  for (GList *each = members; each; each = each->next)
    {
      if (is_simple (each->data))
        continue;
      if (list || !JSON_NODE_HOLDS_ARRAY ((JsonNode *) each->data))
        return NULL;
      list = each->data;
    }
  return list;
}

/* The list itself, or the one in an object; NULL where there is none, or nothing in it. */
static JsonArray *
find_rows (JsonNode *node)
{
  JsonNode *list = node && JSON_NODE_HOLDS_OBJECT (node) ? find_only_list (json_node_get_object (node)) : node;
  JsonArray *rows = list && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

  return rows && json_array_get_length (rows) > 0 ? rows : NULL;
}

static gboolean
collect_columns (JsonArray *rows,
                 GPtrArray *columns)
{
  for (guint i = 0; i < MIN (json_array_get_length (rows), ROWS_MAX); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);
      g_autoptr(GList) names = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (row))
        return FALSE;
      names = json_object_get_members (json_node_get_object (row));
      for (GList *name = names; name; name = name->next)
        {
          if (!is_simple (json_object_get_member (json_node_get_object (row), name->data)))
            return FALSE;
          if (!g_ptr_array_find_with_equal_func (columns, name->data, g_str_equal, NULL))
            g_ptr_array_add (columns, g_strdup (name->data));
          /* A server may name as many as it likes. */
          if (columns->len > COLUMNS_MAX)
            return FALSE;
        }
    }
  return columns->len > 0;
}

static GtkWidget *
new_cell (const char *text,
          gboolean    heading)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), !heading);
  if (heading)
    gtk_widget_add_css_class (label, "heading");
  return label;
}

static gboolean
is_flat (JsonObject *object)
{
  g_autoptr(GList) values = json_object_get_values (object);

  for (GList *each = values; each; each = each->next)
    if (!is_simple (each->data))
      return FALSE;
  return values != NULL;
}

static GtkWidget *
new_grid (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  return grid;
}

/* What one thing is: a name and a value a line. */
static GtkWidget *
new_properties (JsonObject *object)
{
  GtkWidget *grid = new_grid ();
  g_autoptr(GList) names = json_object_get_members (object);
  int y = 0;

  for (GList *name = names; name && y < ROWS_MAX; name = name->next, y++)
    {
      g_autofree char *title = gate_text_make_visible (name->data, GATE_TEXT_LINE);
      g_autofree char *shown = gate_text_shorten (title, CELL_MAX);
      g_autofree char *text = cell_text (json_object_get_member (object, name->data));
      GtkWidget *heading = new_cell (shown, TRUE), *value = new_cell (text, FALSE);

      gtk_widget_set_valign (heading, GTK_ALIGN_START);
      gtk_label_set_wrap (GTK_LABEL (value), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
      gtk_grid_attach (GTK_GRID (grid), heading, 0, y, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), value, 1, y, 1, 1);
    }
  return grid;
}

/**
 * gate_content_new_table:
 * @node: (nullable): a value
 *
 * Returns: (nullable): a table, where the value is a list of flat objects, or an object that holds one beside simple values; where it is
 *   one flat object, its names and values
 */
GtkWidget *
gate_content_new_table (JsonNode *node)
{
  JsonArray *rows = find_rows (node);
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *grid, *window;

  if (node && JSON_NODE_HOLDS_OBJECT (node) && is_flat (json_node_get_object (node)))
    return new_properties (json_node_get_object (node));
  if (!rows || !collect_columns (rows, columns))
    return NULL;
  grid = new_grid ();
  for (guint x = 0; x < columns->len; x++)
    {
      g_autofree char *title = gate_text_make_visible (columns->pdata[x], GATE_TEXT_LINE);

      gtk_grid_attach (GTK_GRID (grid), new_cell (title, TRUE), (int) x, 0, 1, 1);
      for (guint y = 0; y < MIN (json_array_get_length (rows), ROWS_MAX); y++)
        {
          g_autofree char *text = cell_text (json_object_get_member (json_array_get_object_element (rows, y), columns->pdata[x]));

          gtk_grid_attach (GTK_GRID (grid), new_cell (text, FALSE), (int) x, (int) y + 1, 1, 1);
        }
    }
  /* The scroll bar does not lie over the last row. */
  gtk_widget_set_margin_bottom (grid, 12);
  window = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), grid);
  return window;
}

/* Text that came as data; NULL where it is none. */
static GtkWidget *
new_decoded (const char *data)
{
  g_autofree char *bytes = NULL;
  gsize size;

  if (strlen (data) > TEXT_DATA_MAX)
    return NULL;
  bytes = (char *) g_base64_decode (data, &size);
  return g_utf8_validate_len (bytes, size, NULL) ? gate_content_new_text (bytes, FALSE) : NULL;
}

static GtkWidget *
new_data (const char *data,
          const char *mime_type,
          const char *name)
{
  gboolean is_text = mime_type && g_str_has_prefix (mime_type, "text/");
  GtkWidget *decoded = is_text ? new_decoded (data) : NULL;
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (decoded)
    return decoded;
  /* Translators: a kind of file, “audio/wav”, and how many bytes it has. */
  text = g_strdup_printf (_("Data of the kind %s, about %u bytes"), mime_type ? mime_type : _("unknown"),
                          (guint) (strlen (data) / 4 * 3));
  label = gate_content_new_text (text, FALSE);
  return mime_type && g_str_has_prefix (mime_type, "image/") ? gate_picture_new (data, name, label) : label;
}

/* Its lines are set in, one below the other. */
static gboolean
is_json (const char *mime_type)
{
  return mime_type && (g_str_has_prefix (mime_type, "application/json") || g_str_has_suffix (mime_type, "+json"));
}

static GtkWidget *
new_resource (JsonObject *resource)
{
  const char *uri = gate_json_get_string (resource, "uri");
  const char *mime_type = gate_json_get_string (resource, "mimeType");
  const char *text = gate_json_get_string (resource, "text");
  const char *blob = gate_json_get_string (resource, "blob");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  if (uri)
    {
      GtkWidget *label = gate_content_new_text (uri, TRUE);

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  if (text)
    gtk_box_append (GTK_BOX (box), gate_content_new_text (text, is_json (mime_type)));
  else if (blob)
    gtk_box_append (GTK_BOX (box), new_data (blob, mime_type, uri));
  return box;
}

/* The server says where more is; it is read when the person asks for it. */
static GtkWidget *
new_link (JsonObject *block)
{
  const char *title = gate_json_get_string (block, "title");
  const char *name = gate_json_get_string (block, "name");
  const char *uri = gate_json_get_string (block, "uri");
  const char *description = gate_json_get_string (block, "description");
  g_autofree char *text = g_strjoin ("\n", title ? title : (name ? name : _("Resource")), uri ? uri : "", description, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label = gate_content_new_text (text, FALSE), *button;
  g_autofree char *visible = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (!uri)
    return box;
  visible = gate_text_make_visible (uri, GATE_TEXT_LINE);
  /* Translators: the address of a resource. */
  words = g_strdup_printf (_("Read %s"), visible);
  button = gtk_button_new_with_label (_("Read"));
  gate_access_set_name (button, words);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "inspector.read");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", uri);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static gboolean
is_meant_for (JsonArray  *audience,
              const char *role)
{
  for (guint i = 0; audience && i < json_array_get_length (audience); i++)
    if (g_strcmp0 (gate_json_node_string (json_array_get_element (audience, i)), role) == 0)
      return TRUE;
  return FALSE;
}

static const char *
say_audience (JsonArray *audience)
{
  gboolean person = is_meant_for (audience, "user"), assistant = is_meant_for (audience, "assistant");

  if (person && assistant)
    return _("For you and the assistant");
  if (person)
    return _("For you");
  return assistant ? _("For the assistant") : NULL;
}

static char *
say_priority (JsonNode *priority)
{
  if (!priority || !gate_json_node_is_number (priority))
    return NULL;
  /* Translators: how much a part of an answer matters, from 0 to 100 per cent. */
  return g_strdup_printf (_("Priority %d %%"), (int) (CLAMP (json_node_get_double (priority), 0, 1) * 100 + 0.5));
}

/* MCP, “Annotations”: for whom it is meant, and how much it matters. NULL where nothing is said. */
static char *
dup_annotations (JsonObject *block)
{
  JsonObject *annotations = gate_json_get_object (block, "annotations");
  const char *whom = annotations ? say_audience (gate_json_get_array (annotations, "audience")) : NULL;
  g_autofree char *weight = annotations ? say_priority (gate_json_get (annotations, "priority")) : NULL;

  return whom ? g_strjoin (" · ", whom, weight, NULL) : g_steal_pointer (&weight);
}

static GtkWidget *
new_bare_block (JsonObject *block)
{
  const char *type = gate_json_get_string (block, "type");
  const char *text = gate_json_get_string (block, "text");
  const char *data = gate_json_get_string (block, "data");
  JsonObject *resource = gate_json_get_object (block, "resource");
  g_autoptr(JsonNode) node = NULL;

  if (!type && gate_json_get_string (block, "uri"))
    return new_resource (block);
  if (g_strcmp0 (type, "text") == 0 && text)
    return gate_content_new_text (text, FALSE);
  if ((g_strcmp0 (type, "image") == 0 || g_strcmp0 (type, "audio") == 0) && data)
    return new_data (data, gate_json_get_string (block, "mimeType"), NULL);
  if (g_strcmp0 (type, "resource") == 0 && resource)
    return new_resource (resource);
  if (g_strcmp0 (type, "resource_link") == 0)
    return new_link (block);
  node = json_node_init_object (json_node_alloc (), block);
  return gate_content_new_json (node);
}

/**
 * gate_content_new_block:
 * @block: a content block (MCP, “ContentBlock”), or one of a resource's contents
 *
 * Returns: a widget that shows it; what is of no known kind is shown as JSON
 */
GtkWidget *
gate_content_new_block (JsonObject *block)
{
  GtkWidget *bare = new_bare_block (block), *box, *caption;
  g_autofree char *words = dup_annotations (block);

  if (!words)
    return bare;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  caption = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_box_append (GTK_BOX (box), bare);
  gtk_box_append (GTK_BOX (box), caption);
  return box;
}
