// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateDirectoryDocument:
 * @records: (element-type GateDirectoryRecord): the entries
 * @as_of: (nullable): when the project's data were looked up
 * @warning: (nullable): what was wrong with the organization's file
 * @digest: what the index is compared by
 *
 * What the directory's files say. Used in a worker. Private to the room.
 */
typedef struct {
  GPtrArray *records;
  char      *as_of;
  char      *warning;
  char      *digest;
  GBytes    *data;
  GBytes    *managed;
} GateDirectoryDocument;

GateDirectoryDocument *gate_directory_document_load  (GBytes                 *data,
                                                      const char             *managed_path,
                                                      GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean               gate_directory_document_parse (GateDirectoryDocument  *self,
                                                      GError                **error);
void                   gate_directory_document_free  (GateDirectoryDocument  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateDirectoryDocument, gate_directory_document_free)

G_END_DECLS
