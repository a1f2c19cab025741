// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-private.h"

#include "gate-error.h"
#include "gate-task.h"

/* A walk over the methods. */
typedef struct {
  guint        index;
  SoupMessage *message;
  GBytes      *body;
} WalkData;

GATE_DEFINE_DATA (WalkData, walk_data)

static void
walk_data_clear (WalkData *self)
{
  g_clear_object (&self->message);
  g_clear_pointer (&self->body, g_bytes_unref);
}

/* --- Preparing --- */

static void prepare_next (GTask *task);

static void
did_prepare (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    prepare_next (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
prepare_next (GTask *task)
{
  GateSignIn *self = g_task_get_source_object (task);
  WalkData *data = walk_data_of (task);

  if (data->index == self->methods->len)
    {
      gate_sign_in_update_persisted (self);
      g_task_return_boolean (task, TRUE);
      return;
    }

  GateSignInMethod *method = g_ptr_array_index (self->methods, data->index++);
  gate_sign_in_method_prepare (method, data->message, data->body, gate_sign_in_task_for (method, task, did_prepare));
}

static void
did_resolve (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_sign_in_resolve_finish (GATE_SIGN_IN (source), result, NULL, NULL, NULL, &error))
    prepare_next (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gate_sign_in_prepare_async (GateAuthorizer      *authorizer,
                            SoupMessage         *message,
                            GBytes              *body,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GateSignIn *self = GATE_SIGN_IN (authorizer);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_sign_in_prepare_async);
  WalkData *data = walk_data_new ();

  walk_data_attach (task, data);
  data->message = g_object_ref (message);
  data->body = body ? g_bytes_ref (body) : NULL;
  if (self->context->address)
    prepare_next (task);
  else
    gate_sign_in_resolve_async (self, cancellable, did_resolve, g_steal_pointer (&task));
}

static gboolean
finish_boolean (GateAuthorizer  *authorizer,
                GAsyncResult    *result,
                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, authorizer), FALSE);

  gboolean value = g_task_propagate_boolean (G_TASK (result), error);
  gate_sign_in_mask_error (GATE_SIGN_IN (authorizer), error);
  return value;
}

/* --- Challenges --- */

static void
return_result (GTask        *task,
               GAsyncResult *inner)
{
  g_autoptr(GError) error = NULL;
  gboolean value = g_task_propagate_boolean (G_TASK (inner), &error);

  gate_sign_in_update_persisted (g_task_get_source_object (task));
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, value);
}

static void
did_ask_key (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  return_result (task, result);
}

static void
did_challenge (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignIn *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  gboolean again = g_task_propagate_boolean (G_TASK (result), &error);

  gate_sign_in_update_persisted (self);
  if (!error)
    g_task_return_boolean (task, again);
  else if (self->key && gate_error_matches (error, GATE_ERROR_UNSUPPORTED)
           && gate_sign_in_context_can_ask (self->context, GATE_INTERACTION_FORMS))
    gate_field_sign_in_ask_key_async (self->key, g_task_get_cancellable (task), did_ask_key, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gate_sign_in_challenge_async (GateAuthorizer      *authorizer,
                              SoupMessage         *message,
                              const char          *operation,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GateSignIn *self = GATE_SIGN_IN (authorizer);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_sign_in_challenge_async);
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_FORBIDDEN)
    gate_sign_in_method_challenge (self->primary, message, operation, gate_sign_in_task_for (self->primary, task, did_challenge));
  else
    g_task_return_error (task, gate_http_error_for (message, NULL));
}

static char *
gate_sign_in_dup_context (GateAuthorizer *authorizer)
{
  GateSignIn *self = GATE_SIGN_IN (authorizer);
  g_autofree char *context = gate_sign_in_method_dup_context (self->primary);

  return g_strdup_printf ("%s/%s %s", gate_connector_get_id (self->context->connector),
                          self->context->account ? self->context->account : "", context ? context : "");
}

/**
 * gate_sign_in_authorizer_init:
 * @iface: the interface of sign-ins
 *
 * Sets how a sign-in prepares requests and answers challenges: by its methods.
 */
void
gate_sign_in_authorizer_init (GateAuthorizerInterface *iface)
{
  iface->prepare_async = gate_sign_in_prepare_async;
  iface->prepare_finish = finish_boolean;
  iface->challenge_async = gate_sign_in_challenge_async;
  iface->challenge_finish = finish_boolean;
  iface->dup_context = gate_sign_in_dup_context;
}
