// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateMapFunc:
 * @item: (transfer none): an item of the source
 * @user_data: what was given
 *
 * Returns: (transfer full): the item that stands for it
 */
typedef GObject *(*GateMapFunc) (GObject  *item,
                                 gpointer  user_data);

#define GATE_TYPE_MAPPED_LIST (gate_mapped_list_get_type ())

/**
 * GateMappedList:
 *
 * A [iface@Gio.ListModel] with an object for each item of another one, made once and kept as long as that item stays. Private to the hub.
 */
G_DECLARE_FINAL_TYPE (GateMappedList, gate_mapped_list, GATE, MAPPED_LIST, GObject)

GListModel *gate_mapped_list_new (GListModel   *source,
                                  GType         item_type,
                                  GateMapFunc   map,
                                  gpointer      user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
