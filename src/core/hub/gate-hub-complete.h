// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

G_BEGIN_DECLS

/* Values that an argument of a prompt, or a variable of a template, may have. context: (nullable): the others, as far as they are known. */
void    gate_hub_complete_async  (GateHub              *self,
                                  GateHubProject       *project,
                                  GateHubItem          *item,
                                  const char           *argument,
                                  const char           *value,
                                  JsonObject           *context,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
char  **gate_hub_complete_finish (GateHub              *self,
                                  GAsyncResult         *result,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
