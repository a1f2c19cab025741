// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-store.h"

G_BEGIN_DECLS

/* path: NULL for the one place: `$XDG_STATE_HOME/gatehouse/state.db`, `$XDG_CACHE_HOME/gatehouse/cache.db`. */
GateStore *gate_state_store_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
GateStore *gate_cache_store_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
