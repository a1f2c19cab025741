// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-job.h"

G_BEGIN_DECLS

/**
 * GateImportedEntry:
 * @id: the connector's id here
 * @target: its address or command, for people
 * @source: (nullable): the file and place that it came from
 * @outcome: "added", "exists", "replaced", "refused"
 * @problem: (nullable): why it was refused, or what to do still
 * @secrets: (nullable): where secrets were found that are in the keyring now
 *
 * What became of one entry.
 */
typedef struct {
  char  *id;
  char  *target;
  char  *source;
  char  *outcome;
  char  *problem;
  char **secrets;
} GateImportedEntry;

#define GATE_TYPE_IMPORT_JOB (gate_import_job_get_type ())

/**
 * GateImportJob:
 *
 * Takes over entries of another client's configuration; secrets found there go to the keyring. Nothing is run and nothing is turned on.
 */
G_DECLARE_FINAL_TYPE (GateImportJob, gate_import_job, GATE, IMPORT_JOB, GateJob)

/* client: "claude-desktop", "claude-code", "vscode", "cursor", "mcp-json", or NULL to tell from the file. path: (nullable): the
 * client's own place. only: (nullable): ids to take. dry_run: only say what would be done. */
GateJob                 *gate_import_job_new           (GateHub             *hub,
                                                        const char          *client,
                                                        const char          *path,
                                                        const char * const  *only,
                                                        gboolean             replace,
                                                        gboolean             dry_run) G_GNUC_WARN_UNUSED_RESULT;
/* The same from what a person pasted: a document with entries. */
GateJob                 *gate_import_job_new_for_text  (GateHub             *hub,
                                                        const char          *text,
                                                        const char * const  *only,
                                                        gboolean             replace,
                                                        gboolean             dry_run) G_GNUC_WARN_UNUSED_RESULT;
guint                    gate_import_job_get_n_entries (GateImportJob       *self);
const GateImportedEntry *gate_import_job_get_entry     (GateImportJob       *self,
                                                        guint                index);

G_END_DECLS
