// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GateTextWarningKind:
 * @GATE_TEXT_WARNING_HIDDEN: characters that do not show, or that change how the rest shows
 * @GATE_TEXT_WARNING_ORDERS: orders to whoever reads it: to ignore other instructions, to act before or instead of other tools
 * @GATE_TEXT_WARNING_SECRECY: asks to keep something from the person
 * @GATE_TEXT_WARNING_SECRETS: wants files or values that are secret
 * @GATE_TEXT_WARNING_SENDS: wants data sent elsewhere
 * @GATE_TEXT_WARNING_OTHER_TOOL: speaks of another connector's tool
 * @GATE_TEXT_WARNING_MARKUP: tags or comments that pretend to be something else than a description
 * @GATE_TEXT_WARNING_ENCODED: long encoded data
 * @GATE_TEXT_WARNING_LONG: longer than any description needs to be
 *
 * What is suspicious about a foreign text.
 */
typedef enum {
  GATE_TEXT_WARNING_HIDDEN,
  GATE_TEXT_WARNING_ORDERS,
  GATE_TEXT_WARNING_SECRECY,
  GATE_TEXT_WARNING_SECRETS,
  GATE_TEXT_WARNING_SENDS,
  GATE_TEXT_WARNING_OTHER_TOOL,
  GATE_TEXT_WARNING_MARKUP,
  GATE_TEXT_WARNING_ENCODED,
  GATE_TEXT_WARNING_LONG,
} GateTextWarningKind;

/**
 * GateTextWarning:
 * @kind: what is suspicious
 * @where: in which part of the tool: "description", "inputSchema.properties.path.description"
 * @excerpt: the words themselves, safe to show, on one line, bounded
 *
 * A finding. It warns people and never blocks by itself.
 */
typedef struct {
  GateTextWarningKind  kind;
  char                *where;
  char                *excerpt;
} GateTextWarning;

/* (element-type GateTextWarning) */
GPtrArray   *gate_text_warnings_scan_text     (const char            *where,
                                               const char            *text,
                                               const char * const    *other_tools) G_GNUC_WARN_UNUSED_RESULT;
/* Name, title, description and every text in the schemas and annotations. */
GPtrArray   *gate_text_warnings_scan_tool     (JsonNode              *source,
                                               const char * const    *other_tools) G_GNUC_WARN_UNUSED_RESULT;
const char  *gate_text_warning_kind_to_string (GateTextWarningKind    kind);
const char  *gate_text_warning_get_sentence   (GateTextWarningKind    kind);

G_END_DECLS
