// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateTextFlags:
 * @GATE_TEXT_LINE: one line: line breaks and tabs become spaces
 * @GATE_TEXT_BLOCK: several lines: line feeds and tabs are kept
 *
 * How a foreign text is made safe to show.
 */
typedef enum {
  GATE_TEXT_LINE,
  GATE_TEXT_BLOCK,
} GateTextFlags;

char     *gate_text_make_visible (const char    *text,
                                  GateTextFlags  flags) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_text_is_plain     (const char    *text);
char     *gate_text_shorten      (const char    *text,
                                  gsize          max_chars) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_text_is_token     (const char    *text);
/* "1 tool", "12 tools": the plural of English, which the core speaks. */
char     *gate_text_fill         (const char    *text,
                                  const char    *mark,
                                  const char    *value) G_GNUC_WARN_UNUSED_RESULT;
/* "1 second", "90 seconds", "2 minutes", "3 hours", "2 days": rounded up, for people who wait. */
char     *gate_text_duration     (guint          seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
