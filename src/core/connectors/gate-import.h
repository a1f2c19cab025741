// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"
#include "gate-secret-scan.h"

G_BEGIN_DECLS

/**
 * GateImportInput:
 * @name: under which name its value is to be kept in the keyring, kind "field"
 * @description: (nullable): what to ask for, as the other program does
 * @secret: whether it must not be shown while it is typed
 * @fallback: (nullable): what to offer
 *
 * A value that the other program asks for and keeps by itself, so that it has to be asked for anew.
 */
typedef struct {
  char     *name;
  char     *description;
  gboolean  secret;
  char     *fallback;
} GateImportInput;

/**
 * GateImportCandidate:
 * @name: the entry's name in the file
 * @id: the id that it would have here; each only once in a result
 * @source: the file, and the place in it where it is not at the top: for people
 * @entry: (nullable): the entry as it would be added: references translated, secrets replaced by `${keyring:NAME}`
 * @connector: (nullable): it, where it can be used
 * @problem: (nullable): why it cannot be used, one sentence
 * @secrets: (element-type GateFoundSecret): the secrets that stood in it
 * @inputs: (element-type GateImportInput): what has to be asked for
 * @notes: what else to know, one sentence each
 *
 * An entry of another program's configuration. Nothing is added by reading it.
 */
typedef struct {
  char           *name;
  char           *id;
  char           *source;
  JsonNode       *entry;
  GateConnector  *connector;
  char           *problem;
  GPtrArray      *secrets;
  GPtrArray      *inputs;
  char          **notes;
} GateImportCandidate;

/* The clients that can be read: "mcp-json", "claude-desktop", "claude-code", "vscode", "cursor". */
const char * const  *gate_import_get_clients    (void);
const char          *gate_import_get_title      (const char           *client);
char               **gate_import_dup_paths      (const char           *client) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type GateImportCandidate). client: NULL to tell from the file; path: NULL for the client's own places. Not both. */
void                 gate_import_read_async     (const char           *client,
                                                 const char           *path,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
GPtrArray           *gate_import_read_finish    (GAsyncResult         *result,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray           *gate_import_parse          (const char           *client,
                                                 const char           *path,
                                                 const char           *text,
                                                 gssize                size,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
