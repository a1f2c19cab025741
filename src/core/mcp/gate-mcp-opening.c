// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-opening.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-task.h"
#include "gate-text.h"

/* The errors that only a server of the modern era gives (2026-07-28, basic protocol). */
#define HEADER_MISMATCH (-32020)
#define MISSING_CAPABILITY (-32021)
#define UNSUPPORTED_VERSION (-32022)

/*
 * How a connection is opened. The modern era is tried first with server/discover, the legacy one with initialize; over HTTP a refusal
 * of both leads to HTTP+SSE. A hint turns the order round. What a server answers says which era it is of; what the network or
 * an authorizer answers says nothing about it, and ends the opening.
 */
typedef struct {
  GateMcpEra         hint;
  GateMcpRemoteKind  kind;
  gint64             deadline;         /* on the connection's clock */
  GateMcpEnvelope   *envelope;         /* of the request under way */
  gboolean           is_local;
  gboolean           tried_discover;
  gboolean           probe_timed_out;
  gboolean           tried_version;    /* the version that the server named was tried */
  gboolean           was_restarted;
  GError            *initialize_error; /* (nullable): what initialize ended with, while something else is tried */
  guint              initialize_status;
  guint              notify_timer;     /* for a server that does not answer a notification */
} OpeningData;

GATE_DEFINE_DATA (OpeningData, opening_data)

static void
opening_data_clear (OpeningData *self)
{
  g_clear_handle_id (&self->notify_timer, g_source_remove);
  g_clear_object (&self->envelope);
  g_clear_error (&self->initialize_error);
}

static GateMcpConnection *
connection_of (GTask *task)
{
  return g_task_get_source_object (task);
}

static guint
remaining_ms (GTask *task)
{
  OpeningData *data = opening_data_of (task);
  gint64 left = (data->deadline - gate_mcp_connection_get_time (connection_of (task))) / 1000;

  return (guint) CLAMP (left, 1, G_MAXINT);
}

static void
fail (GTask  *task,
      GError *error)
{
  gate_mcp_connection_close_async (connection_of (task), NULL, NULL, NULL);
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Whether a server's answer speaks against the era that was tried. A sign-in that failed says nothing about it. */
static gboolean
is_refusal (const GError *error,
            guint         status)
{
  gint64 code = gate_error_get_service_code (error);

  if (code == HEADER_MISMATCH || code == MISSING_CAPABILITY || gate_error_get_layer (error) == GATE_LAYER_SIGNED_IN)
    return FALSE;
  if (status == 401 || status == 403 || status == 407 || status == 408 || status == 429 || status >= 502)
    return FALSE;
  return gate_error_matches (error, GATE_ERROR_SERVICE) || gate_error_matches (error, GATE_ERROR_UNSUPPORTED)
         || gate_error_matches (error, GATE_ERROR_PROTOCOL) || gate_error_matches (error, GATE_ERROR_NOT_FOUND);
}

static void discover (GTask *task);
static void initialize (GTask *task);
static void start (GTask *task);

static void
request (GTask               *task,
         const char          *method,
         JsonObject          *params,
         guint                timeout_ms,
         GAsyncReadyCallback  callback)
{
  OpeningData *data = opening_data_of (task);

  g_clear_object (&data->envelope);
  data->envelope = gate_mcp_envelope_new (NULL);
  data->envelope->is_silent = TRUE;

  const GateMcpRequest wanted = { .method = method, .params = params, .envelope = data->envelope, .timeout_ms = timeout_ms };
  gate_mcp_connection_request_async (connection_of (task), &wanted, g_task_get_cancellable (task), callback, task);
}

static void
succeed (GTask *task)
{
  GError *error = NULL;

  if (gate_mcp_connection_set_open (connection_of (task), &error))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  else
    fail (task, error);
}

/* The last way: HTTP+SSE, where the endpoint knows no POST. Otherwise what initialize ended with is the error to tell. */
static void
give_up_on_http (GTask *task)
{
  OpeningData *data = opening_data_of (task);
  guint status = data->initialize_status;

  if (!data->is_local && data->kind == GATE_MCP_REMOTE_AUTO && (status == 400 || status == 404 || status == 405))
    {
      data->kind = GATE_MCP_REMOTE_SSE;
      start (task);
    }
  else
    fail (task, g_steal_pointer (&data->initialize_error));
}

static void
restart (GTask *task)
{
  opening_data_of (task)->was_restarted = TRUE;
  start (task);
}

/* The server does not speak the modern era. */
static void
did_not_discover (GTask *task)
{
  if (opening_data_of (task)->initialize_error)
    give_up_on_http (task);
  else
    initialize (task);
}

/* The versions in the data of error -32022. */
static char **
supported_of (const GError *error)
{
  const char *text = gate_error_get_service_data (error);
  g_autoptr(JsonNode) node = text ? gate_json_parse (text, -1, GATE_JSON_METADATA_LIMIT, NULL) : NULL;

  return gate_json_get_strv (gate_json_node_object (node), "supported");
}

static void
did_fail_to_discover (GTask  *task,
                      GError *error)
{
  OpeningData *data = opening_data_of (task);
  gboolean names_version = gate_error_get_service_code (error) == UNSUPPORTED_VERSION;
  g_auto(GStrv) supported = names_version ? supported_of (error) : NULL;

  if (gate_mcp_version_pick_modern ((const char *const *) supported) && !data->tried_version)
    {
      /* Even the same version once more: the server has named it (2026-07-28, version selection). */
      data->tried_version = TRUE;
      g_error_free (error);
      discover (task);
    }
  else if (data->is_local && gate_error_matches (error, GATE_ERROR_SERVER_EXITED) && !data->was_restarted && !data->initialize_error)
    {
      /* Some servers end at any request before initialize. */
      g_error_free (error);
      restart (task);
    }
  else if (gate_mcp_connection_is_broken (connection_of (task)))
    fail (task, error);
  else if (data->is_local && gate_error_matches (error, GATE_ERROR_TIMED_OUT) && !data->initialize_error)
    {
      data->probe_timed_out = TRUE;
      g_error_free (error);
      initialize (task);
    }
  else if (is_refusal (error, data->envelope->status))
    {
      g_error_free (error);
      did_not_discover (task);
    }
  else
    fail (task, error);
}

static void
did_discover (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  GateMcpConnection *connection = connection_of (task);
  GError *error = NULL;
  g_autoptr(JsonNode) node = gate_mcp_connection_request_finish (connection, result, &error);
  JsonObject *facts = node ? gate_json_node_object (node) : NULL;
  g_auto(GStrv) versions = gate_json_get_strv (facts, "supportedVersions");
  const char *version = gate_mcp_version_pick_modern ((const char *const *) versions);

  if (error)
    did_fail_to_discover (task, error);
  else if (!version)
    did_not_discover (task);
  else
    {
      gate_mcp_connection_set_protocol (connection, GATE_MCP_ERA_MODERN, version);
      gate_mcp_connection_take_facts (connection, facts);
      succeed (task);
    }
}

static void
discover (GTask *task)
{
  OpeningData *data = opening_data_of (task);
  guint limit = data->is_local && !data->probe_timed_out ? gate_mcp_connection_get_limits (connection_of (task))->probe_ms : G_MAXINT;

  data->tried_discover = TRUE;
  gate_mcp_connection_set_protocol (connection_of (task), GATE_MCP_ERA_MODERN, GATE_MCP_MODERN_VERSION);
  request (task, "server/discover", NULL, MIN (limit, remaining_ms (task)), did_discover);
}

static void
did_fail_to_initialize (GTask  *task,
                        GError *error)
{
  OpeningData *data = opening_data_of (task);
  gboolean exited = gate_error_matches (error, GATE_ERROR_SERVER_EXITED);
  gboolean may_be_modern = !data->tried_discover || (data->probe_timed_out && !data->initialize_error);

  if (data->initialize_error || (!exited && (gate_mcp_connection_is_broken (connection_of (task))
                                             || !is_refusal (error, data->envelope->status))))
    {
      fail (task, error);
      return;
    }
  data->initialize_error = error;
  data->initialize_status = data->envelope->status;
  if (may_be_modern && exited && !data->was_restarted && !data->tried_discover)
    restart (task);
  else if (may_be_modern && !exited)
    discover (task);
  else
    give_up_on_http (task);
}

static void
did_notify (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;

  g_clear_handle_id (&opening_data_of (task)->notify_timer, g_source_remove);
  /* Some servers answer notifications wrongly; whether this one works shows at the next request. */
  if (!gate_mcp_transport_send_finish (GATE_MCP_TRANSPORT (source), result, &error))
    g_debug ("The server did not take notifications/initialized: %s", error->message);
  if (g_task_return_error_if_cancelled (task))
    {
      gate_mcp_connection_close_async (connection_of (task), NULL, NULL, NULL);
      g_object_unref (task);
    }
  else
    succeed (task);
}

static gboolean
on_notify_timer (gpointer user_data)
{
  OpeningData *data = user_data;

  data->notify_timer = 0;
  g_cancellable_cancel (data->envelope->cancellable);
  return G_SOURCE_REMOVE;
}

/* The notification goes out before anything else, but a server that never answers it holds nobody up for ever. */
static void
notify (GTask *task)
{
  OpeningData *data = opening_data_of (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GateRpcMessage) message = gate_rpc_message_new_notification ("notifications/initialized", NULL);

  g_clear_object (&data->envelope);
  data->envelope = gate_mcp_envelope_new (NULL);
  data->notify_timer = g_timeout_add (remaining_ms (task), on_notify_timer, data);
  if (cancellable)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel), data->envelope->cancellable, G_CONNECT_SWAPPED);
  gate_mcp_transport_send_async (gate_mcp_connection_get_transport (connection_of (task)), message, data->envelope, did_notify, task);
}

static void
take_handshake (GTask      *task,
                JsonObject *facts)
{
  GateMcpConnection *connection = connection_of (task);
  const char *version = gate_json_get_string (facts, "protocolVersion");

  if (!gate_mcp_version_is_legacy (version))
    {
      g_autofree char *visible = gate_text_make_visible (version, GATE_TEXT_LINE);
      g_autofree char *shown = gate_text_shorten (visible, 40);

      fail (task, gate_error_new (GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, _("Update this program, or the server."),
                                  _("The server speaks version “%s” of the protocol, which is not supported."), shown));
      return;
    }
  gate_mcp_connection_set_protocol (connection, GATE_MCP_ERA_LEGACY, version);
  gate_mcp_connection_take_facts (connection, facts);
  notify (task);
}

static void
did_initialize (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) node = gate_mcp_connection_request_finish (connection_of (task), result, &error);

  if (node)
    take_handshake (task, gate_json_node_object (node));
  else
    did_fail_to_initialize (task, error);
}

static void
initialize (GTask *task)
{
  GateMcpConnection *connection = connection_of (task);
  g_autoptr(JsonObject) params = json_object_new ();

  gate_mcp_connection_set_protocol (connection, GATE_MCP_ERA_LEGACY, NULL);
  json_object_set_string_member (params, "protocolVersion", GATE_MCP_LEGACY_VERSION);
  json_object_set_object_member (params, "capabilities", gate_mcp_connection_dup_declaration (connection));
  json_object_set_object_member (params, "clientInfo", gate_mcp_connection_dup_client_info (connection));
  request (task, "initialize", params, remaining_ms (task), did_initialize);
}

static void
did_start (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  OpeningData *data = opening_data_of (task);
  g_autoptr(GError) error = NULL;
  gboolean is_fallback = data->initialize_error && !data->is_local;

  if (!gate_mcp_transport_start_finish (GATE_MCP_TRANSPORT (source), result, &error))
    {
      gboolean says_nothing = is_fallback && is_refusal (error, (guint) gate_error_get_service_code (error));

      fail (task, says_nothing ? g_steal_pointer (&data->initialize_error) : g_steal_pointer (&error));
    }
  else if (data->kind == GATE_MCP_REMOTE_SSE)
    {
      g_clear_error (&data->initialize_error);
      data->tried_discover = TRUE;
      initialize (task);
    }
  else if (data->initialize_error || (data->hint != GATE_MCP_ERA_LEGACY && !data->was_restarted))
    discover (task);
  else
    initialize (task);
}

/* Makes a transport, the first one or one in the place of a lost or useless one, and goes on over it. */
static void
start (GTask *task)
{
  GateMcpConnection *connection = connection_of (task);
  OpeningData *data = opening_data_of (task);
  GateMcpTransport *old = gate_mcp_connection_get_transport (connection);
  GError *error = NULL;
  g_autoptr(GateMcpTransport) transport
    = gate_mcp_target_create_transport (gate_mcp_connection_get_target (connection), data->kind,
                                        gate_mcp_connection_get_limits (connection)->total_ms, &error);

  if (!transport)
    {
      fail (task, error);
      return;
    }
  if (old)
    gate_mcp_transport_close_async (old, NULL, NULL, NULL);
  gate_mcp_connection_attach (connection, transport);
  gate_mcp_transport_start_async (transport, remaining_ms (task), g_task_get_cancellable (task), did_start, task);
}

/**
 * gate_mcp_opening_async:
 * @connection: a new connection
 * @hint: the era to expect
 * @cancellable: (nullable): to stop
 * @callback: what to call when done
 * @user_data: its data
 *
 * Opens a connection (2026-07-28, version selection; legacy lifecycle): starts the transport, finds the era, shakes hands. A wrong
 * hint costs a round trip.
 */
void
gate_mcp_opening_async (GateMcpConnection   *connection,
                        GateMcpEra           hint,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = gate_task_new (connection, cancellable, callback, user_data, gate_mcp_opening_async);
  OpeningData *data = opening_data_new ();
  GateMcpTarget *target = gate_mcp_connection_get_target (connection);

  data->hint = hint;
  data->is_local = gate_mcp_target_is_local (target);
  data->kind = data->is_local ? GATE_MCP_REMOTE_AUTO : gate_mcp_target_get_kind (target);
  data->deadline = gate_mcp_connection_get_time (connection) + (gint64) gate_mcp_connection_get_limits (connection)->connect_ms * 1000;
  opening_data_attach (task, data);
  start (task);
}

/**
 * gate_mcp_opening_finish:
 * @connection: the connection
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_TIMED_OUT, %GATE_ERROR_SERVER_EXITED, %GATE_ERROR_UNSUPPORTED, %GATE_ERROR_PROTOCOL, network errors, and what
 * the authorizer ends with.
 *
 * Returns: %TRUE when the connection is open
 */
gboolean
gate_mcp_opening_finish (GateMcpConnection  *connection,
                         GAsyncResult       *result,
                         GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, connection), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
