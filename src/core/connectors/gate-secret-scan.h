// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

#include "gate-connector.h"
#include "gate-secret.h"

G_BEGIN_DECLS

/**
 * GateFoundSecret:
 * @kind: of which kind it is to be kept in the keyring: "field", or "client-secret"
 * @name: under which name, for kind "field"; "" for the client secret
 * @value: the secret
 * @where: where it was, for people: "header Authorization"
 *
 * A secret that stood in an entry. It is to be kept with the connector's id as resource.
 */
typedef struct {
  const char *kind;
  char       *name;
  GateSecret *value;
  char       *where;
} GateFoundSecret;

void       gate_found_secret_free (GateFoundSecret  *self);
/* (element-type GateFoundSecret) */
JsonNode  *gate_secret_scan_entry (JsonNode         *entry,
                                   GPtrArray       **found) G_GNUC_WARN_UNUSED_RESULT;
/* The connector as it may be shown: with references where secrets stood. The same one where none did. */
GateConnector *gate_secret_scan_conceal (GateConnector *connector) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateFoundSecret, gate_found_secret_free)

G_END_DECLS
