// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Whether a text looks like a command line that adds a connector to another client. */
gboolean  gate_paste_is_command   (const char  *text);
/* The entry that such a line would add. Nothing is run. */
JsonNode *gate_paste_read_command (const char  *text,
                                   char       **name,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The JSON document that a fragment is part of. */
char     *gate_paste_dup_document (const char  *text,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
