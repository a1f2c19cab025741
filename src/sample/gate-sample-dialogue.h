// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-call.h"
#include "gate-sample-workspace.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_DIALOGUE (gate_sample_dialogue_get_type ())

/**
 * GateSampleDialogue:
 *
 * A tool call that asks the person, the same in both eras: as a request to the client (up to 2025-11-25), or as a result that wants
 * input and state that the client keeps (2026-07-28, basic/patterns/mrtr). Its function is called again after every answer, looks at
 * the answers so far, and either asks once more or answers the call.
 */
G_DECLARE_FINAL_TYPE (GateSampleDialogue, gate_sample_dialogue, GATE, SAMPLE_DIALOGUE, GObject)

typedef void (*GateSampleDialogueFunc) (GateSampleDialogue *self);

void                 gate_sample_dialogue_start         (GateSampleWorkspace     *workspace,
                                                         GateSampleCall          *call,
                                                         JsonObject              *arguments,
                                                         GateSampleDialogueFunc   function);
GateSampleWorkspace *gate_sample_dialogue_get_workspace (GateSampleDialogue      *self);
GateSampleCall      *gate_sample_dialogue_get_call      (GateSampleDialogue      *self);
JsonObject          *gate_sample_dialogue_get_arguments (GateSampleDialogue      *self);
JsonObject          *gate_sample_dialogue_get_answer    (GateSampleDialogue      *self,
                                                         const char              *key);
void                 gate_sample_dialogue_ask_form      (GateSampleDialogue      *self,
                                                         const char              *key,
                                                         const char              *text,
                                                         JsonNode                *schema);
void                 gate_sample_dialogue_ask_page      (GateSampleDialogue      *self,
                                                         const char              *key,
                                                         const char              *text,
                                                         const char              *id,
                                                         const char              *uri);

G_END_DECLS
