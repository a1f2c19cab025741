// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

#include "gate-secret-store.h"

G_BEGIN_DECLS

/* Moves the secrets that stand in an entry to the keyring. Gives the entry with references in their place, and where each was, for
 * people. Where the keyring cannot take them nothing is written anywhere, and the error says why. */
void      gate_secret_mover_move_async  (GateSecretStore      *secrets,
                                         const char           *connector,
                                         const char           *label,
                                         JsonNode             *entry,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
JsonNode *gate_secret_mover_move_finish (GAsyncResult         *result,
                                         char               ***moved,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps secrets that were found before; (element-type GateFoundSecret). */
void      gate_secret_mover_keep_async  (GateSecretStore      *secrets,
                                         const char           *connector,
                                         const char           *label,
                                         GPtrArray            *found,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean  gate_secret_mover_keep_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
