// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-keeper.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-mcp-opening.h"
#include "gate-task.h"

/* A connection that lasted less than this counts as a quick failure. */
#define QUICK_USEC (60 * G_USEC_PER_SEC)
#define QUICK_LIMIT 5
#define FIRST_PAUSE_MS 1000u
#define PAUSE_LIMIT_MS 60000u

struct _GateMcpKeeper {
  GObject             parent_instance;

  GateMcpTarget      *target;
  GateMcpHost        *host;
  GateMcpLimits       limits;
  GateMcpEra          hint;
  GateMcpConnection  *connection;  /* (nullable): open */
  GateMcpConnection  *opening;     /* (nullable): being opened */
  GCancellable       *cancellable; /* (nullable): of the opening */
  GPtrArray          *waiters;     /* (element-type Waiter): who need it */
  char               *last_log;    /* (nullable): of the connection that was lost */
  gint64              opened_at;
  guint               n_quick;     /* failures in a row */
  gboolean            may_hurry;   /* what was lost was only a session, so that a new one can be had at once */
  guint               timer;       /* until the next try */
  GError             *last_error;  /* (nullable): why it was lost */
};

G_DEFINE_FINAL_TYPE (GateMcpKeeper, gate_mcp_keeper, G_TYPE_OBJECT)

enum { SIGNAL_OPENED, SIGNAL_LOST, SIGNAL_TRAFFIC, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Who waits for the connection. */
typedef struct {
  GateMcpKeeper *keeper; /* (unowned) */
  GTask         *task;   /* (owned) */
  GSource       *source; /* (nullable): of its cancellable */
} Waiter;

static void
waiter_free (Waiter *self)
{
  if (self->source)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  g_object_unref (self->task);
  g_free (self);
}

static void
drop_connection (GateMcpKeeper *self)
{
  if (!self->connection)
    return;
  g_free (self->last_log);
  self->last_log = gate_mcp_keeper_dup_log (self);
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
}

static void
gate_mcp_keeper_dispose (GObject *object)
{
  GateMcpKeeper *self = GATE_MCP_KEEPER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->connection)
    gate_mcp_connection_close_async (self->connection, NULL, NULL, NULL);
  drop_connection (self);
  g_clear_object (&self->host);
  g_clear_object (&self->target);
  G_OBJECT_CLASS (gate_mcp_keeper_parent_class)->dispose (object);
}

static void
gate_mcp_keeper_finalize (GObject *object)
{
  GateMcpKeeper *self = GATE_MCP_KEEPER (object);

  g_ptr_array_unref (self->waiters);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->last_error);
  g_free (self->last_log);
  G_OBJECT_CLASS (gate_mcp_keeper_parent_class)->finalize (object);
}

static void
gate_mcp_keeper_class_init (GateMcpKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_mcp_keeper_dispose;
  object_class->finalize = gate_mcp_keeper_finalize;
  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, GATE_TYPE_MCP_CONNECTION);
  signals[SIGNAL_LOST] = g_signal_new ("lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_TRAFFIC] = g_signal_new ("traffic", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BYTES);
}

static void
gate_mcp_keeper_init (GateMcpKeeper *self)
{
  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
}

/**
 * gate_mcp_keeper_new:
 * @target: which server
 * @host: who answers it
 *
 * Returns: (transfer full): a keeper without a connection
 */
GateMcpKeeper *
gate_mcp_keeper_new (GateMcpTarget *target,
                     GateMcpHost   *host)
{
  GateMcpKeeper *self = g_object_new (GATE_TYPE_MCP_KEEPER, NULL);

  self->target = g_object_ref (target);
  self->host = g_object_ref (host);
  gate_mcp_limits_resolve (&self->limits, NULL);
  return self;
}

/**
 * gate_mcp_keeper_set_limits:
 * @self: a keeper
 * @limits: (nullable): what holds from the next connection on
 */
void
gate_mcp_keeper_set_limits (GateMcpKeeper       *self,
                            const GateMcpLimits *limits)
{
  gate_mcp_limits_resolve (&self->limits, limits);
}

/**
 * gate_mcp_keeper_get_limits:
 * @self: a keeper
 *
 * Returns: the limits of the next connection, resolved
 */
const GateMcpLimits *
gate_mcp_keeper_get_limits (GateMcpKeeper *self)
{
  return &self->limits;
}

/**
 * gate_mcp_keeper_set_hint:
 * @self: a keeper
 * @hint: the era to expect at the next connection
 */
void
gate_mcp_keeper_set_hint (GateMcpKeeper *self,
                          GateMcpEra     hint)
{
  self->hint = hint;
}

/**
 * gate_mcp_keeper_get_host:
 * @self: a keeper
 *
 * Returns: (transfer none): who answers the server
 */
GateMcpHost *
gate_mcp_keeper_get_host (GateMcpKeeper *self)
{
  return self->host;
}

/**
 * gate_mcp_keeper_get_connection:
 * @self: a keeper
 *
 * Returns: (transfer none) (nullable): the open connection
 */
GateMcpConnection *
gate_mcp_keeper_get_connection (GateMcpKeeper *self)
{
  return self->connection;
}

/**
 * gate_mcp_keeper_dup_log:
 * @self: a keeper
 *
 * Returns: (transfer full) (nullable): the log of the local server that runs, or of the one that ran last
 */
char *
gate_mcp_keeper_dup_log (GateMcpKeeper *self)
{
  GateMcpConnection *connection = self->connection ? self->connection : self->opening;
  GateMcpTransport *transport = connection ? gate_mcp_connection_get_transport (connection) : NULL;

  return transport ? gate_mcp_transport_dup_log (transport) : g_strdup (self->last_log);
}

/* Ends all waits, with the connection or with an error. */
static void
end_waits (GateMcpKeeper     *self,
           GateMcpConnection *connection,
           const GError      *error)
{
  g_autoptr(GPtrArray) waiters = self->waiters;

  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = waiters->pdata[i];

      if (connection)
        g_task_return_pointer (waiter->task, g_object_ref (connection), g_object_unref);
      else
        g_task_return_error (waiter->task, g_error_copy (error));
    }
}

static void open_connection (GateMcpKeeper *self);

static gboolean
on_timer (gpointer user_data)
{
  GateMcpKeeper *self = user_data;

  self->timer = 0;
  open_connection (self);
  return G_SOURCE_REMOVE;
}

static GError *
given_up_error (GateMcpKeeper *self)
{
  GateError code = gate_mcp_target_is_local (self->target) ? GATE_ERROR_SERVER_EXITED : GATE_ERROR_UNAVAILABLE;

  return gate_error_new (code, GATE_LAYER_SERVICE, _("Look at the server’s log, then connect again."),
                         _("The server failed %u times in a row and is not tried again. The last time: %s"), self->n_quick,
                         self->last_error->message);
}

/* What was lost is opened again by itself, each time a little later; after some quick failures no more. */
static void
plan_restart (GateMcpKeeper *self)
{
  if (self->n_quick >= QUICK_LIMIT)
    {
      g_autoptr(GError) error = given_up_error (self);

      end_waits (self, NULL, error);
    }
  else if (!self->timer)
    self->timer = g_timeout_add (MIN (FIRST_PAUSE_MS << (self->n_quick - 1), PAUSE_LIMIT_MS), on_timer, self);
}

static void
note_failure (GateMcpKeeper *self,
              const GError  *error)
{
  g_clear_error (&self->last_error);
  self->last_error = g_error_copy (error);
  self->n_quick++;
}

static void
on_lost (GateMcpConnection *connection,
         const GError      *error,
         GateMcpKeeper     *self)
{
  g_autoptr(GateMcpKeeper) kept = g_object_ref (self);

  if (g_get_monotonic_time () - self->opened_at >= QUICK_USEC)
    self->n_quick = 0;
  self->may_hurry = gate_mcp_connection_is_http (connection);
  drop_connection (self);
  note_failure (self, error);
  plan_restart (self);
  g_signal_emit (self, signals[SIGNAL_LOST], 0, error);
}

static void
on_traffic (GateMcpConnection *connection,
            gboolean           outgoing,
            GBytes            *text,
            GateMcpKeeper     *self)
{
  g_signal_emit (self, signals[SIGNAL_TRAFFIC], 0, outgoing, text);
}

static void
take_connection (GateMcpKeeper     *self,
                 GateMcpConnection *connection)
{
  self->connection = g_object_ref (connection);
  self->opened_at = g_get_monotonic_time ();
  self->hint = gate_mcp_connection_get_era (connection);
  g_signal_connect (connection, "lost", G_CALLBACK (on_lost), self);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, connection);
  end_waits (self, connection, NULL);
}

static void
did_open (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateMcpKeeper) self = user_data;
  g_autoptr(GateMcpConnection) connection = g_steal_pointer (&self->opening);
  g_autoptr(GError) error = NULL;
  gboolean opened = gate_mcp_opening_finish (connection, result, &error);
  gboolean is_restart = self->n_quick > 0;
  gboolean was_given_up = g_cancellable_is_cancelled (self->cancellable);

  g_clear_object (&self->cancellable);
  if (was_given_up && opened)
    gate_mcp_connection_close_async (connection, NULL, NULL, NULL);
  else if (opened)
    take_connection (self, connection);
  if (was_given_up && self->waiters->len > 0)
    open_connection (self);
  if (was_given_up || opened)
    return;

  GateMcpTransport *transport = gate_mcp_connection_get_transport (connection);
  g_free (self->last_log);
  self->last_log = transport ? gate_mcp_transport_dup_log (transport) : NULL;
  end_waits (self, NULL, error);
  if (is_restart)
    {
      note_failure (self, error);
      plan_restart (self);
    }
}

static void
open_connection (GateMcpKeeper *self)
{
  self->opening = gate_mcp_connection_new (self->target, self->host, &self->limits);
  self->cancellable = g_cancellable_new ();
  g_signal_connect (self->opening, "traffic", G_CALLBACK (on_traffic), self);
  gate_mcp_opening_async (self->opening, self->hint, self->cancellable, did_open, g_object_ref (self));
}

/* One who waited does not any more; when none is left, an opening that was made for them is given up. */
static gboolean
on_waiter_cancelled (GCancellable *cancellable,
                     gpointer      user_data)
{
  Waiter *waiter = user_data;
  g_autoptr(GateMcpKeeper) self = g_object_ref (waiter->keeper);
  g_autoptr(GTask) task = g_object_ref (waiter->task);

  /* Told last: what is done then may end the other waits. */
  g_ptr_array_remove_fast (self->waiters, waiter);
  if (self->waiters->len == 0 && self->n_quick == 0)
    g_cancellable_cancel (self->cancellable);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
add_waiter (GateMcpKeeper *self,
            GTask         *task)
{
  Waiter *waiter = g_new0 (Waiter, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  waiter->keeper = self;
  waiter->task = task;
  if (cancellable)
    {
      waiter->source = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->source, G_SOURCE_FUNC (on_waiter_cancelled), waiter, NULL);
      g_source_attach (waiter->source, g_task_get_context (task));
    }
  g_ptr_array_add (self->waiters, waiter);
}

/**
 * gate_mcp_keeper_ensure_async:
 * @self: a keeper
 * @at_once: whether a person asks for it now: no pause is kept, and what failed before is forgotten
 * @cancellable: (nullable): to stop waiting
 * @callback: what to call when done
 * @user_data: its data
 *
 * Waits for the connection, which is opened when there is none; never a second one.
 */
void
gate_mcp_keeper_ensure_async (GateMcpKeeper       *self,
                              gboolean             at_once,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_keeper_ensure_async);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->connection)
    {
      g_task_return_pointer (task, g_object_ref (self->connection), g_object_unref);
      return;
    }
  if (at_once || self->may_hurry)
    g_clear_handle_id (&self->timer, g_source_remove);
  if (at_once)
    self->n_quick = 0;
  if (self->n_quick >= QUICK_LIMIT && !self->may_hurry)
    {
      g_task_return_error (task, given_up_error (self));
      return;
    }
  add_waiter (self, g_steal_pointer (&task));
  if (!self->opening && !self->timer)
    open_connection (self);
}

/**
 * gate_mcp_keeper_ensure_finish:
 * @self: a keeper
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the open connection
 */
GateMcpConnection *
gate_mcp_keeper_ensure_finish (GateMcpKeeper  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_mcp_keeper_drop:
 * @self: a keeper
 * @connection: a connection that turned out not to be what it was taken for
 *
 * Lets a connection go, so that the next one is opened without a guess about its era.
 */
void
gate_mcp_keeper_drop (GateMcpKeeper     *self,
                      GateMcpConnection *connection)
{
  if (self->connection != connection)
    return;
  self->hint = GATE_MCP_ERA_UNKNOWN;
  gate_mcp_connection_close_async (connection, NULL, NULL, NULL);
  drop_connection (self);
}

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_mcp_connection_close_finish (GATE_MCP_CONNECTION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_mcp_keeper_close_async:
 * @self: a keeper
 * @cancellable: (nullable): to stop waiting
 * @callback: what to call when done
 * @user_data: its data
 *
 * Ends the connection, or its opening, and plans no other.
 */
void
gate_mcp_keeper_close_async (GateMcpKeeper       *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_keeper_close_async);
  g_autoptr(GateMcpConnection) connection = self->connection ? g_object_ref (self->connection) : NULL;
  g_autoptr(GError) why = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The connection was closed"));

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  self->n_quick = 0;
  end_waits (self, NULL, why);
  drop_connection (self);
  if (connection)
    gate_mcp_connection_close_async (connection, cancellable, did_close, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * gate_mcp_keeper_close_finish:
 * @self: a keeper
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %TRUE when nothing is left of the connection
 */
gboolean
gate_mcp_keeper_close_finish (GateMcpKeeper  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
