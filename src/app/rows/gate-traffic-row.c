// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-traffic-row.h"

#include "gate-content-widgets.h"
#include "gate-json.h"
#include "gate-text.h"

#include <glib/gi18n.h>

/* Which way a message went, and what it is for: who looks for one of many finds it by that. */
static char *
dup_heading (const char *text,
             gboolean    outgoing)
{
  g_autoptr(JsonNode) node = gate_json_parse (text, -1, GATE_JSON_WORKER_THRESHOLD, NULL);
  JsonObject *message = node ? gate_json_node_object (node) : NULL;
  const char *way = outgoing ? _("Sent") : _("Received");
  g_autofree char *method = NULL;

  if (!message || !gate_json_get_string (message, "method"))
    return g_strdup (way);
  method = gate_text_make_visible (gate_json_get_string (message, "method"), GATE_TEXT_LINE);
  return g_strjoin (" · ", way, method, NULL);
}

/**
 * gate_traffic_row_new:
 * @line: a message between us and a server
 *
 * Returns: a row that shows it whole
 */
GtkWidget *
gate_traffic_row_new (GateTrafficLine *line)
{
  const char *text = gate_traffic_line_get_text (line);
  gboolean outgoing = gate_traffic_line_get_outgoing (line);
  g_autofree char *title = dup_heading (text, outgoing);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_ellipsize (GTK_LABEL (heading), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (heading, "caption-heading");
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), gate_content_new_text (text, TRUE));
  gtk_widget_add_css_class (box, "account-row");
  return box;
}
