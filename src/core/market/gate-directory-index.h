// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-directory-document.h"
#include "gate-store.h"

G_BEGIN_DECLS

/* The index: everything here runs in the store's thread. Private to the room. */

/**
 * GateDirectoryCount:
 *
 * A category and how many entries it has.
 */
typedef struct {
  char  *category;
  guint  count;
} GateDirectoryCount;

char      *gate_directory_index_dup_path          (void) G_GNUC_WARN_UNUSED_RESULT;
GateStore *gate_directory_index_new               (const char             *path) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gate_directory_index_is_current        (GateStoreHandle        *handle,
                                                   const char             *digest,
                                                   gboolean               *current,
                                                   GError                **error);
gboolean   gate_directory_index_read_facts        (GateStoreHandle        *handle,
                                                   char                  **as_of,
                                                   char                  **warning,
                                                   GError                **error);
gboolean   gate_directory_index_rebuild           (GateStoreHandle        *handle,
                                                   GateDirectoryDocument  *document,
                                                   GError                **error);
gboolean   gate_directory_index_search            (GateStoreHandle        *handle,
                                                   const char             *text,
                                                   const char             *category,
                                                   guint                   limit,
                                                   GPtrArray              *records,
                                                   guint                  *total,
                                                   GError                **error);
gboolean   gate_directory_index_count             (GateStoreHandle        *handle,
                                                   GArray                 *counts,
                                                   GError                **error);
gboolean   gate_directory_index_find              (GateStoreHandle        *handle,
                                                   const char             *id,
                                                   GPtrArray              *records,
                                                   GError                **error);
gboolean   gate_directory_index_find_by_address   (GateStoreHandle        *handle,
                                                   const char             *address,
                                                   GPtrArray              *records,
                                                   GError                **error);

G_END_DECLS
