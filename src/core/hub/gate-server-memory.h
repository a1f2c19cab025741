// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"
#include "gate-mcp-era.h"
#include "gate-store.h"

G_BEGIN_DECLS

#define GATE_TYPE_SERVER_MEMORY (gate_server_memory_get_type ())

/**
 * GateServerMemory:
 *
 * What was learned of servers, beyond this process: which era of the protocol each speaks, so that the next process need not find
 * out again, and what it listed last, so that this can be shown while it cannot be reached. Private to the hub. What cannot be
 * remembered is lost and never an error: all of it can be found out again. An entry that is changed is another server.
 */
G_DECLARE_FINAL_TYPE (GateServerMemory, gate_server_memory, GATE, SERVER_MEMORY, GObject)

GateServerMemory *gate_server_memory_new                (GateStore            *state,
                                                         GateStore            *cache) G_GNUC_WARN_UNUSED_RESULT;
void              gate_server_memory_note_era           (GateServerMemory     *self,
                                                         GateConnector        *connector,
                                                         GateMcpEra            era,
                                                         const char           *version);
void              gate_server_memory_recall_era_async   (GateServerMemory     *self,
                                                         GateConnector        *connector,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
GateMcpEra        gate_server_memory_recall_era_finish  (GateServerMemory     *self,
                                                         GAsyncResult         *result);
/* kind: "tools", "resources", "templates", "prompts", "skills". nodes: (element-type JsonNode) */
void              gate_server_memory_note_list          (GateServerMemory     *self,
                                                         GateConnector        *connector,
                                                         const char           *account,
                                                         const char           *kind,
                                                         GPtrArray            *nodes);
void              gate_server_memory_recall_list_async  (GateServerMemory     *self,
                                                         GateConnector        *connector,
                                                         const char           *account,
                                                         const char           *kind,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
/* as_of: seconds since the epoch. NULL: none is remembered. */
JsonNode         *gate_server_memory_recall_list_finish (GateServerMemory     *self,
                                                         GAsyncResult         *result,
                                                         gint64               *as_of) G_GNUC_WARN_UNUSED_RESULT;
/* account NULL: of all accounts. */
void              gate_server_memory_forget_lists       (GateServerMemory     *self,
                                                         const char           *connector,
                                                         const char           *account);
/* Waits until all that was noted is written. */
void              gate_server_memory_flush_async        (GateServerMemory     *self,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean          gate_server_memory_flush_finish       (GateServerMemory     *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);

G_END_DECLS
