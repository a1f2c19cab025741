// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-item.h"
#include "gate-mcp-items.h"
#include "gate-policy.h"

G_BEGIN_DECLS

/* object: a GateMcpTool, GateMcpResource, GateMcpTemplate, GateMcpPrompt or GateMcpSkill. */
GateHubItem *gate_hub_item_new          (const char   *connector,
                                         const char   *account,
                                         const char   *full_name,
                                         GObject      *object) G_GNUC_WARN_UNUSED_RESULT;
void         gate_hub_item_set_decision (GateHubItem  *self,
                                         const char   *decision,
                                         const char   *reason);
void         gate_hub_item_set_as_of    (GateHubItem  *self,
                                         gint64        as_of);
/* definition: (nullable): the one that was allowed, where it changed. */
void         gate_hub_item_set_review   (GateHubItem     *self,
                                         GateReviewState  review,
                                         const char      *definition);
GateReviewState gate_hub_item_get_review (GateHubItem    *self);
/* The object that it was made of. */
gpointer     gate_hub_item_get_object   (GateHubItem  *self);
/* It is kept small until somebody looks at it. What getters gave before ends. */
void         gate_hub_item_pack         (GateHubItem  *self);

G_END_DECLS
