// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"
#include "gate-interaction.h"
#include "gate-undo.h"

G_BEGIN_DECLS

#define GATE_TYPE_SESSION (gate_session_get_type ())

/**
 * GateSession:
 *
 * What all windows share: the hub once it is open, whom the core asks, and the one change that can be taken back. Its properties:
 * `hub` (%NULL until it is open), `opening`, `error-message` and `error-remedy` (why it could not be opened).
 */
G_DECLARE_FINAL_TYPE (GateSession, gate_session, GATE, SESSION, GObject)

GateSession *gate_session_new               (GateInteraction     *interaction) G_GNUC_WARN_UNUSED_RESULT;
void         gate_session_open              (GateSession         *self);
void         gate_session_close_async       (GateSession         *self,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean     gate_session_close_finish      (GateSession         *self,
                                             GAsyncResult        *result,
                                             GError             **error);
GateHub     *gate_session_get_hub           (GateSession         *self);
GateUndo    *gate_session_get_undo          (GateSession         *self);
gboolean     gate_session_get_opening       (GateSession         *self);
const char  *gate_session_get_error_message (GateSession         *self);
const char  *gate_session_get_error_remedy  (GateSession         *self);
/* (nullable) (element-type GateSecret): what was filled in for a server when the window was closed; given out once. */
void         gate_session_set_draft         (GateSession         *self,
                                             GHashTable          *draft);
GHashTable  *gate_session_take_draft        (GateSession         *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
