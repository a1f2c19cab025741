// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-private.h"
#include "gate-policy.h"
#include "gate-roster.h"

G_BEGIN_DECLS

/* The policy's decision about one tool of a roster in a project, as things stand now. full_name: under which choices are kept. */
GateDecision *gate_judge_tool       (GateHub         *hub,
                                     GateHubProject  *project,
                                     GateRoster      *roster,
                                     GateMcpTool     *tool,
                                     const char      *full_name,
                                     gboolean         approved) G_GNUC_WARN_UNUSED_RESULT;
/* How the definition of a roster's tool stands to the pinned one. */
GateReviewState gate_judge_pin      (GateRoster      *roster,
                                     GateMcpTool     *tool);
/* The same, kept with a tool's item. pins: (element-type utf8 GatePin): by the names of tools. */
void          gate_judge_review     (GateHubItem     *item,
                                     GHashTable      *pins);
/* Judges a tool's item anew, as it was listed. */
void          gate_judge_again      (GateHub         *hub,
                                     GateHubProject  *project,
                                     GateHubItem     *item);
/* Items for all objects of the rosters, named together, tools judged. (element-type GateHubItem) */
GPtrArray    *gate_judge_items      (GateHub         *hub,
                                     GateHubProject  *project,
                                     GPtrArray       *rosters) G_GNUC_WARN_UNUSED_RESULT;
/* The links that are on in the project and whose tools may bear the name. (element-type GateLink) */
GPtrArray    *gate_judge_candidates (GateHub         *hub,
                                     GateHubProject  *project,
                                     const char      *full_name,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
