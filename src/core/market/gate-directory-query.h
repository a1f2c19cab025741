// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

typedef enum {
  GATE_DIRECTORY_QUERY_SEARCH,
  GATE_DIRECTORY_QUERY_CATEGORIES,
  GATE_DIRECTORY_QUERY_ID,
  GATE_DIRECTORY_QUERY_ADDRESS,
} GateDirectoryQueryKind;

/* What is asked of the index and what it answers; in the worker. */
typedef struct {
  GateDirectoryQueryKind  kind;
  char                   *digest;
  char                   *text;
  char                   *category;
  guint                   limit;
  GPtrArray              *records; /* (element-type GateDirectoryRecord) */
  GArray                 *counts;  /* (element-type GateDirectoryCount) */
  guint                   total;
  gboolean                stale;   /* the index is of other data */
} GateDirectoryQuery;

GateDirectoryQuery *gate_directory_query_new    (GateDirectoryQueryKind   kind,
                                                 const char              *digest,
                                                 const char              *text,
                                                 const char              *category,
                                                 guint                    limit) G_GNUC_WARN_UNUSED_RESULT;
void                gate_directory_query_free   (GateDirectoryQuery      *self);
gboolean            gate_directory_query_answer (GateStoreHandle         *handle,
                                                 gpointer                 data,
                                                 GCancellable            *cancellable,
                                                 GError                 **error);

G_END_DECLS
