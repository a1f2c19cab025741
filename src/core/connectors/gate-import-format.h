// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-import.h"

G_BEGIN_DECLS

/**
 * GateImportReading:
 * @path: the file
 * @candidates: (element-type GateImportCandidate): what was found so far
 * @raw: (element-type JsonNode): the entries as they stood in the file, one for each candidate
 * @inputs: (nullable): what the file says of the values that it asks for
 *
 * What is known while a file is read.
 */
typedef struct {
  const char *path;
  GPtrArray  *candidates;
  GPtrArray  *raw;
  JsonArray  *inputs;
} GateImportReading;

/**
 * GateImportFormat:
 * @client: the client's name on the command line
 * @title: its name for people
 * @add_paths: adds the places where its configuration may be
 * @matches: whether a document looks like its configuration
 * @read: reads a document; sets an error when it has no place for entries
 */
typedef struct {
  const char *client;
  const char *title;
  void       (* add_paths) (GStrvBuilder       *paths);
  gboolean   (* matches)   (JsonObject         *root,
                            const char         *path);
  gboolean   (* read)      (GateImportReading  *reading,
                            JsonObject         *root,
                            GError            **error);
} GateImportFormat;

extern const GateImportFormat gate_import_mcp_json;
extern const GateImportFormat gate_import_claude_desktop;
extern const GateImportFormat gate_import_claude_code;
extern const GateImportFormat gate_import_vscode;
extern const GateImportFormat gate_import_cursor;

void        gate_import_add_entry        (GateImportReading  *reading,
                                          const char         *name,
                                          const char         *place,
                                          JsonNode           *entry);
void        gate_import_add_map          (GateImportReading  *reading,
                                          const char         *place,
                                          JsonObject         *servers);
gboolean    gate_import_fail_no_servers  (const char         *member,
                                          GError            **error);
char       *gate_import_dup_config_path  (const char         *first,
                                          ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
/* The references of VS Code and Cursor in every text of an entry; what cannot be translated is told in problem. */
JsonNode   *gate_import_translate        (GateImportReading  *reading,
                                          JsonNode           *entry,
                                          GPtrArray          *inputs,
                                          char              **problem) G_GNUC_WARN_UNUSED_RESULT;
void        gate_import_input_free       (GateImportInput    *self);
gboolean    gate_import_read_document    (const char         *client,
                                          const char         *path,
                                          JsonNode           *root,
                                          GPtrArray          *candidates,
                                          GError            **error);
GPtrArray  *gate_import_new_candidates   (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
