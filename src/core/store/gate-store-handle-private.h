// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/* For gate-store.c alone. damaged: set when the failure is that the file is no sound database. */
GateStoreHandle *gate_store_handle_open          (const char         *path,
                                                  GateStoreFlags      flags,
                                                  guint               busy_timeout_ms,
                                                  GCancellable       *cancellable,
                                                  gboolean           *damaged,
                                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void             gate_store_handle_close         (GateStoreHandle    *self);
gboolean         gate_store_handle_migrate       (GateStoreHandle    *self,
                                                  const char * const *migrations,
                                                  GError            **error);
gboolean         gate_store_handle_is_sound      (GateStoreHandle    *self);
gboolean         gate_store_handle_is_in_place   (GateStoreHandle    *self);
gboolean         gate_store_handle_is_damaged    (GateStoreHandle    *self);
void             gate_store_handle_set_work      (GateStoreHandle    *self,
                                                  guint               busy_timeout_ms,
                                                  GCancellable       *cancellable);
gboolean         gate_store_handle_begin         (GateStoreHandle    *self,
                                                  GateStoreMode       mode,
                                                  GError            **error);
gboolean         gate_store_handle_commit        (GateStoreHandle    *self,
                                                  GError            **error);
void             gate_store_handle_roll_back     (GateStoreHandle    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateStoreHandle, gate_store_handle_close)

G_END_DECLS
