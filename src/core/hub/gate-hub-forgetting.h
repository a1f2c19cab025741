// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

G_BEGIN_DECLS

/* What is remembered of something that was removed goes too: an account beyond the first, or, where account is NULL, the whole connector
 * with all of its accounts. What is left of it is a warning, never an error. */
void gate_hub_forget_async  (GateHub              *self,
                             const char           *connector,
                             const char           *account,
                             const char * const   *accounts,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
void gate_hub_forget_finish (GateHub              *self,
                             GAsyncResult         *result);

G_END_DECLS
