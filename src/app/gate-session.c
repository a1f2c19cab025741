// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-session.h"

#include "gate-error.h"
#include "gate-property.h"
#include "gate-task.h"
#include "gate-text.h"

struct _GateSession {
  GObject          parent_instance;

  GateInteraction *interaction;
  GateHub         *hub;           /* (nullable): open */
  GateUndo        *undo;
  GHashTable      *draft;         /* (nullable) (element-type utf8 GateSecret) */
  gboolean         opening;
  char            *error_message; /* (nullable): safe to show */
  char            *error_remedy;  /* (nullable) */
};

enum { PROP_0, PROP_HUB, PROP_OPENING, PROP_ERROR_MESSAGE, PROP_ERROR_REMEDY, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateSession, gate_session, G_TYPE_OBJECT)

static void
gate_session_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  GateSession *self = GATE_SESSION (object);

  switch (id)
    {
    case PROP_HUB:
      g_value_set_object (value, self->hub);
      break;
    case PROP_OPENING:
      g_value_set_boolean (value, self->opening);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error_message);
      break;
    case PROP_ERROR_REMEDY:
      g_value_set_string (value, self->error_remedy);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_session_dispose (GObject *object)
{
  GateSession *self = GATE_SESSION (object);

  g_clear_object (&self->undo);
  g_clear_object (&self->hub);
  g_clear_object (&self->interaction);
  g_clear_pointer (&self->draft, g_hash_table_unref);
  g_clear_pointer (&self->error_message, g_free);
  g_clear_pointer (&self->error_remedy, g_free);
  G_OBJECT_CLASS (gate_session_parent_class)->dispose (object);
}

static void
gate_session_class_init (GateSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_session_get_property;
  object_class->dispose = gate_session_dispose;
  props[PROP_HUB] = g_param_spec_object ("hub", NULL, NULL, GATE_TYPE_HUB, GATE_PARAM_READABLE);
  props[PROP_OPENING] = g_param_spec_boolean ("opening", NULL, NULL, FALSE, GATE_PARAM_READABLE);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_ERROR_REMEDY] = g_param_spec_string ("error-remedy", NULL, NULL, NULL, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_session_init (GateSession *self)
{
  self->undo = gate_undo_new ();
}

/**
 * gate_session_new:
 * @interaction: whom the core asks
 *
 * Returns: (transfer full): a session whose hub is not open yet
 */
GateSession *
gate_session_new (GateInteraction *interaction)
{
  GateSession *self = g_object_new (GATE_TYPE_SESSION, NULL);

  self->interaction = g_object_ref (interaction);
  return self;
}

static void
set_error (GateSession  *self,
           const GError *error)
{
  g_autofree char *message = error ? gate_text_make_visible (error->message, GATE_TEXT_BLOCK) : NULL;

  gate_set_str_property (self, &self->error_message, message, props[PROP_ERROR_MESSAGE]);
  gate_set_str_property (self, &self->error_remedy, error ? gate_error_get_remedy (error) : NULL, props[PROP_ERROR_REMEDY]);
}

static void
did_open (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateSession) self = user_data;
  GateHub *hub = GATE_HUB (source);
  g_autoptr(GError) error = NULL;

  self->opening = FALSE;
  if (gate_hub_open_finish (hub, result, &error))
    {
      self->hub = g_object_ref (hub);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HUB]);
    }
  set_error (self, error);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPENING]);
}

/**
 * gate_session_open:
 * @self: a session
 *
 * Opens the hub, or tries again after a failure.
 */
void
gate_session_open (GateSession *self)
{
  g_autoptr(GateHub) hub = NULL;

  g_return_if_fail (GATE_IS_SESSION (self));
  if (self->hub || self->opening)
    return;
  hub = gate_hub_new (self->interaction, GATE_HUB_CALLS_SIGN_IN);
  self->opening = TRUE;
  set_error (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPENING]);
  gate_hub_open_async (hub, NULL, did_open, g_object_ref (self));
}

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (gate_hub_close_finish (GATE_HUB (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * gate_session_close_async:
 * @self: a session
 * @callback: called when all connections and local servers have ended
 * @user_data: for @callback
 *
 * Makes the last change final and ends everything in good order.
 */
void
gate_session_close_async (GateSession         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, NULL, callback, user_data, gate_session_close_async);

  gate_undo_commit (self->undo);
  if (self->hub)
    gate_hub_close_async (self->hub, NULL, did_close, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * gate_session_close_finish:
 * @self: a session
 * @result: the result
 * @error: set to what went wrong at the end
 *
 * Returns: %TRUE when all ended well
 */
gboolean
gate_session_close_finish (GateSession   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_session_get_hub:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the hub, once it is open
 */
GateHub *
gate_session_get_hub (GateSession *self)
{
  g_return_val_if_fail (GATE_IS_SESSION (self), NULL);
  return self->hub;
}

/**
 * gate_session_get_undo:
 * @self: a session
 *
 * Returns: (transfer none): the one change that can be taken back
 */
GateUndo *
gate_session_get_undo (GateSession *self)
{
  g_return_val_if_fail (GATE_IS_SESSION (self), NULL);
  return self->undo;
}

/**
 * gate_session_get_opening:
 * @self: a session
 *
 * Returns: %TRUE while the hub is being opened
 */
gboolean
gate_session_get_opening (GateSession *self)
{
  g_return_val_if_fail (GATE_IS_SESSION (self), FALSE);
  return self->opening;
}

/**
 * gate_session_get_error_message:
 * @self: a session
 *
 * Returns: (nullable): why the hub could not be opened, safe to show
 */
const char *
gate_session_get_error_message (GateSession *self)
{
  g_return_val_if_fail (GATE_IS_SESSION (self), NULL);
  return self->error_message;
}

/**
 * gate_session_get_error_remedy:
 * @self: a session
 *
 * Returns: (nullable): what to do about it
 */
const char *
gate_session_get_error_remedy (GateSession *self)
{
  g_return_val_if_fail (GATE_IS_SESSION (self), NULL);
  return self->error_remedy;
}

/**
 * gate_session_set_draft:
 * @self: a session
 * @draft: (nullable) (transfer full) (element-type utf8 GateSecret): what was filled in for a server that is not added yet
 *
 * Keeps it for the next time that its window is opened.
 */
void
gate_session_set_draft (GateSession *self,
                        GHashTable  *draft)
{
  g_return_if_fail (GATE_IS_SESSION (self));
  g_clear_pointer (&self->draft, g_hash_table_unref);
  self->draft = draft;
}

/**
 * gate_session_take_draft:
 * @self: a session
 *
 * Returns: (transfer full) (nullable) (element-type utf8 GateSecret): what was kept; it is given out once
 */
GHashTable *
gate_session_take_draft (GateSession *self)
{
  g_return_val_if_fail (GATE_IS_SESSION (self), NULL);
  return g_steal_pointer (&self->draft);
}
