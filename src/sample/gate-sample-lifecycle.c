// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-lifecycle.h"

#define DISCOVER_TTL_MS (60 * 60 * 1000)

static const char instructions[] =
  "The workspace of Larkspur Bicycles, a small company that does not exist: its notes and invoices. "
  "Search notes before reading them one by one; amounts are in euros, tax included. "
  "Writing tools change files on this computer only.";

static void
add_capability (JsonObject *capabilities,
                const char *name,
                const char *first,
                const char *second)
{
  JsonObject *capability = json_object_new ();

  if (first)
    json_object_set_boolean_member (capability, first, TRUE);
  if (second)
    json_object_set_boolean_member (capability, second, TRUE);
  json_object_set_object_member (capabilities, name, capability);
}

static JsonObject *
describe_capabilities (const char *version)
{
  JsonObject *capabilities = json_object_new ();

  add_capability (capabilities, "tools", "listChanged", NULL);
  add_capability (capabilities, "resources", "listChanged", "subscribe");
  add_capability (capabilities, "prompts", NULL, NULL);
  add_capability (capabilities, "logging", NULL, NULL);
  if (strcmp (version, "2025-03-26") >= 0)
    add_capability (capabilities, "completions", NULL, NULL);
  return capabilities;
}

static void
on_tools_changed (GateSampleWorkspace *workspace,
                  GateSampleSession   *session)
{
  gate_sample_session_push (session, "notifications/tools/list_changed", NULL);
}

static void
on_list_changed (GateSampleContent *content,
                 GateSampleSession *session)
{
  gate_sample_session_push (session, "notifications/resources/list_changed", NULL);
}

static void
on_changed (GateSampleContent *content,
            const char        *uri,
            GateSampleSession *session)
{
  JsonObject *params = NULL;

  if (!gate_sample_session_is_subscribed (session, uri))
    return;
  params = json_object_new ();
  json_object_set_string_member (params, "uri", uri);
  gate_sample_session_push (session, "notifications/resources/updated", params);
}

static void
on_agreed (GateSampleTerms   *terms,
           const char        *id,
           GateSampleSession *session)
{
  JsonObject *params = NULL;

  if (!gate_sample_session_take_page (session, id))
    return;
  params = json_object_new ();
  json_object_set_string_member (params, "elicitationId", id);
  gate_sample_session_push (session, "notifications/elicitation/complete", params);
}

static void
follow (GateSampleWorkspace *workspace,
        GateSampleSession   *session)
{
  GateSampleContent *content = gate_sample_workspace_get_content (workspace);

  g_signal_connect_object (gate_sample_workspace_get_terms (workspace), "agreed", G_CALLBACK (on_agreed), session, 0);
  g_signal_connect_object (workspace, "tools-changed", G_CALLBACK (on_tools_changed), session, 0);
  g_signal_connect_object (content, "list-changed", G_CALLBACK (on_list_changed), session, 0);
  g_signal_connect_object (content, "changed", G_CALLBACK (on_changed), session, 0);
}

/**
 * gate_sample_lifecycle_initialize:
 * @workspace: what is offered
 * @call: an `initialize` request, with a session
 *
 * Agrees on a revision: the client's, or the newest that has a handshake (2025-11-25, basic/lifecycle).
 */
void
gate_sample_lifecycle_initialize (GateSampleWorkspace *workspace,
                                  GateSampleCall      *call)
{
  GateSampleSession *session = gate_sample_call_get_session (call);
  JsonObject *params = gate_sample_call_get_params (call);
  const char *wanted = params ? gate_json_get_string (params, "protocolVersion") : NULL;
  JsonObject *result = NULL;

  if (!wanted)
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "The request does not say which protocol version it wants");
      return;
    }
  if (gate_sample_session_get_version (session))
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_REQUEST, "The session is initialized already");
      return;
    }
  if (!g_strv_contains (gate_sample_legacy_versions, wanted))
    wanted = gate_sample_legacy_versions[0];
  gate_sample_session_set_up (session, wanted, gate_json_get_object (params, "capabilities"));
  follow (workspace, session);

  result = json_object_new ();
  json_object_set_string_member (result, "protocolVersion", wanted);
  json_object_set_object_member (result, "capabilities", describe_capabilities (wanted));
  json_object_set_object_member (result, "serverInfo", gate_sample_server_info ());
  json_object_set_string_member (result, "instructions", instructions);
  gate_sample_call_return_result (call, result);
}

/**
 * gate_sample_lifecycle_discover:
 * @workspace: what is offered
 * @call: a `server/discover` request
 *
 * Says what this server speaks and can do (2026-07-28, server/discover).
 */
void
gate_sample_lifecycle_discover (GateSampleWorkspace *workspace,
                                GateSampleCall      *call)
{
  JsonObject *result = json_object_new ();
  JsonArray *versions = json_array_new ();

  json_array_add_string_element (versions, GATE_SAMPLE_MODERN_VERSION);
  json_object_set_array_member (result, "supportedVersions", versions);
  json_object_set_object_member (result, "capabilities", describe_capabilities (GATE_SAMPLE_MODERN_VERSION));
  json_object_set_string_member (result, "instructions", instructions);
  gate_sample_call_return_cached (call, result, DISCOVER_TTL_MS);
}

/**
 * gate_sample_lifecycle_ping:
 * @workspace: what is offered
 * @call: a `ping` request
 *
 * Answers.
 */
void
gate_sample_lifecycle_ping (GateSampleWorkspace *workspace,
                            GateSampleCall      *call)
{
  gate_sample_call_return_result (call, json_object_new ());
}

/**
 * gate_sample_lifecycle_set_level:
 * @workspace: what is offered
 * @call: a `logging/setLevel` request
 *
 * Keeps the level from which on the client wants log messages.
 */
void
gate_sample_lifecycle_set_level (GateSampleWorkspace *workspace,
                                 GateSampleCall      *call)
{
  static const char *const levels[] = { "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency", NULL };
  JsonObject *params = gate_sample_call_get_params (call);
  const char *level = params ? gate_json_get_string (params, "level") : NULL;

  if (!level || !g_strv_contains (levels, level))
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "There is no such log level");
      return;
    }
  gate_sample_session_set_log_level (gate_sample_call_get_session (call), level);
  gate_sample_call_return_result (call, json_object_new ());
}
