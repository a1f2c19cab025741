// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-error.h"
#include "gate-json.h"
#include "gate-mcp-catalogue.h"
#include "gate-property.h"
#include "gate-task.h"
#include "gate-text.h"

/* Changes that come close together are told as one. */
#define CHANGED_DELAY_MS 50
#define LOG_CHARS 10000

G_DEFINE_FINAL_TYPE (GateMcpClient, gate_mcp_client, G_TYPE_OBJECT)

enum { PROP_NAME = 1, PROP_ROOTS, PROP_WATCH, PROP_PROTOCOL_VERSION, PROP_ERA, N_PROPS };

static GParamSpec *props[N_PROPS];

enum {
  SIGNAL_TOOLS_CHANGED,
  SIGNAL_PROMPTS_CHANGED,
  SIGNAL_RESOURCES_CHANGED,
  SIGNAL_RESOURCE_UPDATED,
  SIGNAL_LOG,
  SIGNAL_TRAFFIC,
  SIGNAL_CLOSED,
  SIGNAL_UNHEARD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
gate_mcp_client_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  GateMcpClient *self = GATE_MCP_CLIENT (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, gate_mcp_host_get_name (self->host));
      break;
    case PROP_ROOTS:
      g_value_set_boxed (value, self->roots);
      break;
    case PROP_WATCH:
      g_value_set_boolean (value, self->watch);
      break;
    case PROP_PROTOCOL_VERSION:
      g_value_set_string (value, gate_mcp_client_get_protocol_version (self));
      break;
    case PROP_ERA:
      g_value_set_enum (value, (int) gate_mcp_client_get_era (self));
      break;
    GATE_INVALID_PROPERTY (object, prop_id, pspec);
    }
}

static void
gate_mcp_client_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  GateMcpClient *self = GATE_MCP_CLIENT (object);

  switch (prop_id)
    {
    case PROP_NAME:
      gate_mcp_client_set_name (self, g_value_get_string (value));
      break;
    case PROP_ROOTS:
      gate_mcp_client_set_roots (self, g_value_get_boxed (value));
      break;
    case PROP_WATCH:
      gate_mcp_client_set_watch (self, g_value_get_boolean (value));
      break;
    GATE_INVALID_PROPERTY (object, prop_id, pspec);
    }
}

static void
gate_mcp_client_dispose (GObject *object)
{
  GateMcpClient *self = GATE_MCP_CLIENT (object);

  g_clear_handle_id (&self->changed_timer, g_source_remove);
  if (self->keeper)
    {
      g_signal_handlers_disconnect_by_data (self->keeper, self);
      if (self->latest)
        g_signal_handlers_disconnect_by_data (self->latest, self);
      gate_mcp_subscriptions_stop (self->subscriptions);
      gate_mcp_keeper_close_async (self->keeper, NULL, NULL, NULL);
    }
  g_clear_object (&self->subscriptions);
  g_clear_object (&self->latest);
  g_clear_object (&self->keeper);
  g_clear_object (&self->host);
  g_clear_object (&self->target);
  G_OBJECT_CLASS (gate_mcp_client_parent_class)->dispose (object);
}

static void
gate_mcp_client_finalize (GObject *object)
{
  GateMcpClient *self = GATE_MCP_CLIENT (object);

  g_clear_pointer (&self->cache, gate_mcp_cache_free);
  g_clear_pointer (&self->excluded, g_ptr_array_unref);
  g_strfreev (self->roots);
  g_free (self->log_level);
  G_OBJECT_CLASS (gate_mcp_client_parent_class)->finalize (object);
}

static guint
new_signal (const char *name,
            guint       n_params,
            GType       first,
            GType       second,
            GType       third)
{
  return g_signal_new (name, GATE_TYPE_MCP_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n_params, first, second, third);
}

static void
gate_mcp_client_class_init (GateMcpClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_mcp_client_get_property;
  object_class->set_property = gate_mcp_client_set_property;
  object_class->dispose = gate_mcp_client_dispose;
  object_class->finalize = gate_mcp_client_finalize;

  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, GATE_PARAM_READWRITE);
  props[PROP_ROOTS] = g_param_spec_boxed ("roots", NULL, NULL, G_TYPE_STRV, GATE_PARAM_READWRITE);
  props[PROP_WATCH] = g_param_spec_boolean ("watch", NULL, NULL, TRUE, GATE_PARAM_READWRITE);
  props[PROP_PROTOCOL_VERSION] = g_param_spec_string ("protocol-version", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_ERA] = g_param_spec_enum ("era", NULL, NULL, GATE_TYPE_MCP_ERA, GATE_MCP_ERA_UNKNOWN, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_TOOLS_CHANGED] = new_signal ("tools-changed", 0, 0, 0, 0);
  signals[SIGNAL_PROMPTS_CHANGED] = new_signal ("prompts-changed", 0, 0, 0, 0);
  signals[SIGNAL_RESOURCES_CHANGED] = new_signal ("resources-changed", 0, 0, 0, 0);
  signals[SIGNAL_RESOURCE_UPDATED] = new_signal ("resource-updated", 1, G_TYPE_STRING, 0, 0);
  signals[SIGNAL_LOG] = new_signal ("log", 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_TRAFFIC] = new_signal ("traffic", 2, G_TYPE_BOOLEAN, G_TYPE_STRING, 0);
  signals[SIGNAL_CLOSED] = new_signal ("closed", 1, G_TYPE_ERROR, 0, 0);
  signals[SIGNAL_UNHEARD] = new_signal ("unheard", 0, 0, 0, 0);
}

static void
gate_mcp_client_init (GateMcpClient *self)
{
  self->cache = gate_mcp_cache_new ();
  self->watch = TRUE;
}

static gboolean
on_changed_timer (gpointer user_data)
{
  g_autoptr(GateMcpClient) self = g_object_ref (user_data);
  guint bits = self->changed_signals;

  self->changed_timer = 0;
  self->changed_signals = 0;
  for (guint signal = SIGNAL_TOOLS_CHANGED; signal <= SIGNAL_RESOURCES_CHANGED; signal++)
    if (bits & (1u << signal))
      g_signal_emit (self, signals[signal], 0);
  return G_SOURCE_REMOVE;
}

static void
tell_changed (GateMcpClient *self,
              guint          signal)
{
  self->changed_signals |= 1u << signal;
  if (!self->changed_timer)
    self->changed_timer = g_timeout_add (CHANGED_DELAY_MS, on_changed_timer, self);
}

static void
did_change_tools (GateMcpClient *self,
                  JsonObject    *params)
{
  gate_mcp_cache_remove (self->cache, gate_mcp_catalogue_get_method (GATE_MCP_LIST_TOOLS));
  tell_changed (self, SIGNAL_TOOLS_CHANGED);
}

static void
did_change_prompts (GateMcpClient *self,
                    JsonObject    *params)
{
  gate_mcp_cache_remove (self->cache, gate_mcp_catalogue_get_method (GATE_MCP_LIST_PROMPTS));
  tell_changed (self, SIGNAL_PROMPTS_CHANGED);
}

static void
did_change_resources (GateMcpClient *self,
                      JsonObject    *params)
{
  gate_mcp_cache_remove (self->cache, gate_mcp_catalogue_get_method (GATE_MCP_LIST_RESOURCES));
  gate_mcp_cache_remove (self->cache, gate_mcp_catalogue_get_method (GATE_MCP_LIST_TEMPLATES));
  gate_mcp_cache_remove (self->cache, gate_mcp_catalogue_get_method (GATE_MCP_LIST_SKILLS));
  tell_changed (self, SIGNAL_RESOURCES_CHANGED);
}

static void
did_update_resource (GateMcpClient *self,
                     JsonObject    *params)
{
  const char *uri = gate_json_get_string (params, "uri");
  g_autofree char *key = uri ? g_strconcat ("resources/read ", uri, NULL) : NULL;

  if (!uri)
    return;
  gate_mcp_cache_remove (self->cache, key);
  g_signal_emit (self, signals[SIGNAL_RESOURCE_UPDATED], 0, uri);
}

static void
did_log (GateMcpClient *self,
         JsonObject    *params)
{
  JsonNode *data = gate_json_get (params, "data");
  const char *level = gate_json_get_string (params, "level");
  const char *logger = gate_json_get_string (params, "logger");
  g_autofree char *text = data && !gate_json_node_string (data) ? gate_json_to_text (data) : NULL;
  g_autofree char *visible = gate_text_make_visible (text ? text : data ? gate_json_node_string (data) : "", GATE_TEXT_BLOCK);
  g_autofree char *shown = gate_text_shorten (visible, LOG_CHARS);
  g_autofree char *shown_level = gate_text_make_visible (level ? level : "info", GATE_TEXT_LINE);
  g_autofree char *shown_logger = logger ? gate_text_make_visible (logger, GATE_TEXT_LINE) : NULL;

  g_signal_emit (self, signals[SIGNAL_LOG], 0, shown_level, shown_logger, shown);
}

static const struct {
  const char *method;
  void      (*take) (GateMcpClient *self,
                     JsonObject    *params);
  gboolean    needs_subscription; /* in the modern era */
} notifications[] = {
  { "notifications/tools/list_changed", did_change_tools, TRUE },
  { "notifications/prompts/list_changed", did_change_prompts, TRUE },
  { "notifications/resources/list_changed", did_change_resources, TRUE },
  { "notifications/resources/updated", did_update_resource, TRUE },
  { "notifications/message", did_log, FALSE },
};

static void
on_notification (GateMcpConnection *connection,
                 const char        *method,
                 JsonObject        *params,
                 GateMcpClient     *self)
{
  gboolean is_subscribed = gate_mcp_subscriptions_take (self->subscriptions, method, params);

  for (guint i = 0; i < G_N_ELEMENTS (notifications); i++)
    if (g_str_equal (notifications[i].method, method) && (is_subscribed || !notifications[i].needs_subscription))
      notifications[i].take (self, params);
}

static void
notify_facts (GateMcpClient *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROTOCOL_VERSION]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERA]);
}

static void
on_unheard (GateMcpClient *self)
{
  g_signal_emit (self, signals[SIGNAL_UNHEARD], 0);
}

/* After a break the server may have become another one: nothing of before is trusted. */
static void
on_opened (GateMcpKeeper     *keeper,
           GateMcpConnection *connection,
           GateMcpClient     *self)
{
  gboolean is_first = !self->latest;

  if (self->latest)
    g_signal_handlers_disconnect_by_data (self->latest, self);
  g_set_object (&self->latest, connection);
  g_signal_connect (connection, "notification", G_CALLBACK (on_notification), self);
  g_signal_connect_swapped (connection, "unheard", G_CALLBACK (on_unheard), self);
  gate_mcp_cache_clear (self->cache);
  gate_mcp_connection_set_log_level (connection, self->log_level);
  if (!is_first)
    {
      gate_mcp_client_repeat_log_level (self);
      for (guint signal = SIGNAL_TOOLS_CHANGED; signal <= SIGNAL_RESOURCES_CHANGED; signal++)
        tell_changed (self, signal);
    }
  notify_facts (self);
}

static void
on_lost (GateMcpKeeper *keeper,
         const GError  *error,
         GateMcpClient *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0, error);
}

static void
on_traffic (GateMcpKeeper *keeper,
            gboolean       outgoing,
            GBytes        *bytes,
            GateMcpClient *self)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (!g_signal_has_handler_pending (self, signals[SIGNAL_TRAFFIC], 0, FALSE))
    return;

  g_autofree char *text = g_utf8_make_valid (data ? data : "", (gssize) size);
  g_signal_emit (self, signals[SIGNAL_TRAFFIC], 0, outgoing, text);
}

static GateMcpClient *
client_new (GateMcpTarget   *target,
            GateInteraction *interaction)
{
  GateMcpClient *self = g_object_new (GATE_TYPE_MCP_CLIENT, NULL);
  g_autoptr(GateInteraction) asked = interaction ? g_object_ref (interaction) : gate_interaction_new_nobody ();

  self->target = target;
  self->host = gate_mcp_host_new (asked);
  self->keeper = gate_mcp_keeper_new (target, self->host);
  /* Connected before the subscriptions are, so that what they open is seen. */
  g_signal_connect (self->keeper, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect (self->keeper, "lost", G_CALLBACK (on_lost), self);
  g_signal_connect (self->keeper, "traffic", G_CALLBACK (on_traffic), self);
  self->subscriptions = gate_mcp_subscriptions_new (self->keeper);
  g_signal_connect_object (self->subscriptions, "unheard", G_CALLBACK (on_unheard), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * gate_mcp_client_new_remote:
 * @http: where requests are made
 * @address: the server's address, as the person typed it
 * @kind: which transports to try
 * @authorizer: (nullable): what puts credentials on requests
 * @interaction: (nullable): who answers the server; %NULL: nobody
 *
 * Returns: (transfer full): a client that connects when it is first needed
 */
GateMcpClient *
gate_mcp_client_new_remote (GateHttp          *http,
                            const char        *address,
                            GateMcpRemoteKind  kind,
                            GateAuthorizer    *authorizer,
                            GateInteraction   *interaction)
{
  g_return_val_if_fail (GATE_IS_HTTP (http) && address != NULL, NULL);
  return client_new (gate_mcp_target_new_remote (http, address, kind, authorizer), interaction);
}

/**
 * gate_mcp_client_new_local:
 * @argv: the program and its arguments
 * @environment: (nullable): `NAME=value` for each variable beside the minimal ones
 * @directory: (nullable): where it runs
 * @sandbox: (nullable): how it is confined
 * @interaction: (nullable): who answers the server; %NULL: nobody
 *
 * Returns: (transfer full): a client that starts the program when it is first needed
 */
GateMcpClient *
gate_mcp_client_new_local (const char *const *argv,
                           const char *const *environment,
                           const char        *directory,
                           GateSandbox       *sandbox,
                           GateInteraction   *interaction)
{
  g_return_val_if_fail (argv != NULL, NULL);
  return client_new (gate_mcp_target_new_local (argv, environment, directory, sandbox), interaction);
}

/**
 * gate_mcp_client_set_mask:
 * @self: a client that is not connected
 * @mask: (nullable): the secrets that the server is given, kept up to date by who gives them
 *
 * Has credentials taken out of all that the server says: results, errors, resources, instructions, logs.
 */
void
gate_mcp_client_set_mask (GateMcpClient  *self,
                          GateSecretMask *mask)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self));

  gate_mcp_target_set_mask (self->target, mask);
}

static void
did_connect (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpConnection) connection = gate_mcp_keeper_ensure_finish (GATE_MCP_KEEPER (source), result, &error);

  if (connection)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_mcp_client_connect_async:
 * @self: a client
 * @cancellable: (nullable): to stop
 * @callback: what to call when done
 * @user_data: its data
 *
 * Connects, unless connected. A server that was given up after failures gets another chance.
 */
void
gate_mcp_client_connect_async (GateMcpClient       *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self));

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_connect_async);
  gate_mcp_keeper_ensure_async (self->keeper, TRUE, cancellable, did_connect, task);
}

/**
 * gate_mcp_client_connect_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_TIMED_OUT, %GATE_ERROR_SERVER_EXITED (naming the exit and the last lines of standard error),
 * %GATE_ERROR_UNSUPPORTED, %GATE_ERROR_PROTOCOL, %GATE_ERROR_INVALID, network errors, and what the authorizer ends with.
 *
 * Returns: %TRUE when connected
 */
gboolean
gate_mcp_client_connect_finish (GateMcpClient  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_mcp_keeper_close_finish (GATE_MCP_KEEPER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_mcp_client_close_async:
 * @self: a client
 * @cancellable: (nullable): to stop waiting
 * @callback: what to call when done
 * @user_data: its data
 *
 * Ends the session, and the process of a local server. What is under way ends as cancelled. It connects again when it is used again.
 */
void
gate_mcp_client_close_async (GateMcpClient       *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self));

  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_close_async);
  gate_mcp_subscriptions_stop (self->subscriptions);
  gate_mcp_cache_clear (self->cache);
  gate_mcp_keeper_close_async (self->keeper, cancellable, did_close, task);
}

/**
 * gate_mcp_client_close_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: %TRUE when nothing is left of the connection
 */
gboolean
gate_mcp_client_close_finish (GateMcpClient  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
