// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp-test-authorizer.h"

#include "gate-error.h"
#include "gate-task.h"

static void mcp_test_authorizer_authorizer_init (GateAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (McpTestAuthorizer, mcp_test_authorizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_AUTHORIZER, mcp_test_authorizer_authorizer_init))

static void
mcp_test_authorizer_finalize (GObject *object)
{
  McpTestAuthorizer *self = MCP_TEST_AUTHORIZER (object);

  g_free (self->token);
  g_free (self->account);
  g_free (self->operation);
  G_OBJECT_CLASS (mcp_test_authorizer_parent_class)->finalize (object);
}

static void
mcp_test_authorizer_class_init (McpTestAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mcp_test_authorizer_finalize;
}

static void
mcp_test_authorizer_init (McpTestAuthorizer *self)
{
  self->account = g_strdup ("anna");
}

McpTestAuthorizer *
mcp_test_authorizer_new (void)
{
  return g_object_new (MCP_TYPE_TEST_AUTHORIZER, NULL);
}

static void
prepare_async (GateAuthorizer      *authorizer,
               SoupMessage         *message,
               GBytes              *body,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  McpTestAuthorizer *self = MCP_TEST_AUTHORIZER (authorizer);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, prepare_async);

  self->n_prepared++;
  if (self->token)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", self->token);
  g_task_return_boolean (task, TRUE);
}

static gboolean
finish (GateAuthorizer  *authorizer,
        GAsyncResult    *result,
        GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
sign_in (gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  McpTestAuthorizer *self = g_task_get_source_object (task);

  if (self->refuses)
    g_task_return_error (task, gate_error_new (GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, "Sign in.", "Nobody signed in."));
  else
    {
      g_free (self->token);
      self->token = g_strdup_printf ("Bearer token-%u", self->n_challenges);
      g_task_return_boolean (task, TRUE);
    }
  return G_SOURCE_REMOVE;
}

static void
challenge_async (GateAuthorizer      *authorizer,
                 SoupMessage         *message,
                 const char          *operation,
                 GCancellable        *cancellable,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  McpTestAuthorizer *self = MCP_TEST_AUTHORIZER (authorizer);

  self->n_challenges++;
  g_free (self->operation);
  self->operation = g_strdup (operation);
  g_timeout_add (self->delay_ms, sign_in, gate_task_new (self, cancellable, callback, user_data, challenge_async));
}

static char *
dup_context (GateAuthorizer *authorizer)
{
  return g_strdup (MCP_TEST_AUTHORIZER (authorizer)->account);
}

static void
mcp_test_authorizer_authorizer_init (GateAuthorizerInterface *iface)
{
  iface->prepare_async = prepare_async;
  iface->prepare_finish = finish;
  iface->challenge_async = challenge_async;
  iface->challenge_finish = finish;
  iface->dup_context = dup_context;
}
