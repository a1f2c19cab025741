// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp-test-face.h"

#include "gate-task.h"
#include "mcp-test.h"

static void mcp_test_face_interaction_init (GateInteractionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (McpTestFace, mcp_test_face, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_INTERACTION, mcp_test_face_interaction_init))

static void
mcp_test_face_finalize (GObject *object)
{
  McpTestFace *self = MCP_TEST_FACE (object);

  g_ptr_array_unref (self->questions);
  g_queue_clear_full (&self->answers, g_object_unref);
  g_assert_cmpuint (self->open.length, ==, 0);
  G_OBJECT_CLASS (mcp_test_face_parent_class)->finalize (object);
}

static void
mcp_test_face_class_init (McpTestFaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mcp_test_face_finalize;
}

static void
mcp_test_face_init (McpTestFace *self)
{
  self->questions = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->answers);
  g_queue_init (&self->open);
}

McpTestFace *
mcp_test_face_new (GateInteractionCapabilities capabilities)
{
  McpTestFace *self = g_object_new (MCP_TYPE_TEST_FACE, NULL);

  self->capabilities = capabilities;
  return self;
}

/* What the next question is answered with; values: (nullable). */
void
mcp_test_face_answer (McpTestFace *self,
                      const char  *choice,
                      const char  *values)
{
  g_autoptr(JsonNode) node = values ? mcp_test_json (values) : NULL;

  g_queue_push_tail (&self->answers, gate_answer_new (choice, node ? json_node_get_object (node) : NULL));
}

/* Answers the question that has been open longest. */
void
mcp_test_face_close (McpTestFace *self,
                     const char  *choice,
                     const char  *values)
{
  g_autoptr(GTask) task = g_queue_pop_head (&self->open);
  g_autoptr(JsonNode) node = values ? mcp_test_json (values) : NULL;

  g_assert_nonnull (task);
  g_source_destroy (g_task_get_task_data (task));
  g_task_return_pointer (task, gate_answer_new (choice, node ? json_node_get_object (node) : NULL), g_object_unref);
}

static GateInteractionCapabilities
get_capabilities (GateInteraction *interaction)
{
  return MCP_TEST_FACE (interaction)->capabilities;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  McpTestFace *self = g_task_get_source_object (task);

  g_queue_remove (&self->open, task);
  self->n_cancelled++;
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
ask_async (GateInteraction     *interaction,
           GateQuestion        *question,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  McpTestFace *self = MCP_TEST_FACE (interaction);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, ask_async);
  GateAnswer *answer = g_queue_pop_head (&self->answers);

  g_ptr_array_add (self->questions, g_object_ref (question));
  if (answer)
    {
      g_task_return_pointer (task, answer, g_object_unref);
      return;
    }

  GSource *source = g_cancellable_source_new (cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled), task, NULL);
  g_source_attach (source, NULL);
  g_task_set_task_data (task, source, (GDestroyNotify) g_source_unref);
  g_queue_push_tail (&self->open, g_steal_pointer (&task));
  g_main_context_wakeup (NULL);
}

static GateAnswer *
ask_finish (GateInteraction  *interaction,
            GAsyncResult     *result,
            GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mcp_test_face_interaction_init (GateInteractionInterface *iface)
{
  iface->get_capabilities = get_capabilities;
  iface->ask_async = ask_async;
  iface->ask_finish = ask_finish;
}
