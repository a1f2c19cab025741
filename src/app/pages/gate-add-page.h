// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_ADD_PAGE (gate_add_page_get_type ())

/**
 * GateAddPage:
 *
 * Adds a server by its address or command, from a text that is pasted, or from what another program has. What was added is shown by
 * the action `app.show-connector`.
 */
G_DECLARE_FINAL_TYPE (GateAddPage, gate_add_page, GATE, ADD_PAGE, AdwBin)

void        gate_add_page_set_hub    (GateAddPage *self,
                                      GateHub     *hub);
/* What is filled in, for a page that comes after this one; NULL where nothing is. (element-type utf8 GateSecret) */
GHashTable *gate_add_page_dup_draft  (GateAddPage *self) G_GNUC_WARN_UNUSED_RESULT;
void        gate_add_page_take_draft (GateAddPage *self,
                                      GHashTable  *draft);

G_END_DECLS
