// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_VISIBLE_LIST (gate_visible_list_get_type ())

/**
 * GateVisibleList:
 *
 * A [iface@Gio.ListModel] of the [class@Gate.HubConnector]s of another one, without those that are hidden, and without their accounts
 * that are. What changes, or goes, while it is hidden is not what was hidden, and is seen. Private to the hub.
 */
G_DECLARE_FINAL_TYPE (GateVisibleList, gate_visible_list, GATE, VISIBLE_LIST, GObject)

/* Takes the source over. */
GListModel *gate_visible_list_new        (GListModel      *source) G_GNUC_WARN_UNUSED_RESULT;
/* account: (nullable): one beyond the first; NULL is the whole connector. */
void        gate_visible_list_set_hidden (GateVisibleList *self,
                                          const char      *id,
                                          const char      *account,
                                          gboolean         hidden);
gboolean    gate_visible_list_is_hidden  (GateVisibleList *self,
                                          const char      *id,
                                          const char      *account);
/* All of them. */
GListModel *gate_visible_list_get_source (GateVisibleList *self);

G_END_DECLS
