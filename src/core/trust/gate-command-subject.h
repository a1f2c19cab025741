// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"

G_BEGIN_DECLS

/**
 * GateCommandFlags:
 * @GATE_COMMAND_SANDBOXED: it is run in a sandbox
 * @GATE_COMMAND_NETWORK: it can use the network
 * @GATE_COMMAND_FOLDER_WRITABLE: it can write to the project's folder
 */
typedef enum {
  GATE_COMMAND_NONE = 0,
  GATE_COMMAND_SANDBOXED = 1 << 0,
  GATE_COMMAND_NETWORK = 1 << 1,
  GATE_COMMAND_FOLDER_WRITABLE = 1 << 2,
} GateCommandFlags;

char  *gate_command_subject_to_text (GateConnector     *connector,
                                     GateCommandFlags   flags,
                                     const char        *folder) G_GNUC_WARN_UNUSED_RESULT;
char  *gate_command_subject_digest  (GateConnector     *connector,
                                     GateCommandFlags   flags,
                                     const char        *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
