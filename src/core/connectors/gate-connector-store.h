// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"

G_BEGIN_DECLS

/**
 * GateConnectorProblem:
 * @name: the entry's name in the file
 * @message: what is wrong with it, one sentence
 *
 * An entry that cannot be used. It stays in the file and is not in the list.
 */
typedef struct {
  char *name;
  char *message;
} GateConnectorProblem;

/**
 * GateConnectorStoreMode:
 * @GATE_CONNECTOR_STORE_ADD: a new one; %GATE_ERROR_EXISTS where the id is taken
 * @GATE_CONNECTOR_STORE_REPLACE: an existing one; %GATE_ERROR_NOT_FOUND where there is none
 * @GATE_CONNECTOR_STORE_PUT: whichever it is
 */
typedef enum {
  GATE_CONNECTOR_STORE_ADD,
  GATE_CONNECTOR_STORE_REPLACE,
  GATE_CONNECTOR_STORE_PUT,
} GateConnectorStoreMode;

#define GATE_TYPE_CONNECTOR_STORE (gate_connector_store_get_type ())

/**
 * GateConnectorStore:
 *
 * The user's own connectors, `$XDG_CONFIG_HOME/gatehouse/mcp.json`: a [iface@Gio.ListModel] of [class@Gate.Connector] in the order of
 * the file, that follows what other processes do to it. Every change is made under a lock on the newest content, so that many
 * processes at once lose nothing; unknown members and the order stay; a file that cannot be parsed is never overwritten.
 *
 * Signals: `changed` (the file was read anew and differs).
 */
G_DECLARE_FINAL_TYPE (GateConnectorStore, gate_connector_store, GATE, CONNECTOR_STORE, GObject)

/* path: NULL for the user's own file. */
GateConnectorStore *gate_connector_store_new                   (const char              *path) G_GNUC_WARN_UNUSED_RESULT;
const char         *gate_connector_store_get_path              (GateConnectorStore      *self);
GateConnector      *gate_connector_store_find                  (GateConnectorStore      *self,
                                                                const char              *id);
/* (element-type GateConnectorProblem) */
GPtrArray          *gate_connector_store_get_problems          (GateConnectorStore      *self);
/* Why the file could not be read the last time, or NULL. The list is then what it was before. */
const GError       *gate_connector_store_get_error             (GateConnectorStore      *self);

/* Reads the file and watches it from then on. No file is an empty list. */
void                gate_connector_store_load_async            (GateConnectorStore      *self,
                                                                GCancellable            *cancellable,
                                                                GAsyncReadyCallback      callback,
                                                                gpointer                 user_data);
gboolean            gate_connector_store_load_finish           (GateConnectorStore      *self,
                                                                GAsyncResult            *result,
                                                                GError                 **error);
/* position: where a new one goes, counted from 0; -1: at the end. The entry is checked before anything is written. */
void                gate_connector_store_put_async             (GateConnectorStore      *self,
                                                                GateConnectorStoreMode   mode,
                                                                const char              *name,
                                                                JsonNode                *entry,
                                                                int                      position,
                                                                GCancellable            *cancellable,
                                                                GAsyncReadyCallback      callback,
                                                                gpointer                 user_data);
GateConnector      *gate_connector_store_put_finish            (GateConnectorStore      *self,
                                                                GAsyncResult            *result,
                                                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives back what is needed to undo it with put: the name in the file, the entry, its position. expected: (nullable): as it was when
 * its removal was decided; GATE_ERROR_NOT_FOUND where it is another one by now. */
void                gate_connector_store_remove_async          (GateConnectorStore      *self,
                                                                const char              *id,
                                                                JsonNode                *expected,
                                                                GCancellable            *cancellable,
                                                                GAsyncReadyCallback      callback,
                                                                gpointer                 user_data);
JsonNode           *gate_connector_store_remove_finish         (GateConnectorStore      *self,
                                                                GAsyncResult            *result,
                                                                char                   **name,
                                                                int                     *position,
                                                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new account; its id is made from the label. */
void                gate_connector_store_add_account_async     (GateConnectorStore      *self,
                                                                const char              *id,
                                                                const char              *label,
                                                                GCancellable            *cancellable,
                                                                GAsyncReadyCallback      callback,
                                                                gpointer                 user_data);
char               *gate_connector_store_add_account_finish    (GateConnectorStore      *self,
                                                                GAsyncResult            *result,
                                                                GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void                gate_connector_store_remove_account_async  (GateConnectorStore      *self,
                                                                const char              *id,
                                                                const char              *account,
                                                                GCancellable            *cancellable,
                                                                GAsyncReadyCallback      callback,
                                                                gpointer                 user_data);
gboolean            gate_connector_store_remove_account_finish (GateConnectorStore      *self,
                                                                GAsyncResult            *result,
                                                                GError                 **error);
/* account: "" is the first. */
void                gate_connector_store_rename_account_async  (GateConnectorStore      *self,
                                                                const char              *id,
                                                                const char              *account,
                                                                const char              *label,
                                                                GCancellable            *cancellable,
                                                                GAsyncReadyCallback      callback,
                                                                gpointer                 user_data);
gboolean            gate_connector_store_rename_account_finish (GateConnectorStore      *self,
                                                                GAsyncResult            *result,
                                                                GError                 **error);

G_END_DECLS
