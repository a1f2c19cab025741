// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-call.h"

#include "gate-config.h"
#include "gate-sample-scope.h"

struct _GateSampleCall {
  GObject            parent_instance;

  JsonNode          *request;
  char              *key;
  GateSampleChannel *channel;
  GateSampleSession *session;     /* (nullable) */
  guint              scopes;
  char              *principal;
  GCancellable      *cancellable;
  gboolean           modern;
  gboolean           done;
};

G_DEFINE_FINAL_TYPE (GateSampleCall, gate_sample_call, G_TYPE_OBJECT)

static const char *const log_levels[] = {
  "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency", NULL
};

static void
gate_sample_call_dispose (GObject *object)
{
  GateSampleCall *self = GATE_SAMPLE_CALL (object);

  g_clear_object (&self->channel);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->request, json_node_unref);
  G_OBJECT_CLASS (gate_sample_call_parent_class)->dispose (object);
}

static void
gate_sample_call_finalize (GObject *object)
{
  GateSampleCall *self = GATE_SAMPLE_CALL (object);

  g_free (self->key);
  g_free (self->principal);
  G_OBJECT_CLASS (gate_sample_call_parent_class)->finalize (object);
}

static void
gate_sample_call_class_init (GateSampleCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_sample_call_dispose;
  object_class->finalize = gate_sample_call_finalize;
}

static void
gate_sample_call_init (GateSampleCall *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * gate_sample_call_new:
 * @request: a JSON-RPC request
 * @channel: the way back to the client
 * @session: (nullable): what is remembered of the client
 * @scopes: what the client may do
 * @principal: who the client is, for what must not pass from one to another
 *
 * Returns: (transfer full): the request, ready to be served
 */
GateSampleCall *
gate_sample_call_new (JsonNode          *request,
                      GateSampleChannel *channel,
                      GateSampleSession *session,
                      guint              scopes,
                      const char        *principal)
{
  GateSampleCall *self = g_object_new (GATE_TYPE_SAMPLE_CALL, NULL);
  JsonObject *meta = NULL;

  self->request = json_node_ref (request);
  self->key = gate_sample_message_dup_key (gate_sample_call_get_id (self));
  self->channel = g_object_ref (channel);
  self->session = session ? g_object_ref (session) : NULL;
  self->scopes = scopes;
  self->principal = g_strdup (principal);
  meta = gate_sample_message_get_meta (gate_sample_call_get_params (self));
  self->modern = meta && gate_json_get (meta, GATE_SAMPLE_META_VERSION) != NULL;
  return self;
}

/**
 * gate_sample_call_get_method:
 * @self: a call
 *
 * Returns: (transfer none): the method
 */
const char *
gate_sample_call_get_method (GateSampleCall *self)
{
  return gate_json_get_string (json_node_get_object (self->request), "method");
}

/**
 * gate_sample_call_get_params:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): the parameters
 */
JsonObject *
gate_sample_call_get_params (GateSampleCall *self)
{
  return gate_json_get_object (json_node_get_object (self->request), "params");
}

/**
 * gate_sample_call_get_id:
 * @self: a call
 *
 * Returns: (transfer none): the id, a string or an integer
 */
JsonNode *
gate_sample_call_get_id (GateSampleCall *self)
{
  return gate_json_get (json_node_get_object (self->request), "id");
}

/**
 * gate_sample_call_is_modern:
 * @self: a call
 *
 * Returns: %TRUE when the request came as 2026-07-28 has it, stateless
 */
gboolean
gate_sample_call_is_modern (GateSampleCall *self)
{
  return self->modern;
}

/**
 * gate_sample_call_get_version:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): the revision that the request speaks; %NULL before `initialize`
 */
const char *
gate_sample_call_get_version (GateSampleCall *self)
{
  if (self->modern)
    return gate_json_get_string (gate_sample_message_get_meta (gate_sample_call_get_params (self)), GATE_SAMPLE_META_VERSION);
  return self->session ? gate_sample_session_get_version (self->session) : NULL;
}

/**
 * gate_sample_call_get_session:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): what is remembered of the client
 */
GateSampleSession *
gate_sample_call_get_session (GateSampleCall *self)
{
  return self->session;
}

/**
 * gate_sample_call_get_channel:
 * @self: a call
 *
 * Returns: (transfer none): the way back to the client
 */
GateSampleChannel *
gate_sample_call_get_channel (GateSampleCall *self)
{
  return self->channel;
}

/**
 * gate_sample_call_get_cancellable:
 * @self: a call
 *
 * Returns: (transfer none): cancelled when the client takes the request back or goes away
 */
GCancellable *
gate_sample_call_get_cancellable (GateSampleCall *self)
{
  return self->cancellable;
}

/**
 * gate_sample_call_get_principal:
 * @self: a call
 *
 * Returns: (transfer none): who the client is
 */
const char *
gate_sample_call_get_principal (GateSampleCall *self)
{
  return self->principal;
}

/**
 * gate_sample_call_is_done:
 * @self: a call
 *
 * Returns: %TRUE when it was answered
 */
gboolean
gate_sample_call_is_done (GateSampleCall *self)
{
  return self->done;
}

static JsonObject *
get_client_capabilities (GateSampleCall *self)
{
  if (self->modern)
    return gate_json_get_object (gate_sample_message_get_meta (gate_sample_call_get_params (self)), GATE_SAMPLE_META_CAPABILITIES);
  return self->session ? gate_sample_session_get_capabilities (self->session) : NULL;
}

/**
 * gate_sample_call_can_elicit:
 * @self: a call
 * @mode: "form" or "url"
 *
 * An empty `elicitation` object means forms (2025-06-18, and since).
 *
 * Returns: %TRUE when the client said that it can ask its person so
 */
gboolean
gate_sample_call_can_elicit (GateSampleCall *self,
                             const char     *mode)
{
  JsonObject *capabilities = get_client_capabilities (self);
  JsonObject *elicitation = capabilities ? gate_json_get_object (capabilities, "elicitation") : NULL;
  const char *version = gate_sample_call_get_version (self);

  if (!elicitation || strcmp (version, "2025-06-18") < 0)
    return FALSE;
  if (gate_json_get_object (elicitation, mode))
    return TRUE;
  return g_str_equal (mode, "form") && !gate_json_get_object (elicitation, "url");
}

/**
 * gate_sample_call_notify:
 * @self: a call
 * @method: a notification
 * @params: (transfer full): its parameters
 *
 * Sends a notification ahead of the answer.
 */
void
gate_sample_call_notify (GateSampleCall *self,
                         const char     *method,
                         JsonObject     *params)
{
  g_autoptr(JsonNode) message = gate_sample_message_notification (method, params);

  if (!self->done && !g_cancellable_is_cancelled (self->cancellable))
    gate_sample_channel_send (self->channel, message);
}

/**
 * gate_sample_call_progress:
 * @self: a call
 * @done: how much is done; has to grow
 * @total: how much there is
 * @text: what is being done
 *
 * Tells how far the work is, when the client asked to be told.
 */
void
gate_sample_call_progress (GateSampleCall *self,
                           double          done,
                           double          total,
                           const char     *text)
{
  JsonObject *meta = gate_sample_message_get_meta (gate_sample_call_get_params (self));
  JsonNode *token = meta ? gate_json_get (meta, "progressToken") : NULL;

  if (!token || !(gate_json_node_string (token) || gate_json_node_is_int64 (token)))
    return;

  JsonObject *params = json_object_new ();
  json_object_set_member (params, "progressToken", json_node_copy (token));
  json_object_set_double_member (params, "progress", done);
  json_object_set_double_member (params, "total", total);
  json_object_set_string_member (params, "message", text);
  gate_sample_call_notify (self, "notifications/progress", params);
}

static int
rank_of_level (const char *level)
{
  for (int i = 0; log_levels[i]; i++)
    if (g_strcmp0 (log_levels[i], level) == 0)
      return i;
  return G_MAXINT;
}

/**
 * gate_sample_call_log:
 * @self: a call
 * @level: how severe, "info"
 * @text: one sentence
 *
 * Sends a line of log, when the client asked for that level: by `logging/setLevel`, or in the request.
 */
void
gate_sample_call_log (GateSampleCall *self,
                      const char     *level,
                      const char     *text)
{
  const char *wanted = NULL;

  if (self->modern)
    wanted = gate_json_get_string (gate_sample_message_get_meta (gate_sample_call_get_params (self)), GATE_SAMPLE_META_LOG_LEVEL);
  else if (self->session)
    wanted = gate_sample_session_get_log_level (self->session);
  if (rank_of_level (level) < rank_of_level (wanted))
    return;

  JsonObject *params = json_object_new ();
  json_object_set_string_member (params, "level", level);
  json_object_set_string_member (params, "logger", "sample");
  json_object_set_string_member (params, "data", text);
  gate_sample_call_notify (self, "notifications/message", params);
}

static gboolean
begin_answer (GateSampleCall *self)
{
  if (self->done)
    return FALSE;
  self->done = TRUE;
  if (self->session)
    gate_sample_session_end (self->session, self->key);
  return TRUE;
}

/**
 * gate_sample_call_require:
 * @self: a call
 * @scopes: what the sign-in has to allow
 *
 * Answers with a refusal where the sign-in does not allow it.
 *
 * Returns: %TRUE when it does
 */
gboolean
gate_sample_call_require (GateSampleCall *self,
                          guint           scopes)
{
  if ((scopes & ~self->scopes) == 0)
    return TRUE;
  /* What is granted already is named too: a client that asks for just what it is told would lose it (2025-11-25, authorization). */
  if (begin_answer (self))
    gate_sample_channel_refuse (self->channel, gate_sample_call_get_id (self), (self->scopes | scopes) & GATE_SAMPLE_SCOPE_WORK);
  return FALSE;
}

/**
 * gate_sample_server_info:
 *
 * Returns: (transfer full): who this server is, an Implementation object
 */
JsonObject *
gate_sample_server_info (void)
{
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "name", "gatehouse-sample");
  json_object_set_string_member (info, "title", "Sample Workspace");
  json_object_set_string_member (info, "version", GATE_VERSION);
  return info;
}

/* Every result of the modern era says what kind it is and who gives it (2026-07-28, basic). */
static void
complete_modern_result (JsonObject *result)
{
  JsonObject *meta = gate_json_get_object (result, "_meta");

  if (!json_object_has_member (result, "resultType"))
    json_object_set_string_member (result, "resultType", "complete");
  if (!meta)
    {
      meta = json_object_new ();
      json_object_set_object_member (result, "_meta", meta);
    }
  json_object_set_object_member (meta, GATE_SAMPLE_META_SERVER_INFO, gate_sample_server_info ());
}

/**
 * gate_sample_call_return_result:
 * @self: a call
 * @result: (transfer full): the result
 *
 * Answers with a result.
 */
void
gate_sample_call_return_result (GateSampleCall *self,
                                JsonObject     *result)
{
  if (self->modern)
    complete_modern_result (result);

  g_autoptr(JsonNode) message = gate_sample_message_result (gate_sample_call_get_id (self), result);
  gate_sample_call_return_message (self, message, 200);
}

/**
 * gate_sample_call_return_cached:
 * @self: a call
 * @result: (transfer full): the result
 * @ttl_ms: for how long a client may use it again, in milliseconds
 *
 * Answers with a result that may be kept by the one client (2026-07-28, server/utilities/caching).
 */
void
gate_sample_call_return_cached (GateSampleCall *self,
                                JsonObject     *result,
                                gint64          ttl_ms)
{
  if (self->modern)
    {
      json_object_set_int_member (result, "ttlMs", ttl_ms);
      json_object_set_string_member (result, "cacheScope", "private");
    }
  gate_sample_call_return_result (self, result);
}

/**
 * gate_sample_call_return_error:
 * @self: a call
 * @code: a JSON-RPC error code
 * @format: one sentence, in the manner of printf()
 * @...: what stands in it
 *
 * Answers with a protocol error.
 */
void
gate_sample_call_return_error (GateSampleCall *self,
                               int             code,
                               const char     *format,
                               ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_autoptr(JsonNode) message = gate_sample_message_error (gate_sample_call_get_id (self), code, NULL, text);
  guint status = 200;
  if (self->modern && code == GATE_SAMPLE_CODE_METHOD)
    status = 404;
  else if (self->modern && (code == GATE_SAMPLE_CODE_CAPABILITY || code == GATE_SAMPLE_CODE_HEADERS))
    status = 400;
  gate_sample_call_return_message (self, message, status);
}

/**
 * gate_sample_call_return_message:
 * @self: a call
 * @message: the answer
 * @status: the HTTP status, where the transport is HTTP
 *
 * Answers.
 */
void
gate_sample_call_return_message (GateSampleCall *self,
                                 JsonNode       *message,
                                 guint           status)
{
  if (!begin_answer (self))
    return;
  if (g_cancellable_is_cancelled (self->cancellable))
    gate_sample_channel_drop (self->channel);
  else
    gate_sample_channel_answer (self->channel, message, status);
}

/**
 * gate_sample_call_drop:
 * @self: a call
 *
 * Ends a call that was cancelled.
 */
void
gate_sample_call_drop (GateSampleCall *self)
{
  if (begin_answer (self))
    gate_sample_channel_drop (self->channel);
}
