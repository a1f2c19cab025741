// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-store-handle.h"

G_BEGIN_DECLS

/**
 * GateStoreFlags:
 * @GATE_STORE_DURABLE: what is committed survives a power cut, and damage is told to the person
 * @GATE_STORE_DISPOSABLE: a cache: may lose its last changes; damaged, it starts anew without an error
 */
typedef enum {
  GATE_STORE_DURABLE = 0,
  GATE_STORE_DISPOSABLE = 1 << 0,
} GateStoreFlags;

/**
 * GateStoreMode:
 * @GATE_STORE_READ: sees one state of the database from begin to end, changes nothing
 * @GATE_STORE_WRITE: a transaction that is alone in all processes (BEGIN IMMEDIATE), all or nothing
 */
typedef enum {
  GATE_STORE_READ,
  GATE_STORE_WRITE,
} GateStoreMode;

/**
 * GateStoreFunc:
 * @handle: the open database, in the transaction; valid during the call
 * @data: what was given to gate_store_run_async(), now of the worker alone
 * @cancellable: (nullable): ends the work; statements heed it by themselves
 * @error: to be set on failure, which rolls the transaction back
 *
 * Work in the store's thread. What it finds out goes into @data.
 *
 * Returns: %TRUE to commit
 */
typedef gboolean (*GateStoreFunc) (GateStoreHandle  *handle,
                                   gpointer          data,
                                   GCancellable     *cancellable,
                                   GError          **error);

#define GATE_TYPE_STORE (gate_store_get_type ())

/**
 * GateStore:
 *
 * One SQLite file that several processes share, used in a thread of its own and never on the main loop. It is opened, made and
 * migrated when it is first used. A damaged file is renamed aside and a new one begun; the operation that found it fails and says
 * so, and `damaged-path` tells where the old one is.
 */
G_DECLARE_FINAL_TYPE (GateStore, gate_store, GATE, STORE, GObject)

/* migrations: SQL scripts, NULL at the end; script n takes a file from PRAGMA user_version n to n + 1. Static. */
GateStore  *gate_store_new              (const char           *path,
                                         const char * const   *migrations,
                                         GateStoreFlags        flags) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_store_get_path         (GateStore            *self);
const char *gate_store_get_damaged_path (GateStore            *self);
void        gate_store_set_busy_timeout (GateStore            *self,
                                         guint                 milliseconds);
void        gate_store_run_async        (GateStore            *self,
                                         GateStoreMode         mode,
                                         GateStoreFunc         func,
                                         gpointer              data,
                                         GDestroyNotify        destroy,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
/* data: what was given to gate_store_run_async(), borrowed from the result. */
gboolean    gate_store_run_finish       (GateStore            *self,
                                         GAsyncResult         *result,
                                         gpointer             *data,
                                         GError              **error);
/* Waits until what was written is in the file itself; what is run afterwards opens it again. */
void        gate_store_close_async      (GateStore            *self,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean    gate_store_close_finish     (GateStore            *self,
                                         GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
