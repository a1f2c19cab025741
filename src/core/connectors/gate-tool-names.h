// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GATE_TOOL_NAME_LIMIT 64

/**
 * GateToolName:
 * @connector: the connector's id
 * @account: (nullable): the account's id, %NULL for the first one
 * @tool: the tool's name, as its server calls it
 *
 * Whose tool it is.
 */
typedef struct {
  char *connector;
  char *account;
  char *tool;
} GateToolName;

/**
 * GateToolNames:
 *
 * The full names of tools (or of prompts), and the way back: `connector__tool`, or `connector_account__tool` for an account other
 * than the first; at most 64 characters, only letters, digits, `_` and `-`. A name that would be too long, has other characters, or
 * is another tool's name as well, ends in `_` and the beginning of a SHA-256 of the three parts; of two that collide, the one without
 * account keeps its plain name. The order in which tools are added makes no difference.
 */
typedef struct _GateToolNames GateToolNames;

GateToolNames      *gate_tool_names_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void                gate_tool_names_free  (GateToolNames  *self);
void                gate_tool_names_add   (GateToolNames  *self,
                                           const char     *connector,
                                           const char     *account,
                                           const char     *tool);
const char         *gate_tool_names_get   (GateToolNames  *self,
                                           const char     *connector,
                                           const char     *account,
                                           const char     *tool);
const GateToolName *gate_tool_names_find  (GateToolNames  *self,
                                           const char     *full_name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateToolNames, gate_tool_names_free)

G_END_DECLS
