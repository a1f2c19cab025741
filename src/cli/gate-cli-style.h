// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

/**
 * GateCliStyle:
 *
 * What a piece of text is; how it looks on a terminal follows from it. Nothing is told by colour alone.
 */
typedef enum {
  GATE_CLI_PLAIN,
  GATE_CLI_STRONG,
  GATE_CLI_DIM,
  GATE_CLI_GOOD,
  GATE_CLI_WARNING,
  GATE_CLI_BAD,
} GateCliStyle;

gboolean  gate_cli_use_color (GateCli      *cli,
                              gboolean      is_terminal);
char     *gate_cli_styled    (gboolean      color,
                              GateCliStyle  style,
                              const char   *text) G_GNUC_WARN_UNUSED_RESULT;
guint     gate_cli_width     (const char   *text);
char     *gate_cli_fit       (const char   *text,
                              guint         columns) G_GNUC_WARN_UNUSED_RESULT;
char     *gate_cli_wrap      (const char   *text,
                              guint         columns,
                              guint         indent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
