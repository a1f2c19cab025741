// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-endpoint.h"

#include "gate-sample-batch.h"
#include "gate-sample-headers.h"
#include "gate-sample-http-session.h"
#include "gate-sample-message.h"
#include "gate-sample-parse.h"
#include "gate-sample-reply.h"
#include "gate-sample-respond.h"

#define MAX_SESSIONS 64
#define SESSION_HEADER "Mcp-Session-Id"
#define VERSION_HEADER "MCP-Protocol-Version"

struct _GateSampleEndpoint {
  GObject              parent_instance;

  GateSampleWorkspace *workspace;
  char                *origin;
  GHashTable          *sessions;
};

/* One request and who sent it. */
typedef struct {
  SoupServerMessage  *message;
  SoupMessageHeaders *headers;
  guint               scopes;
  const char         *principal;
} Visit;

G_DEFINE_FINAL_TYPE (GateSampleEndpoint, gate_sample_endpoint, G_TYPE_OBJECT)

static void
gate_sample_endpoint_finalize (GObject *object)
{
  GateSampleEndpoint *self = GATE_SAMPLE_ENDPOINT (object);

  g_hash_table_unref (self->sessions);
  g_object_unref (self->workspace);
  g_free (self->origin);
  G_OBJECT_CLASS (gate_sample_endpoint_parent_class)->finalize (object);
}

static void
gate_sample_endpoint_class_init (GateSampleEndpointClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_sample_endpoint_finalize;
}

static void
gate_sample_endpoint_init (GateSampleEndpoint *self)
{
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
}

/**
 * gate_sample_endpoint_new:
 * @workspace: what is offered
 *
 * Returns: (transfer full): the endpoint
 */
GateSampleEndpoint *
gate_sample_endpoint_new (GateSampleWorkspace *workspace)
{
  GateSampleEndpoint *self = g_object_new (GATE_TYPE_SAMPLE_ENDPOINT, NULL);

  self->workspace = g_object_ref (workspace);
  return self;
}

/**
 * gate_sample_endpoint_set_origin:
 * @self: the endpoint
 * @origin: our origin
 *
 * Tells where it is.
 */
void
gate_sample_endpoint_set_origin (GateSampleEndpoint *self,
                                 const char         *origin)
{
  g_free (self->origin);
  self->origin = g_strdup (origin);
}

static void
refuse (const Visit *visit,
        guint        status,
        JsonNode    *id,
        int          code,
        const char  *text)
{
  g_autoptr(JsonNode) answer = gate_sample_message_error (id, code, NULL, text);

  gate_sample_respond_json (visit->message, status, answer);
}

static void
remove_session (GateSampleEndpoint    *self,
                GateSampleHttpSession *session)
{
  gate_sample_http_session_close (session);
  g_hash_table_remove (self->sessions, gate_sample_http_session_get_id (session));
}

static void
make_room (GateSampleEndpoint *self)
{
  GHashTableIter iter;
  gpointer value = NULL;
  GateSampleHttpSession *oldest = NULL;

  if (g_hash_table_size (self->sessions) < MAX_SESSIONS)
    return;
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!oldest || gate_sample_http_session_get_used (value) < gate_sample_http_session_get_used (oldest))
      oldest = value;
  remove_session (self, oldest);
}

/* Another one's session is as unknown as one that never was. */
static GateSampleHttpSession *
find_session (GateSampleEndpoint *self,
              const Visit        *visit)
{
  const char *id = soup_message_headers_get_one (visit->headers, SESSION_HEADER);
  GateSampleHttpSession *session = id ? g_hash_table_lookup (self->sessions, id) : NULL;

  if (session && g_str_equal (gate_sample_http_session_get_principal (session), visit->principal))
    {
      gate_sample_http_session_touch (session);
      return session;
    }
  if (id)
    refuse (visit, 404, NULL, -32001, "Session not found");
  else
    refuse (visit, 400, NULL, GATE_SAMPLE_CODE_SERVER, "Bad Request: Mcp-Session-Id header is required");
  return NULL;
}

static gboolean
check_legacy_version (const Visit *visit)
{
  const char *version = soup_message_headers_get_one (visit->headers, VERSION_HEADER);

  if (!version || g_strv_contains (gate_sample_legacy_versions, version))
    return TRUE;

  g_autofree char *known = g_strjoinv (", ", (char **) gate_sample_legacy_versions);
  g_autofree char *text = g_strdup_printf ("Bad Request: Unsupported protocol version (supported versions: %s)", known);
  refuse (visit, 400, NULL, GATE_SAMPLE_CODE_SERVER, text);
  return FALSE;
}

static void
take (GateSampleEndpoint    *self,
      const Visit           *visit,
      JsonNode              *body,
      GateSampleHttpSession *session)
{
  GateSamplePeer peer = {
    .session = session ? gate_sample_http_session_get_session (session) : NULL,
    .scopes = visit->scopes,
    .principal = visit->principal,
  };
  g_autoptr(GateSampleReply) reply = gate_sample_reply_new (visit->message, self->origin, session);
  g_autoptr(GCancellable) cancellable = NULL;

  if (JSON_NODE_HOLDS_ARRAY (body))
    gate_sample_batch_take (self->workspace, json_node_get_array (body), GATE_SAMPLE_CHANNEL (reply), &peer, &cancellable);
  else
    gate_sample_router_take (self->workspace, body, GATE_SAMPLE_CHANNEL (reply), &peer, &cancellable);
  gate_sample_reply_settle (reply, cancellable);
}

static void
initialize (GateSampleEndpoint *self,
            const Visit        *visit,
            JsonNode           *body)
{
  g_autoptr(GateSampleHttpSession) session = gate_sample_http_session_new (visit->principal);

  take (self, visit, body, session);
  if (!gate_sample_session_get_version (gate_sample_http_session_get_session (session)))
    return;
  make_room (self);
  soup_message_headers_replace (soup_server_message_get_response_headers (visit->message), SESSION_HEADER,
                                gate_sample_http_session_get_id (session));
  g_hash_table_insert (self->sessions, (char *) gate_sample_http_session_get_id (session), g_object_ref (session));
}

static void
take_legacy (GateSampleEndpoint *self,
             const Visit        *visit,
             JsonNode           *body)
{
  JsonObject *object = gate_json_node_object (body);
  GateSampleHttpSession *session = NULL;
  const char *version = NULL;

  if (object && g_strcmp0 (gate_json_get_string (object, "method"), "initialize") == 0)
    {
      initialize (self, visit, body);
      return;
    }
  if (!check_legacy_version (visit))
    return;
  session = find_session (self, visit);
  if (!session)
    return;
  version = gate_sample_session_get_version (gate_sample_http_session_get_session (session));
  if (!object && !g_str_equal (version, "2025-03-26"))
    refuse (visit, 400, NULL, GATE_SAMPLE_CODE_REQUEST, "This protocol version has no batches");
  else
    take (self, visit, body, session);
}

static void
take_modern (GateSampleEndpoint *self,
             const Visit        *visit,
             JsonNode           *body)
{
  JsonObject *object = json_node_get_object (body);

  if (gate_sample_message_get_kind (body) == GATE_SAMPLE_KIND_REQUEST
      && !gate_sample_headers_match (visit->headers, object, self->workspace))
    refuse (visit, 400, gate_json_get (object, "id"), GATE_SAMPLE_CODE_HEADERS, "The headers do not say what the body says");
  else
    take (self, visit, body, NULL);
}

/* A stateless request says so in its body; one whose header alone says so lacks something. */
static gboolean
has_modern_meta (JsonNode *body)
{
  JsonObject *object = gate_json_node_object (body);
  JsonObject *meta = object ? gate_sample_message_get_meta (gate_json_get_object (object, "params")) : NULL;

  return meta && gate_json_get (meta, GATE_SAMPLE_META_VERSION);
}

static gboolean
is_modern_without_meta (const Visit *visit,
                        JsonNode    *body)
{
  JsonObject *object = gate_json_node_object (body);
  const char *version = soup_message_headers_get_one (visit->headers, VERSION_HEADER);

  return object && g_strcmp0 (version, GATE_SAMPLE_MODERN_VERSION) == 0
         && gate_sample_message_get_kind (body) == GATE_SAMPLE_KIND_REQUEST;
}

static JsonNode *
parse_body (const Visit *visit)
{
  SoupMessageBody *body = soup_server_message_get_request_body (visit->message);
  g_autoptr(GBytes) bytes = soup_message_body_flatten (body);
  JsonNode *node = gate_sample_parse_bytes (bytes, GATE_JSON_DOCUMENT_LIMIT, NULL);

  if (!node)
    refuse (visit, 400, NULL, GATE_SAMPLE_CODE_PARSE, "The body is not valid JSON");
  return node;
}

static void
handle_post (GateSampleEndpoint *self,
             const Visit        *visit)
{
  const char *type = soup_message_headers_get_content_type (visit->headers, NULL);
  g_autoptr(JsonNode) body = NULL;

  if (g_strcmp0 (type, "application/json") != 0)
    {
      refuse (visit, 415, NULL, GATE_SAMPLE_CODE_SERVER, "Unsupported Media Type: Content-Type must be application/json");
      return;
    }
  if (!gate_sample_headers_accept (visit->headers, "application/json") || !gate_sample_headers_accept (visit->headers, "text/event-stream"))
    {
      refuse (visit, 406, NULL, GATE_SAMPLE_CODE_SERVER,
              "Not Acceptable: Client must accept both application/json and text/event-stream");
      return;
    }
  body = parse_body (visit);
  if (!body)
    return;
  if (has_modern_meta (body))
    take_modern (self, visit, body);
  else if (is_modern_without_meta (visit, body))
    refuse (visit, 400, gate_json_get (json_node_get_object (body), "id"), GATE_SAMPLE_CODE_PARAMS,
            "The request's _meta has to name protocolVersion and clientCapabilities");
  else
    take_legacy (self, visit, body);
}

static void
resume_stream (const Visit           *visit,
               GateSampleHttpSession *session,
               const char            *last_id)
{
  guint number = 0, event = 0;
  GateSampleStream *stream = NULL;

  if (gate_sample_stream_parse_id (last_id, &number, &event))
    stream = gate_sample_http_session_find_stream (session, number);
  if (!stream)
    {
      refuse (visit, 400, NULL, GATE_SAMPLE_CODE_SERVER, "There is no stream to take up again");
      return;
    }

  g_autoptr(GateSampleSse) sse = gate_sample_sse_new (visit->message);
  gate_sample_stream_attach (stream, sse, event, FALSE);
}

static void
handle_get (GateSampleEndpoint *self,
            const Visit        *visit)
{
  const char *last_id = soup_message_headers_get_one (visit->headers, "Last-Event-ID");
  GateSampleHttpSession *session = NULL;
  GateSampleStream *stream = NULL;

  if (!gate_sample_headers_accept (visit->headers, "text/event-stream"))
    {
      refuse (visit, 406, NULL, GATE_SAMPLE_CODE_SERVER, "Not Acceptable: Client must accept text/event-stream");
      return;
    }
  if (!check_legacy_version (visit))
    return;
  session = find_session (self, visit);
  if (!session)
    return;
  if (last_id)
    {
      resume_stream (visit, session, last_id);
      return;
    }
  stream = gate_sample_http_session_find_stream (session, 0);
  if (gate_sample_stream_is_attached (stream))
    {
      refuse (visit, 409, NULL, GATE_SAMPLE_CODE_SERVER, "Conflict: Only one SSE stream is allowed per session");
      return;
    }

  g_autoptr(GateSampleSse) sse = gate_sample_sse_new (visit->message);
  const char *version = gate_sample_session_get_version (gate_sample_http_session_get_session (session));
  gate_sample_stream_attach (stream, sse, GATE_SAMPLE_STREAM_NEW, g_strcmp0 (version, "2025-11-25") >= 0);
}

/**
 * gate_sample_endpoint_handle:
 * @self: the endpoint
 * @message: a request, signed in
 * @scopes: what it may do
 * @principal: who it is
 *
 * Answers, now or later.
 */
void
gate_sample_endpoint_handle (GateSampleEndpoint *self,
                             SoupServerMessage  *message,
                             guint               scopes,
                             const char         *principal)
{
  Visit visit = {
    .message = message,
    .headers = soup_server_message_get_request_headers (message),
    .scopes = scopes,
    .principal = principal,
  };
  const char *method = soup_server_message_get_method (message);
  GateSampleHttpSession *session = NULL;

  if (g_str_equal (method, "POST"))
    handle_post (self, &visit);
  else if (g_str_equal (method, "GET"))
    handle_get (self, &visit);
  else if (gate_sample_respond_method (message, "GET, POST, DELETE") && (session = find_session (self, &visit)))
    {
      remove_session (self, session);
      soup_server_message_set_status (message, 204, NULL);
    }
}

/**
 * gate_sample_endpoint_close:
 * @self: the endpoint
 *
 * Ends all sessions.
 */
void
gate_sample_endpoint_close (GateSampleEndpoint *self)
{
  g_autoptr(GList) all = g_hash_table_get_values (self->sessions);

  for (GList *at = all; at; at = at->next)
    remove_session (self, at->data);
}
