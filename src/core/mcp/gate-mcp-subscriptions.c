// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-subscriptions.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-mcp-listen.h"
#include "gate-mcp-operation.h"
#include "gate-task.h"

#define FIRST_PAUSE_MS 1000u
#define PAUSE_LIMIT_MS 60000u
#define FAILURE_LIMIT 5

struct _GateMcpSubscriptions {
  GObject         parent_instance;

  GateMcpKeeper  *keeper;     /* (unowned): it outlives us */
  gboolean        watch;      /* the lists */
  GHashTable     *uris;       /* (element-type utf8 utf8): the resources that are wanted */
  GateMcpListen  *listen;     /* (nullable): the one in force, acknowledged or not */
  GateMcpListen  *former;     /* (nullable): in force until its successor is acknowledged */
  GPtrArray      *waiting;    /* (element-type GTask): for the acknowledgement */
  guint           n_failures;
  gboolean        unsupported; /* the server cannot do it */
  guint           timer;
};

G_DEFINE_FINAL_TYPE (GateMcpSubscriptions, gate_mcp_subscriptions, G_TYPE_OBJECT)

static guint unheard_signal;

static void
drop (GateMcpSubscriptions *self,
      GateMcpListen       **listen)
{
  if (!*listen)
    return;
  g_signal_handlers_disconnect_by_data (*listen, self);
  gate_mcp_listen_stop (*listen);
  g_clear_object (listen);
}

/* Ends what is open. */
static void
close_listens (GateMcpSubscriptions *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  drop (self, &self->former);
  drop (self, &self->listen);
}

static void
gate_mcp_subscriptions_finalize (GObject *object)
{
  GateMcpSubscriptions *self = GATE_MCP_SUBSCRIPTIONS (object);

  close_listens (self);
  g_hash_table_unref (self->uris);
  g_ptr_array_unref (self->waiting);
  G_OBJECT_CLASS (gate_mcp_subscriptions_parent_class)->finalize (object);
}

static void
gate_mcp_subscriptions_class_init (GateMcpSubscriptionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_subscriptions_finalize;
  unheard_signal = g_signal_new ("unheard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_mcp_subscriptions_init (GateMcpSubscriptions *self)
{
  self->uris = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/* A change that is under way. */
typedef struct {
  char     *uri;
  gboolean  subscribe;
} ChangeData;

GATE_DEFINE_DATA (ChangeData, change_data)

static void
change_data_clear (ChangeData *self)
{
  g_free (self->uri);
}

/* Ends the waits for an acknowledgement: each with success, or with the error. */
static void
end_waits (GateMcpSubscriptions *self,
           const GError         *error)
{
  g_autoptr(GPtrArray) waiting = self->waiting;
  g_autoptr(GateMcpListen) listen = self->listen ? g_object_ref (self->listen) : NULL;

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = waiting->pdata[i];
      const char *uri = change_data_of (task)->uri;

      if (error || !gate_mcp_listen_honours (listen, uri))
        g_hash_table_remove (self->uris, uri);
      if (error)
        g_task_return_error (task, g_error_copy (error));
      else if (!g_hash_table_contains (self->uris, uri))
        g_task_return_error (task, gate_error_new (GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, _("Refresh by hand where you need to."),
                                                   _("The server does not tell of changes of this resource.")));
      else
        g_task_return_boolean (task, TRUE);
    }
}

/**
 * gate_mcp_subscriptions_stop:
 * @self: subscriptions
 *
 * Ends what is open, and who waits for it; what is in force is wanted of the next connection, too.
 */
void
gate_mcp_subscriptions_stop (GateMcpSubscriptions *self)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The subscription was given up"));

  close_listens (self);
  end_waits (self, error);
}

static GateMcpConnection *
modern_connection (GateMcpSubscriptions *self)
{
  GateMcpConnection *connection = gate_mcp_keeper_get_connection (self->keeper);

  return connection && gate_mcp_connection_get_era (connection) == GATE_MCP_ERA_MODERN ? connection : NULL;
}

static void
want_list (GateMcpConnection *connection,
           JsonObject        *wanted,
           const char        *capability,
           const char        *member)
{
  JsonObject *object = gate_json_get_object (gate_mcp_connection_get_capabilities (connection), capability);

  if (gate_json_get_boolean (object, "listChanged", FALSE))
    json_object_set_boolean_member (wanted, member, TRUE);
}

static JsonObject *
make_filter (GateMcpSubscriptions *self,
             GateMcpConnection    *connection)
{
  JsonObject *wanted = json_object_new ();

  if (self->watch)
    {
      want_list (connection, wanted, "tools", "toolsListChanged");
      want_list (connection, wanted, "prompts", "promptsListChanged");
      want_list (connection, wanted, "resources", "resourcesListChanged");
    }
  if (g_hash_table_size (self->uris) > 0)
    {
      JsonArray *uris = json_array_new ();
      GHashTableIter iter;
      gpointer uri;

      g_hash_table_iter_init (&iter, self->uris);
      while (g_hash_table_iter_next (&iter, &uri, NULL))
        json_array_add_string_element (uris, uri);
      json_object_set_array_member (wanted, "resourceSubscriptions", uris);
    }
  return wanted;
}

static void open_listen (GateMcpSubscriptions *self);

static gboolean
on_timer (gpointer user_data)
{
  GateMcpSubscriptions *self = user_data;

  self->timer = 0;
  open_listen (self);
  return G_SOURCE_REMOVE;
}

static void
on_acknowledged (GateMcpListen        *listen,
                 GateMcpSubscriptions *self)
{
  drop (self, &self->former);
  self->n_failures = 0;
  end_waits (self, NULL);
}

/* It broke, or the server ended it: it is made anew a little later, unless the server cannot do it or fails again and again. */
static void
on_ended (GateMcpListen        *listen,
          const GError         *error,
          GateMcpSubscriptions *self)
{
  drop (self, &self->former);
  drop (self, &self->listen);
  end_waits (self, error);
  self->unsupported = gate_error_matches (error, GATE_ERROR_UNSUPPORTED);
  if (self->unsupported || ++self->n_failures >= FAILURE_LIMIT || !modern_connection (self))
    g_debug ("Changes are not listened for any more: %s", error->message);
  else
    self->timer = g_timeout_add (MIN (FIRST_PAUSE_MS << (self->n_failures - 1), PAUSE_LIMIT_MS), on_timer, self);
  if (!self->unsupported)
    g_signal_emit (self, unheard_signal, 0);
}

/* Asks for what is wanted now; what was asked before stays in force until that is acknowledged. */
static void
open_listen (GateMcpSubscriptions *self)
{
  GateMcpConnection *connection = modern_connection (self);
  g_autoptr(JsonObject) wanted = connection ? make_filter (self, connection) : NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!connection)
    return;
  if (json_object_get_size (wanted) == 0)
    {
      gate_mcp_subscriptions_stop (self);
      return;
    }
  if (self->former)
    drop (self, &self->listen);
  else
    {
      self->former = g_steal_pointer (&self->listen);
      if (self->former)
        g_signal_handlers_disconnect_by_data (self->former, self);
    }
  self->listen = gate_mcp_listen_new (connection, wanted);
  g_signal_connect (self->listen, "acknowledged", G_CALLBACK (on_acknowledged), self);
  g_signal_connect (self->listen, "ended", G_CALLBACK (on_ended), self);
  gate_mcp_listen_start (self->listen);
}

/**
 * gate_mcp_subscriptions_wake:
 * @self: subscriptions
 *
 * The server has just answered: what was given up because it did not is tried again.
 */
void
gate_mcp_subscriptions_wake (GateMcpSubscriptions *self)
{
  if (self->listen || self->former || self->unsupported || self->n_failures == 0 || !modern_connection (self))
    return;
  self->n_failures = 0;
  open_listen (self);
}

static void
did_subscribe_again (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (!outcome)
    g_debug ("A resource could not be subscribed to again: %s", error->message);
}

static void
run_legacy (GateMcpSubscriptions *self,
            const char           *uri,
            gboolean              subscribe,
            GCancellable         *cancellable,
            GAsyncReadyCallback   callback,
            gpointer              user_data)
{
  g_autoptr(JsonObject) params = json_object_new ();
  const GateMcpOperation operation = {
    .method = subscribe ? "resources/subscribe" : "resources/unsubscribe", .params = params, .is_safe = TRUE,
  };

  json_object_set_string_member (params, "uri", uri);
  gate_mcp_operation_run_async (self->keeper, &operation, cancellable, callback, user_data);
}

/* A new connection knows nothing of what the last one was told. */
static void
on_opened (GateMcpKeeper        *keeper,
           GateMcpConnection    *connection,
           GateMcpSubscriptions *self)
{
  GHashTableIter iter;
  gpointer uri;

  close_listens (self);
  self->n_failures = 0;
  self->unsupported = FALSE;
  if (gate_mcp_connection_get_era (connection) == GATE_MCP_ERA_MODERN)
    {
      open_listen (self);
      return;
    }
  if (self->watch)
    gate_mcp_connection_listen (connection);
  g_hash_table_iter_init (&iter, self->uris);
  while (g_hash_table_iter_next (&iter, &uri, NULL))
    run_legacy (self, uri, TRUE, NULL, did_subscribe_again, NULL);
}

static void
on_lost (GateMcpKeeper        *keeper,
         const GError         *error,
         GateMcpSubscriptions *self)
{
  close_listens (self);
  end_waits (self, error);
}

/**
 * gate_mcp_subscriptions_new:
 * @keeper: which server
 *
 * Returns: (transfer full): subscriptions to nothing but, while watching, the lists
 */
GateMcpSubscriptions *
gate_mcp_subscriptions_new (GateMcpKeeper *keeper)
{
  GateMcpSubscriptions *self = g_object_new (GATE_TYPE_MCP_SUBSCRIPTIONS, NULL);

  self->keeper = keeper;
  self->watch = TRUE;
  g_signal_connect_object (keeper, "opened", G_CALLBACK (on_opened), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (keeper, "lost", G_CALLBACK (on_lost), self, G_CONNECT_DEFAULT);
  return self;
}

/**
 * gate_mcp_subscriptions_set_watch:
 * @self: subscriptions
 * @watch: whether to be told when lists change, where the server offers it
 */
void
gate_mcp_subscriptions_set_watch (GateMcpSubscriptions *self,
                                  gboolean              watch)
{
  GateMcpConnection *connection = gate_mcp_keeper_get_connection (self->keeper);

  if (self->watch == watch)
    return;
  self->watch = watch;
  if (modern_connection (self))
    open_listen (self);
  else if (watch && connection)
    gate_mcp_connection_listen (connection);
}

/**
 * gate_mcp_subscriptions_take:
 * @self: subscriptions
 * @method: a notification's method
 * @params: (nullable): its parameters
 *
 * Returns: %TRUE when the notification belongs to something that was subscribed to; in the legacy era all do
 */
gboolean
gate_mcp_subscriptions_take (GateMcpSubscriptions *self,
                             const char           *method,
                             JsonObject           *params)
{
  if (!modern_connection (self))
    return TRUE;
  return (self->listen && gate_mcp_listen_take (self->listen, method, params))
         || (self->former && gate_mcp_listen_take (self->former, method, params));
}

static void
did_change (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpSubscriptions *self = g_task_get_source_object (task);
  ChangeData *data = change_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);

  if (!outcome)
    {
      g_hash_table_remove (self->uris, data->uri);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else
    g_task_return_boolean (task, TRUE);
}

static void
did_ensure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateMcpSubscriptions *self = g_task_get_source_object (task);
  ChangeData *data = change_data_of (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpConnection) connection = gate_mcp_keeper_ensure_finish (GATE_MCP_KEEPER (source), result, &error);
  gboolean changed = FALSE;

  if (connection && data->subscribe)
    changed = g_hash_table_add (self->uris, g_strdup (data->uri));
  else if (connection)
    changed = g_hash_table_remove (self->uris, data->uri);
  if (!connection)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!changed)
    g_task_return_boolean (task, TRUE);
  else if (gate_mcp_connection_get_era (connection) == GATE_MCP_ERA_LEGACY)
    run_legacy (self, data->uri, data->subscribe, cancellable, did_change, g_steal_pointer (&task));
  else
    {
      if (data->subscribe)
        g_ptr_array_add (self->waiting, g_object_ref (task));
      else
        g_task_return_boolean (task, TRUE);
      self->n_failures = 0;
      open_listen (self);
    }
}

/**
 * gate_mcp_subscriptions_change_async:
 * @self: subscriptions
 * @uri: the address of a resource
 * @subscribe: whether to be told of its changes, or not any more
 * @cancellable: (nullable): to stop waiting
 * @callback: what to call when done
 * @user_data: its data
 */
void
gate_mcp_subscriptions_change_async (GateMcpSubscriptions *self,
                                     const char           *uri,
                                     gboolean              subscribe,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_subscriptions_change_async);
  ChangeData *data = change_data_new ();

  data->uri = g_strdup (uri);
  data->subscribe = subscribe;
  change_data_attach (task, data);
  gate_mcp_keeper_ensure_async (self->keeper, FALSE, cancellable, did_ensure, task);
}

/**
 * gate_mcp_subscriptions_change_finish:
 * @self: subscriptions
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_UNSUPPORTED where the server cannot tell, and what the request ends with.
 *
 * Returns: %TRUE when the server knows
 */
gboolean
gate_mcp_subscriptions_change_finish (GateMcpSubscriptions  *self,
                                      GAsyncResult          *result,
                                      GError               **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
