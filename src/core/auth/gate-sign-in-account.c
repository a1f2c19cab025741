// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-private.h"

#include "gate-error.h"
#include "gate-sign-in-resolve.h"
#include "gate-task.h"

/* A walk over the methods. */
typedef struct {
  guint    index;
  gboolean revoked;
} WalkData;

GATE_DEFINE_DATA (WalkData, walk_data)

static void
walk_data_clear (WalkData *self)
{
}

/* --- Beginning --- */

static void begin_next (GTask *task);

static void
did_begin (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    begin_next (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
begin_next (GTask *task)
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
  gate_sign_in_method_begin (method, gate_sign_in_task_for (method, task, did_begin));
}

/**
 * gate_sign_in_begin_async:
 * @self: a sign-in
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks for what the kind of sign-in wants up front: fields, secrets of a client, a helper that has to work.
 */
void
gate_sign_in_begin_async (GateSignIn          *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_sign_in_begin_async);
  walk_data_attach (task, walk_data_new ());
  begin_next (task);
}

/**
 * gate_sign_in_begin_finish:
 * @self: a sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_REFUSED, %GATE_ERROR_SIGN_IN_NEEDED, %GATE_ERROR_CREDENTIAL_EXPIRED, or as the parts tell it
 *
 * Returns: %TRUE when the server can be asked now
 */
gboolean
gate_sign_in_begin_finish (GateSignIn    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  gboolean value = g_task_propagate_boolean (G_TASK (result), error);
  gate_sign_in_mask_error (self, error);
  return value;
}

/* --- Status --- */

static void
got_key_status (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GateSignInStatus *status = g_task_propagate_pointer (G_TASK (result), &error);

  if (!status)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* No tokens and no key: what the server will say is not for us to say. */
  if (status->state == GATE_SIGN_IN_STATE_NOT_NEEDED)
    status->state = GATE_SIGN_IN_STATE_UNKNOWN;
  g_task_return_pointer (task, status, (GDestroyNotify) gate_sign_in_status_free);
}

static void
got_status (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignIn *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateSignInStatus) status = g_task_propagate_pointer (G_TASK (result), &error);

  if (!status)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (self->key && status->state == GATE_SIGN_IN_STATE_SIGNED_OUT)
    gate_sign_in_method_get_status (GATE_SIGN_IN_METHOD (self->key), gate_sign_in_task_for (GATE_SIGN_IN_METHOD (self->key), task, got_key_status));
  else
    g_task_return_pointer (task, g_steal_pointer (&status), (GDestroyNotify) gate_sign_in_status_free);
}

static void
ask_status (GTask *task)
{
  GateSignIn *self = g_task_get_source_object (task);
  gate_sign_in_method_get_status (self->primary, gate_sign_in_task_for (self->primary, task, got_status));
}

/* Without its address the tokens of a connector cannot be told from those of what stood there before; that is a state too. */
static void
did_resolve_for_status (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GateSignInStatus *status;

  if (gate_sign_in_resolve_finish (GATE_SIGN_IN (source), result, NULL, NULL, NULL, &error))
    {
      ask_status (task);
      return;
    }
  status = gate_sign_in_status_new ();
  status->state = gate_sign_in_state_for_error (error);
  g_task_return_pointer (task, status, (GDestroyNotify) gate_sign_in_status_free);
}

/**
 * gate_sign_in_status_async:
 * @self: a sign-in
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Tells whether layer 3 holds, as far as that can be told without asking the server. Never prompts.
 */
void
gate_sign_in_status_async (GateSignIn          *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_sign_in_status_async);
  if (self->context->address || gate_connector_get_kind (self->context->connector) == GATE_CONNECTOR_STDIO)
    ask_status (task);
  else
    gate_sign_in_resolve_async (self, cancellable, did_resolve_for_status, g_steal_pointer (&task));
}

/**
 * gate_sign_in_status_finish:
 * @self: a sign-in
 * @result: the result
 * @error: set where even that could not be told
 *
 * Returns: (transfer full) (nullable): the status
 */
GateSignInStatus *
gate_sign_in_status_finish (GateSignIn    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Disconnecting --- */

static void disconnect_next (GTask *task);

static void
did_disconnect (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  WalkData *data = walk_data_of (task);
  g_autoptr(GError) error = NULL;
  gboolean revoked = g_task_propagate_boolean (G_TASK (result), &error);

  if (error)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  data->revoked |= revoked;
  disconnect_next (task);
}

static void
disconnect_next (GTask *task)
{
  GateSignIn *self = g_task_get_source_object (task);
  WalkData *data = walk_data_of (task);

  if (data->index == self->methods->len)
    {
      gate_sign_in_update_persisted (self);
      g_task_return_boolean (task, data->revoked);
      return;
    }

  GateSignInMethod *method = g_ptr_array_index (self->methods, data->index++);
  gate_sign_in_method_disconnect (method, gate_sign_in_task_for (method, task, did_disconnect));
}

static void
did_resolve_to_disconnect (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  if (!gate_sign_in_resolve_finish (GATE_SIGN_IN (source), result, NULL, NULL, NULL, NULL))
    g_debug ("A connector whose address is not known is disconnected");
  disconnect_next (task);
}

/**
 * gate_sign_in_disconnect_async:
 * @self: a sign-in
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Revokes at the server where that is possible, then forgets tokens, registration and fields.
 */
void
gate_sign_in_disconnect_async (GateSignIn          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (GATE_IS_SIGN_IN (self));

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_sign_in_disconnect_async);
  walk_data_attach (task, walk_data_new ());
  if (self->context->address)
    disconnect_next (task);
  else
    gate_sign_in_resolve_async (self, cancellable, did_resolve_to_disconnect, g_steal_pointer (&task));
}

/**
 * gate_sign_in_disconnect_finish:
 * @self: a sign-in
 * @result: the result
 * @revoked: (out) (optional): whether the server revoked the tokens
 * @error: as the keyring tells it; then nothing is sure to be forgotten
 *
 * Returns: %TRUE when everything is forgotten here
 */
gboolean
gate_sign_in_disconnect_finish (GateSignIn    *self,
                                GAsyncResult  *result,
                                gboolean      *revoked,
                                GError       **error)
{
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  gboolean value = g_task_propagate_boolean (G_TASK (result), &local);
  if (revoked)
    *revoked = value;
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
