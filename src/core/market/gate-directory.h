// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-directory-category.h"
#include "gate-directory-entry.h"

G_BEGIN_DECLS

#define GATE_TYPE_DIRECTORY (gate_directory_get_type ())

/**
 * GateDirectory:
 *
 * The list of known remote connectors to choose from: the project's own data, which is part of the program, and the organization's
 * file. It is indexed in a database of the cache, made anew whenever the data change, and searched in a thread.
 */
G_DECLARE_FINAL_TYPE (GateDirectory, gate_directory, GATE, DIRECTORY, GObject)

/* data: (nullable): the data instead of the program's own. managed_path: (nullable): the organization's file. cache_path: (nullable). */
GateDirectory      *gate_directory_new                    (GBytes               *data,
                                                           const char           *managed_path,
                                                           const char           *cache_path) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the index where it is not there yet; every other call does so by itself. */
void                gate_directory_open_async             (GateDirectory        *self,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
gboolean            gate_directory_open_finish            (GateDirectory        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);
/* Once open: when the data were looked up, "2026-02-01"; what was wrong with the organization's file, or NULL. */
const char         *gate_directory_get_as_of              (GateDirectory        *self);
const char         *gate_directory_get_warning            (GateDirectory        *self);
/* query: (nullable): words, all of which are there. category: (nullable). limit 0: all. The best matches first; without a query by name. */
void                gate_directory_search_async           (GateDirectory        *self,
                                                           const char           *query,
                                                           const char           *category,
                                                           guint                 limit,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
/* Of GateDirectoryEntry. total: (out) (optional): how many match without the limit. */
GListModel         *gate_directory_search_finish          (GateDirectory        *self,
                                                           GAsyncResult         *result,
                                                           guint                *total,
                                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of GateDirectoryCategory: those that have entries. */
void                gate_directory_list_categories_async  (GateDirectory        *self,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
GListModel         *gate_directory_list_categories_finish (GateDirectory        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* By id, or by name where it is the only one of that name. */
void                gate_directory_find_async             (GateDirectory        *self,
                                                           const char           *id,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
/* The entry that a connector with this address came from, fields filled in. */
void                gate_directory_find_by_address_async  (GateDirectory        *self,
                                                           const char           *address,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
/* For both. Nothing found is GATE_ERROR_NOT_FOUND. */
GateDirectoryEntry *gate_directory_find_finish            (GateDirectory        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
