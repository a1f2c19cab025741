// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-answer.h"
#include "gate-question.h"

G_BEGIN_DECLS

/**
 * GateInteractionCapabilities:
 * @GATE_INTERACTION_FORMS: forms can be filled in (elicitation of mode form is declared)
 * @GATE_INTERACTION_URLS: an address can be opened in a browser (elicitation of mode url is declared)
 * @GATE_INTERACTION_SAMPLING: a person can write or paste a text (sampling is declared)
 * @GATE_INTERACTION_CHOICES: a choice can be made (approvals)
 */
typedef enum {
  GATE_INTERACTION_NONE = 0,
  GATE_INTERACTION_FORMS = 1 << 0,
  GATE_INTERACTION_URLS = 1 << 1,
  GATE_INTERACTION_SAMPLING = 1 << 2,
  GATE_INTERACTION_CHOICES = 1 << 3,
} GateInteractionCapabilities;

#define GATE_TYPE_INTERACTION (gate_interaction_get_type ())

/**
 * GateInteraction:
 *
 * The one that can be asked: a dialog, a terminal, a relay to another process, or nobody. Questions are asynchronous, several may
 * be open at once, and a cancelled one disappears.
 */
G_DECLARE_INTERFACE (GateInteraction, gate_interaction, GATE, INTERACTION, GObject)

struct _GateInteractionInterface {
  GTypeInterface parent;

  GateInteractionCapabilities  (*get_capabilities) (GateInteraction      *self);
  void                         (*ask_async)        (GateInteraction      *self,
                                                    GateQuestion         *question,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
  GateAnswer                  *(*ask_finish)       (GateInteraction      *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
};

GateInteractionCapabilities  gate_interaction_get_capabilities (GateInteraction      *self);
void                         gate_interaction_ask_async        (GateInteraction      *self,
                                                                GateQuestion         *question,
                                                                GCancellable         *cancellable,
                                                                GAsyncReadyCallback   callback,
                                                                gpointer              user_data);
GateAnswer                  *gate_interaction_ask_finish       (GateInteraction      *self,
                                                                GAsyncResult         *result,
                                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The face that refuses everything with GATE_ERROR_ASK_NEEDED, and says which question was left unasked. */
GateInteraction             *gate_interaction_new_nobody       (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
