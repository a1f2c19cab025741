// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form.h"

G_BEGIN_DECLS

/**
 * GateHubItemKind:
 *
 * What an item is.
 */
typedef enum {
  GATE_HUB_ITEM_TOOL = 1 << 0,
  GATE_HUB_ITEM_RESOURCE = 1 << 1,
  GATE_HUB_ITEM_TEMPLATE = 1 << 2,
  GATE_HUB_ITEM_PROMPT = 1 << 3,
  GATE_HUB_ITEM_SKILL = 1 << 4,
} GateHubItemKind;

/**
 * GateHubChange:
 * @where: what is different: "description", "inputSchema.properties.path.type"
 * @before: (nullable): what it was, %NULL where it is new
 * @after: (nullable): what it is, %NULL where it is gone
 *
 * A difference between two definitions of a tool. All texts are safe to show, on one line, and bounded.
 */
typedef struct {
  char *where;
  char *before;
  char *after;
} GateHubChange;

#define GATE_TYPE_HUB_ITEM (gate_hub_item_get_type ())

/**
 * GateHubItem:
 *
 * A tool, resource, template, prompt or skill of one account of one connector, as faces see it. Texts are the server's own: a face
 * makes them visible before it shows them. Its property `decision` notifies when what policy says of a tool changes.
 */
G_DECLARE_FINAL_TYPE (GateHubItem, gate_hub_item, GATE, HUB_ITEM, GObject)

GateHubItemKind  gate_hub_item_get_kind         (GateHubItem  *self);
const char      *gate_hub_item_get_connector    (GateHubItem  *self);
const char      *gate_hub_item_get_account      (GateHubItem  *self);
/* Tools and prompts: `connector__name`, the name that every face uses; resources and templates: the URI. */
const char      *gate_hub_item_get_full_name    (GateHubItem  *self);
/* The name on its own server, or the URI. */
const char      *gate_hub_item_get_name         (GateHubItem  *self);
const char      *gate_hub_item_get_title        (GateHubItem  *self);
const char      *gate_hub_item_get_description  (GateHubItem  *self);
const char      *gate_hub_item_get_mime_type    (GateHubItem  *self);
/* Tools: "read", "write" or "destructive", by the server's own claim. */
const char      *gate_hub_item_get_group        (GateHubItem  *self);
/* Tools: "allow", "ask" or "block": what policy says now, and why in one sentence. */
const char      *gate_hub_item_get_decision     (GateHubItem  *self);
const char      *gate_hub_item_get_reason       (GateHubItem  *self);
/* When the server listed it, seconds since the epoch, where it cannot be reached and this is remembered; 0: it lists it now. */
gint64           gate_hub_item_get_as_of        (GateHubItem  *self);
/* Tools: what is suspicious about their texts, a sentence each with the words in question; empty where nothing is. */
char           **gate_hub_item_dup_warnings     (GateHubItem  *self) G_GNUC_WARN_UNUSED_RESULT;
/* Tools: how the definition differs from the one that was allowed: (element-type GateHubChange); empty where it does not. */
GPtrArray       *gate_hub_item_dup_changes      (GateHubItem  *self) G_GNUC_WARN_UNUSED_RESULT;
/* Tools: what tells its definition from another. */
const char      *gate_hub_item_get_digest       (GateHubItem  *self);
/* The entry as the server sent it. */
JsonNode        *gate_hub_item_get_source       (GateHubItem  *self);
/* Tools, prompts, templates: the form of their arguments. */
GateForm        *gate_hub_item_dup_form         (GateHubItem  *self,
                                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* Templates: the address that the values lead to (RFC 6570). */
char            *gate_hub_item_expand           (GateHubItem  *self,
                                                 JsonObject   *values,
                                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
