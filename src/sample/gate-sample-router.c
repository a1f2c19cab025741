// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-router.h"

#include "gate-sample-call.h"
#include "gate-sample-lifecycle.h"
#include "gate-sample-listen.h"
#include "gate-sample-prompts.h"
#include "gate-sample-resources.h"
#include "gate-sample-tools.h"

typedef enum {
  ERA_LEGACY = 1 << 0,
  ERA_MODERN = 1 << 1,
  ERA_BOTH = ERA_LEGACY | ERA_MODERN,
  /* May come before initialize. */
  ERA_EARLY = 1 << 2,
} Era;

typedef struct {
  const char *name;
  guint       eras;
  void      (*serve) (GateSampleWorkspace *workspace,
                      GateSampleCall      *call);
} Method;

static const Method methods[] = {
  { "initialize", ERA_LEGACY | ERA_EARLY, gate_sample_lifecycle_initialize },
  { "ping", ERA_LEGACY | ERA_EARLY, gate_sample_lifecycle_ping },
  { "logging/setLevel", ERA_LEGACY, gate_sample_lifecycle_set_level },
  { "server/discover", ERA_MODERN, gate_sample_lifecycle_discover },
  { "subscriptions/listen", ERA_MODERN, gate_sample_listen },
  { "tools/list", ERA_BOTH, gate_sample_tools_list },
  { "tools/call", ERA_BOTH, gate_sample_tools_call },
  { "resources/list", ERA_BOTH, gate_sample_resources_list },
  { "resources/templates/list", ERA_BOTH, gate_sample_resources_templates },
  { "resources/read", ERA_BOTH, gate_sample_resources_read },
  { "resources/subscribe", ERA_LEGACY, gate_sample_resources_subscribe },
  { "resources/unsubscribe", ERA_LEGACY, gate_sample_resources_unsubscribe },
  { "prompts/list", ERA_BOTH, gate_sample_prompts_list },
  { "prompts/get", ERA_BOTH, gate_sample_prompts_get },
  { "completion/complete", ERA_BOTH, gate_sample_prompts_complete },
};

static const Method *
find_method (const char *name,
             guint       era)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if ((methods[i].eras & era) && g_str_equal (methods[i].name, name))
      return &methods[i];
  return NULL;
}

/* 2026-07-28, basic: what every request has to say about itself. */
static gboolean
check_modern_meta (GateSampleCall *call)
{
  JsonObject *meta = gate_sample_message_get_meta (gate_sample_call_get_params (call));
  const char *version = gate_json_get_string (meta, GATE_SAMPLE_META_VERSION);
  g_autoptr(JsonNode) message = NULL;

  if (version && !g_str_equal (version, GATE_SAMPLE_MODERN_VERSION))
    message = gate_sample_message_bad_version (gate_sample_call_get_id (call), version);
  else if (!version || !gate_json_get_object (meta, GATE_SAMPLE_META_CAPABILITIES))
    message = gate_sample_message_error (gate_sample_call_get_id (call), GATE_SAMPLE_CODE_PARAMS, NULL,
                                         "The request's _meta has to name protocolVersion and clientCapabilities");
  if (message)
    gate_sample_call_return_message (call, message, 400);
  return message == NULL;
}

static gboolean
is_early (GateSampleCall *call,
          const Method   *method)
{
  return !gate_sample_call_is_modern (call) && !gate_sample_call_get_version (call) && !(method->eras & ERA_EARLY);
}

static void
serve (GateSampleWorkspace *workspace,
       GateSampleCall      *call)
{
  const char *name = gate_sample_call_get_method (call);
  const Method *method = find_method (name, gate_sample_call_is_modern (call) ? ERA_MODERN : ERA_LEGACY);
  g_autoptr(GError) error = NULL;

  if (gate_sample_call_is_modern (call) && !check_modern_meta (call))
    return;
  if (!method)
    gate_sample_call_return_error (call, GATE_SAMPLE_CODE_METHOD, "There is no such method");
  else if (is_early (call, method))
    gate_sample_call_return_error (call, GATE_SAMPLE_CODE_SERVER, "The server is not initialized");
  else if (!gate_sample_content_refresh (gate_sample_workspace_get_content (workspace), &error))
    gate_sample_call_return_error (call, GATE_SAMPLE_CODE_INTERNAL, "%s", error->message);
  else
    method->serve (workspace, call);
}

static void
take_request (GateSampleWorkspace   *workspace,
              JsonNode              *message,
              GateSampleChannel     *channel,
              const GateSamplePeer  *peer,
              GCancellable         **cancellable)
{
  g_autoptr(GateSampleCall) call = gate_sample_call_new (message, channel, peer->session, peer->scopes, peer->principal);
  g_autofree char *key = gate_sample_message_dup_key (gate_sample_call_get_id (call));

  if (peer->session && !gate_sample_session_begin (peer->session, key, gate_sample_call_get_cancellable (call)))
    {
      g_autoptr(JsonNode) answer = gate_sample_message_error (gate_sample_call_get_id (call), GATE_SAMPLE_CODE_REQUEST, NULL,
                                                              "The id is in use, or too many requests are being served");
      gate_sample_channel_answer (channel, answer, 400);
      return;
    }
  serve (workspace, call);
  if (cancellable && !gate_sample_call_is_done (call))
    *cancellable = g_object_ref (gate_sample_call_get_cancellable (call));
}

static void
take_notification (JsonNode             *message,
                   const GateSamplePeer *peer)
{
  JsonObject *object = json_node_get_object (message);
  JsonObject *params = gate_json_get_object (object, "params");
  JsonNode *id = params ? gate_json_get (params, "requestId") : NULL;

  if (!peer->session || g_strcmp0 (gate_json_get_string (object, "method"), "notifications/cancelled") != 0)
    return;
  if (id && (gate_json_node_string (id) || gate_json_node_is_int64 (id)))
    {
      g_autofree char *key = gate_sample_message_dup_key (id);
      gate_sample_session_cancel (peer->session, key);
    }
}

/**
 * gate_sample_router_take:
 * @workspace: what is offered
 * @message: a message from a client, any JSON
 * @channel: the way back; used for requests, and for what is no message
 * @peer: who sent it
 * @cancellable: (out) (optional) (nullable) (transfer full): what to cancel when the client goes away; %NULL when nothing is left to do
 *
 * Serves a request, or takes a notification or a response.
 */
void
gate_sample_router_take (GateSampleWorkspace   *workspace,
                         JsonNode              *message,
                         GateSampleChannel     *channel,
                         const GateSamplePeer  *peer,
                         GCancellable         **cancellable)
{
  GateSampleKind kind = gate_sample_message_get_kind (message);

  if (cancellable)
    *cancellable = NULL;
  if (kind == GATE_SAMPLE_KIND_REQUEST)
    take_request (workspace, message, channel, peer, cancellable);
  else if (kind == GATE_SAMPLE_KIND_NOTIFICATION)
    take_notification (message, peer);
  else if (kind == GATE_SAMPLE_KIND_RESPONSE)
    {
      if (peer->session)
        gate_sample_session_take_response (peer->session, message);
    }
  else
    {
      g_autoptr(JsonNode) answer = gate_sample_message_error (NULL, GATE_SAMPLE_CODE_REQUEST, NULL, "That is no JSON-RPC 2.0 message");
      gate_sample_channel_answer (channel, answer, 400);
    }
}
