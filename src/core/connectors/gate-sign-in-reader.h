// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-entry-reader.h"
#include "gate-sign-in-settings.h"

G_BEGIN_DECLS

#define GATE_HELPER_TTL_DEFAULT 300
#define GATE_HELPER_REFRESH_BUFFER_DEFAULT 60

GateSignInSettings *gate_sign_in_reader_read        (GateEntryReader       *reader,
                                                     JsonObject            *entry) G_GNUC_WARN_UNUSED_RESULT;
void                gate_sign_in_reader_read_fields (GateEntryReader       *reader,
                                                     const GateEntryPlace  *sign_in,
                                                     GateSignInSettings    *settings);
gboolean            gate_sign_in_reader_is_local    (JsonObject            *entry);

G_END_DECLS
