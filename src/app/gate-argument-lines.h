// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GateArgumentLine:
 * @name: what the value is called, safe to show
 * @path: (nullable): what it stands in, safe to show: “address › city”
 * @text: the value, or how much stands below, safe to show
 * @depth: how deep it stands, from 0
 * @is_word: whether @text is a word of ours for the value rather than the value
 *
 * One of the values that a tool is called with, for people.
 */
typedef struct {
  char    *name;
  char    *path;
  char    *text;
  guint    depth;
  gboolean is_word;
} GateArgumentLine;

/* Pure. What does not become a line is counted. */
GPtrArray *gate_argument_lines_new      (JsonObject             *arguments,
                                         guint                  *n_left) G_GNUC_WARN_UNUSED_RESULT;
/* NULL where the whole is short. */
char      *gate_argument_line_dup_start (const GateArgumentLine *line) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
