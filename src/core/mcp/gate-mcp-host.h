// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-interaction.h"
#include "gate-mcp-era.h"

G_BEGIN_DECLS

#define GATE_TYPE_MCP_HOST (gate_mcp_host_get_type ())

/**
 * GateMcpHost:
 *
 * Answers what a server asks of us: roots, a text (sampling), a form or a visit to an address (elicitation). Legacy servers ask
 * by requests, modern ones inside a result, tasks inside their state; the answers are the same. Private to the room.
 *
 * Only what the interaction can answer is declared, and only what is declared is answered.
 *
 * Signals: `elicitation-complete (id)`: the server says that a visit has led to its end.
 */
G_DECLARE_FINAL_TYPE (GateMcpHost, gate_mcp_host, GATE, MCP_HOST, GObject)

GateMcpHost     *gate_mcp_host_new                 (GateInteraction      *interaction) G_GNUC_WARN_UNUSED_RESULT;
void             gate_mcp_host_set_name            (GateMcpHost          *self,
                                                    const char           *name);
const char      *gate_mcp_host_get_name            (GateMcpHost          *self);
void             gate_mcp_host_set_roots           (GateMcpHost          *self,
                                                    const char *const    *uris);
void             gate_mcp_host_set_extension       (GateMcpHost          *self,
                                                    const char           *id,
                                                    JsonObject           *settings);
GateInteraction *gate_mcp_host_get_interaction     (GateMcpHost          *self);
JsonObject      *gate_mcp_host_dup_capabilities    (GateMcpHost          *self,
                                                    GateMcpEra            era) G_GNUC_WARN_UNUSED_RESULT;
void             gate_mcp_host_answer_async        (GateMcpHost          *self,
                                                    const char           *method,
                                                    JsonObject           *params,
                                                    GHashTable           *visited,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
JsonNode        *gate_mcp_host_answer_finish       (GateMcpHost          *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             gate_mcp_host_elicitation_ended   (GateMcpHost          *self,
                                                    const char           *id);

/* For the parts of the host. */
GateQuestion    *gate_mcp_host_new_question        (GateMcpHost          *self,
                                                    GateQuestionKind      kind,
                                                    const char           *sentence) G_GNUC_WARN_UNUSED_RESULT;
GError          *gate_mcp_host_new_refusal         (gint64                code,
                                                    const char           *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
