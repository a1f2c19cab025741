// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateManagedRule:
 * @GATE_MANAGED_RULE_NONE: the administrator says nothing about the tool
 * @GATE_MANAGED_RULE_ALLOW: never asks, and the person cannot change it
 * @GATE_MANAGED_RULE_ASK_SESSION: asks once in a session
 * @GATE_MANAGED_RULE_ASK: asks every time, and the answer is not remembered
 * @GATE_MANAGED_RULE_BLOCK: may not be called
 *
 * What an administrator's `toolPolicy` says of a tool; the later, the stricter.
 */
typedef enum {
  GATE_MANAGED_RULE_NONE,
  GATE_MANAGED_RULE_ALLOW,
  GATE_MANAGED_RULE_ASK_SESSION,
  GATE_MANAGED_RULE_ASK,
  GATE_MANAGED_RULE_BLOCK,
} GateManagedRule;

/**
 * GateManagedValues:
 * @local_servers: whether the person may run local servers of their own (`isLocalDevMcpEnabled`)
 * @lasting_permissions: whether a tool may be allowed for good (`mcpPersistentAlwaysAllowEnabled`)
 * @locked_off: (nullable): connectors that nobody may use
 * @read_only: (nullable): connectors of which only reading tools may be called
 * @tool_rules: (element-type utf8 GPtrArray): the rules of each connector
 *
 * What an administrator decided. As made by gate_managed_values_new() nothing is decided.
 */
typedef struct {
  gboolean     local_servers;
  gboolean     lasting_permissions;
  char       **locked_off;
  char       **read_only;
  GHashTable  *tool_rules;
} GateManagedValues;

GateManagedValues *gate_managed_values_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void               gate_managed_values_free          (GateManagedValues        *self);
void               gate_managed_values_add_tool_rule (GateManagedValues        *self,
                                                      const char               *connector,
                                                      const char               *pattern,
                                                      GateManagedRule           rule);
GateManagedRule    gate_managed_values_get_tool_rule (const GateManagedValues  *self,
                                                      const char               *connector,
                                                      const char               *tool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateManagedValues, gate_managed_values_free)

G_END_DECLS
