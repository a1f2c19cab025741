// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-interaction.h"
#include "gate-task.h"
#include "gate-text.h"

#define TITLE_CHARS 200

#define GATE_TYPE_INTERACTION_NOBODY (gate_interaction_nobody_get_type ())
G_DECLARE_FINAL_TYPE (GateInteractionNobody, gate_interaction_nobody, GATE, INTERACTION_NOBODY, GObject)

struct _GateInteractionNobody {
  GObject parent;
};

static GateInteractionCapabilities
nobody_get_capabilities (GateInteraction *self)
{
  return GATE_INTERACTION_NONE;
}

static void
nobody_ask_async (GateInteraction     *self,
                  GateQuestion        *question,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, nobody_ask_async);
  g_autofree char *shown = gate_text_make_visible (gate_question_get_title (question), GATE_TEXT_LINE);
  g_autofree char *title = gate_text_shorten (shown, TITLE_CHARS);

  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_return_error (task, gate_error_new (GATE_ERROR_ASK_NEEDED, GATE_LAYER_NONE,
                                             _("Do this in a terminal or in the window, where the question can be answered."),
                                             _("A question has to be answered first, and nobody can be asked here: %s"), title));
}

static GateAnswer *
nobody_ask_finish (GateInteraction  *self,
                   GAsyncResult     *result,
                   GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
nobody_interaction_init (GateInteractionInterface *iface)
{
  iface->get_capabilities = nobody_get_capabilities;
  iface->ask_async = nobody_ask_async;
  iface->ask_finish = nobody_ask_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GateInteractionNobody, gate_interaction_nobody, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_INTERACTION, nobody_interaction_init))

static void
gate_interaction_nobody_class_init (GateInteractionNobodyClass *klass)
{
}

static void
gate_interaction_nobody_init (GateInteractionNobody *self)
{
}

/**
 * gate_interaction_new_nobody:
 *
 * Makes the face of programs that nobody watches. It declares nothing and fails every question with %GATE_ERROR_ASK_NEEDED, whose
 * message holds the title of the question.
 *
 * Returns: (transfer full): nobody
 */
GateInteraction *
gate_interaction_new_nobody (void)
{
  return g_object_new (GATE_TYPE_INTERACTION_NOBODY, NULL);
}
