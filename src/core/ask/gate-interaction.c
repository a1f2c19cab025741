// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-interaction.h"

G_DEFINE_INTERFACE (GateInteraction, gate_interaction, G_TYPE_OBJECT)

static void
gate_interaction_default_init (GateInteractionInterface *iface)
{
}

/**
 * gate_interaction_get_capabilities:
 * @self: who can be asked
 *
 * Returns: which questions get through to a person; it decides what is declared to servers
 */
GateInteractionCapabilities
gate_interaction_get_capabilities (GateInteraction *self)
{
  g_return_val_if_fail (GATE_IS_INTERACTION (self), GATE_INTERACTION_NONE);

  return GATE_INTERACTION_GET_IFACE (self)->get_capabilities (self);
}

/**
 * gate_interaction_ask_async:
 * @self: who is asked
 * @question: the question; it is not changed from here on
 * @cancellable: (nullable): takes the question back
 * @callback: called with the answer
 * @user_data: given to @callback
 *
 * Asks. A person may take any time, so the one who asks sets a deadline where there is one.
 */
void
gate_interaction_ask_async (GateInteraction     *self,
                            GateQuestion        *question,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (GATE_IS_INTERACTION (self));
  g_return_if_fail (GATE_IS_QUESTION (question));

  GATE_INTERACTION_GET_IFACE (self)->ask_async (self, question, cancellable, callback, user_data);
}

/**
 * gate_interaction_ask_finish:
 * @self: who was asked
 * @result: what the callback got
 * @error: set to %GATE_ERROR_ASK_NEEDED where nobody can be asked, or to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the answer; a person who says no answers %GATE_CHOICE_DECLINE or %GATE_CHOICE_CANCEL
 */
GateAnswer *
gate_interaction_ask_finish (GateInteraction  *self,
                             GAsyncResult     *result,
                             GError          **error)
{
  g_return_val_if_fail (GATE_IS_INTERACTION (self), NULL);

  return GATE_INTERACTION_GET_IFACE (self)->ask_finish (self, result, error);
}
