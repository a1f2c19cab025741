// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_MCP_JSON_SERVERS "mcpServers"

/**
 * GateMcpChangeKind:
 * @GATE_MCP_CHANGE_ADD: add an entry; one of that name or id is an error
 * @GATE_MCP_CHANGE_REPLACE: replace an entry that must be there
 * @GATE_MCP_CHANGE_PUT: replace an entry, or add it where there is none
 * @GATE_MCP_CHANGE_REMOVE: remove an entry
 * @GATE_MCP_CHANGE_ADD_ACCOUNT: add an account to an entry
 * @GATE_MCP_CHANGE_REMOVE_ACCOUNT: remove an account from an entry
 * @GATE_MCP_CHANGE_RENAME_ACCOUNT: give an account of an entry another label; "" is the first
 */
typedef enum {
  GATE_MCP_CHANGE_ADD,
  GATE_MCP_CHANGE_REPLACE,
  GATE_MCP_CHANGE_PUT,
  GATE_MCP_CHANGE_REMOVE,
  GATE_MCP_CHANGE_ADD_ACCOUNT,
  GATE_MCP_CHANGE_REMOVE_ACCOUNT,
  GATE_MCP_CHANGE_RENAME_ACCOUNT,
} GateMcpChangeKind;

/**
 * GateMcpChange:
 * @kind: what is changed
 * @name: the entry's name, or its id
 * @entry: (nullable): the new entry; after a removal the old one
 * @position: where to add, counted from 0; after a removal where it was
 * @expected: (nullable): only the entry that is still this one is removed
 * @label: (nullable): an account's new label
 * @account: (nullable): an account's id; after adding one the id that it got
 *
 * One change of a document with server entries, and what came of it.
 */
typedef struct {
  GateMcpChangeKind  kind;
  char              *name;
  JsonNode          *entry;
  guint              position;
  JsonNode          *expected;
  char              *label;
  char              *account;
} GateMcpChange;

gboolean        gate_mcp_json_find_servers  (JsonNode           *root,
                                             JsonObject        **servers,
                                             GError            **error);
JsonNode       *gate_mcp_json_change        (JsonNode           *root,
                                             GateMcpChange      *change,
                                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;
GateMcpChange  *gate_mcp_change_new         (GateMcpChangeKind   kind,
                                             const char         *name) G_GNUC_WARN_UNUSED_RESULT;
void            gate_mcp_change_free        (GateMcpChange      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateMcpChange, gate_mcp_change_free)

G_END_DECLS
