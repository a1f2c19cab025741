// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/* One list of a server, and all of them together. */
#define GATE_CATALOGUE_LIMIT (8u * 1024 * 1024)
#define GATE_CATALOGUE_TOTAL_LIMIT (64u * 1024 * 1024)

/**
 * GateCatalogue:
 * @connector: the connector's id, or what else has a list ("directory")
 * @account: the account's id, "" for the only one
 * @kind: "tools", "resources", "templates", "prompts" …
 * @text: the list, a JSON text
 * @scope: what the list depends on beside the account (the granted scopes), "" where nothing
 * @as_of: when the server gave it, microseconds since the epoch
 * @ttl: how long it is good, in milliseconds, 0: not said
 *
 * A list as the server last gave it, to be shown with its time until a new one is there.
 */
typedef struct {
  char   *connector;
  char   *account;
  char   *kind;
  char   *text;
  char   *scope;
  gint64  as_of;
  gint64  ttl;
} GateCatalogue;

GateCatalogue *gate_catalogue_copy          (const GateCatalogue  *self) G_GNUC_WARN_UNUSED_RESULT;
void           gate_catalogue_free          (GateCatalogue        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateCatalogue, gate_catalogue_free)

/* NULL without error: none is kept. */
void           gate_catalogue_lookup_async  (GateStore            *cache,
                                             const char           *connector,
                                             const char           *account,
                                             const char           *kind,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GateCatalogue *gate_catalogue_lookup_finish (GateStore            *cache,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The oldest others go when there are too many. as_of 0: now. */
void           gate_catalogue_save_async    (GateStore            *cache,
                                             const GateCatalogue  *catalogue,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean       gate_catalogue_save_finish   (GateStore            *cache,
                                             GAsyncResult         *result,
                                             GError              **error);
/* account, kind: NULL for all. */
void           gate_catalogue_forget_async  (GateStore            *cache,
                                             const char           *connector,
                                             const char           *account,
                                             const char           *kind,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean       gate_catalogue_forget_finish (GateStore            *cache,
                                             GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
