// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_HUB_CONNECTOR (gate_hub_connector_get_type ())

/**
 * GateHubConnector:
 *
 * A connector as faces see it. Immutable; a changed entry is a new item of the list.
 */
G_DECLARE_FINAL_TYPE (GateHubConnector, gate_hub_connector, GATE, HUB_CONNECTOR, GObject)

const char         *gate_hub_connector_get_id            (GateHubConnector *self);
const char         *gate_hub_connector_get_label         (GateHubConnector *self);
/* "http", "sse" or "stdio". */
const char         *gate_hub_connector_get_kind          (GateHubConnector *self);
/* "managed", "organization" or "user". */
const char         *gate_hub_connector_get_origin        (GateHubConnector *self);
/* The address of a remote one, the command of a local one, for people; never a secret. */
const char         *gate_hub_connector_get_target        (GateHubConnector *self);
const char         *gate_hub_connector_get_sign_in_kind  (GateHubConnector *self);
/* The entry as it stands in mcp.json, with references to the keyring in the place of secrets. */
JsonNode           *gate_hub_connector_get_source        (GateHubConnector *self);
/* Ids of the accounts; the first one is "". */
const char * const *gate_hub_connector_get_accounts      (GateHubConnector *self);
const char         *gate_hub_connector_get_account_label (GateHubConnector *self,
                                                          const char       *account);
/* Where secrets stand in its entry in the clear, for people: "header Authorization"; empty where none does. */
char              **gate_hub_connector_dup_exposed       (GateHubConnector *self) G_GNUC_WARN_UNUSED_RESULT;
/* What is odd about the entry although it works, one sentence each. */
const char * const *gate_hub_connector_get_warnings      (GateHubConnector *self);

G_END_DECLS
