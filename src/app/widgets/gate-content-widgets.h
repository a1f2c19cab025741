// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Widgets for what servers send: plain, bounded, and nothing of it interpreted. */
GtkWidget *gate_content_new_text    (const char  *text,
                                     gboolean     monospace);
GtkWidget *gate_content_new_json    (JsonNode    *node);
/* NULL where it is no list of flat objects. */
GtkWidget *gate_content_new_table   (JsonNode    *node);
/* A ContentBlock of a result or a prompt, or one of the contents of a resource. */
GtkWidget *gate_content_new_block   (JsonObject  *block);

G_END_DECLS
