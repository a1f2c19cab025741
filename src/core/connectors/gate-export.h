// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"

G_BEGIN_DECLS

/**
 * GateExportStyle:
 * @GATE_EXPORT_KEYRING: for another Gatehouse: secrets as `${keyring:NAME}`, our own members included
 * @GATE_EXPORT_VARIABLES: for other programs: secrets as `${VARIABLE}`, our own members left out
 */
typedef enum {
  GATE_EXPORT_KEYRING,
  GATE_EXPORT_VARIABLES,
} GateExportStyle;

JsonNode *gate_export_connectors (GPtrArray         *connectors,
                                  GateExportStyle    style,
                                  char            ***variables) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
