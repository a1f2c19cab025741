// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-content.h"
#include "gate-sample-seal.h"
#include "gate-sample-terms.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_WORKSPACE (gate_sample_workspace_get_type ())

/**
 * GateSampleWorkspace:
 *
 * What the MCP server has to offer, whoever asks and however: content, definitions of tools, the page with the terms.
 *
 * Signals: `tools-changed` when the definition of a tool is another than before, `closing` when the server is about to end.
 */
G_DECLARE_FINAL_TYPE (GateSampleWorkspace, gate_sample_workspace, GATE, SAMPLE_WORKSPACE, GObject)

GateSampleWorkspace *gate_sample_workspace_new            (const char           *folder,
                                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GateSampleContent   *gate_sample_workspace_get_content    (GateSampleWorkspace  *self);
GateSampleTerms     *gate_sample_workspace_get_terms      (GateSampleWorkspace  *self);
GateSampleSeal      *gate_sample_workspace_get_seal       (GateSampleWorkspace  *self);
JsonArray           *gate_sample_workspace_list_tools     (GateSampleWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT;
JsonObject          *gate_sample_workspace_find_tool      (GateSampleWorkspace  *self,
                                                           const char           *name);
guint                gate_sample_workspace_change_tool    (GateSampleWorkspace  *self);
void                 gate_sample_workspace_close          (GateSampleWorkspace  *self);

G_END_DECLS
