// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

G_BEGIN_DECLS

/**
 * GateHubChoice:
 * @GATE_HUB_ON_IN_NEW_PROJECTS: a connector, or one of its accounts, is on in new projects
 * @GATE_HUB_READ_ONLY: of a connector only tools that say that they only read may be used
 *
 * What is chosen for all projects at once. The signal `choices-changed` of the hub tells of every change.
 */
typedef enum {
  GATE_HUB_ON_IN_NEW_PROJECTS,
  GATE_HUB_READ_ONLY,
} GateHubChoice;

gboolean gate_hub_get_choice        (GateHub              *self,
                                     GateHubChoice         choice,
                                     const char           *connector,
                                     const char           *account);
/* FALSE: the administrator decided it. */
gboolean gate_hub_can_choose        (GateHub              *self,
                                     GateHubChoice         choice);
/* key: "projects" (which there are, and their order) or "tool-choices" (in every project). */
gboolean gate_hub_can_change        (GateHub              *self,
                                     const char           *key);
void     gate_hub_set_choice_async  (GateHub              *self,
                                     GateHubChoice         choice,
                                     const char           *connector,
                                     const char           *account,
                                     gboolean              on,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean gate_hub_set_choice_finish (GateHub              *self,
                                     GAsyncResult         *result,
                                     GError              **error);
/* What was chosen in every project at once for the tools of a connector: a{ss}, full names and "allow", "ask" or "block". */
GVariant *gate_hub_dup_tool_choices  (GateHub              *self,
                                      GateHubConnector     *connector) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
