// SPDX-License-Identifier: GPL-3.0-or-later

/* The client that the official conformance suite drives: the core libraries, and for each scenario the few lines that say what a person
 * would do in it. The suite gives the server's address as the last argument and the rest in MCP_CONFORMANCE_… variables. */

#include "gate-conformance-browser.h"
#include "gate-json.h"
#include "gate-mcp-client.h"
#include "gate-sign-in.h"

#include <string.h>

#define CONNECTOR "conformance"
#define CLIENT_METADATA_URL "https://conformance-test.local/client-metadata.json"
#define DEADLINE_SECONDS 25

typedef struct {
  const char      *address;
  const char      *scenario;
  JsonObject      *context; /* (nullable) */
  GateHttp        *http;
  GateSecretStore *secrets;
  GateInteraction *browser;
  GateMcpClient   *client;
} Driver;

typedef gboolean (* ScriptFunc) (Driver  *driver,
                                 GError **error);

static void
keep_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
connect_client (Driver  *driver,
                GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_mcp_client_connect_async (driver->client, NULL, keep_result, &result);
  wait_for (&result);
  return gate_mcp_client_connect_finish (driver->client, result, error);
}

static GPtrArray *
list (Driver           *driver,
      GateMcpListKind   kind,
      GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_mcp_client_list_async (driver->client, kind, FALSE, NULL, keep_result, &result);
  wait_for (&result);
  return gate_mcp_client_list_finish (driver->client, result, error);
}

static gboolean
call (Driver       *driver,
      GateMcpTool  *tool,
      JsonObject   *arguments,
      GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_mcp_client_call_tool_async (driver->client, tool, arguments, NULL, NULL, NULL, NULL, keep_result, &result);
  wait_for (&result);
  g_autoptr(JsonNode) answer = gate_mcp_client_call_tool_finish (driver->client, result, error);
  return answer != NULL;
}

static GateMcpTool *
find_tool (GPtrArray  *tools,
           const char *name)
{
  for (guint i = 0; i < tools->len; i++)
    if (strcmp (gate_mcp_tool_get_name (tools->pdata[i]), name) == 0)
      return tools->pdata[i];
  return NULL;
}

/* Arguments that satisfy a schema without defaults: a person would fill in something. */
static JsonObject *
fill_in (GateMcpTool *tool)
{
  g_autoptr(GateForm) form = gate_form_new_from_schema (gate_mcp_tool_get_input_schema (tool), NULL);
  JsonObject *values = form ? gate_form_fill_defaults (form, NULL) : json_object_new ();

  for (guint i = 0; form && i < gate_form_get_n_fields (form); i++)
    {
      GateFormField *field = gate_form_get_field (form, i);
      const char *name = gate_form_field_get_name (field);

      if (!gate_form_field_get_required (field) || json_object_has_member (values, name))
        continue;
      if (gate_form_field_get_field_type (field) == GATE_FORM_INTEGER || gate_form_field_get_field_type (field) == GATE_FORM_NUMBER)
        json_object_set_int_member (values, name, 3);
      else if (gate_form_field_get_field_type (field) == GATE_FORM_BOOLEAN)
        json_object_set_boolean_member (values, name, TRUE);
      else
        json_object_set_string_member (values, name, "text");
    }
  return values;
}

static gboolean
call_filled (Driver       *driver,
             GateMcpTool  *tool,
             GError      **error)
{
  g_autoptr(JsonObject) arguments = fill_in (tool);
  return call (driver, tool, arguments, error);
}

/* What most scenarios want: connect, list the tools, call the first. */
static gboolean
run_usual (Driver  *driver,
           GError **error)
{
  g_autoptr(GPtrArray) tools = connect_client (driver, error) ? list (driver, GATE_MCP_LIST_TOOLS, error) : NULL;

  return tools && (tools->len == 0 || call_filled (driver, tools->pdata[0], error));
}

static gboolean
run_list (Driver  *driver,
          GError **error)
{
  g_autoptr(GPtrArray) tools = connect_client (driver, error) ? list (driver, GATE_MCP_LIST_TOOLS, error) : NULL;

  return tools != NULL;
}

static gboolean
run_call_all (Driver  *driver,
              GError **error)
{
  g_autoptr(GPtrArray) tools = connect_client (driver, error) ? list (driver, GATE_MCP_LIST_TOOLS, error) : NULL;

  for (guint i = 0; tools && i < tools->len; i++)
    if (!call_filled (driver, tools->pdata[i], error))
      return FALSE;
  return tools != NULL;
}

static gboolean
run_call_twice (Driver  *driver,
                GError **error)
{
  g_autoptr(GPtrArray) tools = connect_client (driver, error) ? list (driver, GATE_MCP_LIST_TOOLS, error) : NULL;

  return tools && tools->len > 0 && call_filled (driver, tools->pdata[0], error) && call_filled (driver, tools->pdata[0], error);
}

static gboolean
run_everything (Driver  *driver,
                GError **error)
{
  g_autoptr(GPtrArray) resources = NULL;
  g_autoptr(GPtrArray) prompts = NULL;
  g_autoptr(GAsyncResult) read = NULL;
  g_autoptr(GAsyncResult) got = NULL;
  g_autoptr(JsonObject) none = json_object_new ();

  if (!run_usual (driver, error) || !(resources = list (driver, GATE_MCP_LIST_RESOURCES, error))
      || !(prompts = list (driver, GATE_MCP_LIST_PROMPTS, error)))
    return FALSE;
  if (resources->len > 0)
    {
      gate_mcp_client_read_resource_async (driver->client, gate_mcp_resource_get_uri (resources->pdata[0]), NULL, keep_result, &read);
      wait_for (&read);
      g_autoptr(JsonNode) node = gate_mcp_client_read_resource_finish (driver->client, read, error);
      if (!node)
        return FALSE;
    }
  if (prompts->len > 0)
    {
      gate_mcp_client_get_prompt_async (driver->client, gate_mcp_prompt_get_name (prompts->pdata[0]), none, NULL, keep_result, &got);
      wait_for (&got);
      g_autoptr(JsonNode) node = gate_mcp_client_get_prompt_finish (driver->client, got, error);
      return node != NULL;
    }
  return TRUE;
}

static gboolean
run_context_calls (Driver  *driver,
                   GError **error)
{
  g_autoptr(GPtrArray) tools = connect_client (driver, error) ? list (driver, GATE_MCP_LIST_TOOLS, error) : NULL;
  JsonArray *calls = driver->context ? gate_json_get_array (driver->context, "toolCalls") : NULL;

  for (guint i = 0; tools && calls && i < json_array_get_length (calls); i++)
    {
      JsonObject *row = gate_json_node_object (json_array_get_element (calls, i));
      GateMcpTool *tool = find_tool (tools, gate_json_get_string (row, "name"));

      if (!tool || !call (driver, tool, gate_json_get_object (row, "arguments"), error))
        return FALSE;
    }
  return tools != NULL;
}

static gboolean
run_echo_schema (Driver  *driver,
                 GError **error)
{
  g_autoptr(GPtrArray) tools = connect_client (driver, error) ? list (driver, GATE_MCP_LIST_TOOLS, error) : NULL;
  GateMcpTool *echo = tools ? find_tool (tools, "json_schema_echo") : NULL;
  g_autoptr(JsonObject) arguments = json_object_new ();

  for (guint i = 0; echo && i < tools->len; i++)
    if (tools->pdata[i] != echo)
      json_object_set_member (arguments, "schema", json_node_copy (gate_mcp_tool_get_input_schema (tools->pdata[i])));
  return echo && call (driver, echo, arguments, error);
}

static gboolean
run_list_skills (Driver  *driver,
                 GError **error)
{
  g_autoptr(GPtrArray) skills = connect_client (driver, error) ? list (driver, GATE_MCP_LIST_SKILLS, error) : NULL;

  return skills != NULL;
}

static gboolean
run_load_skill (Driver  *driver,
                GError **error)
{
  g_autoptr(GPtrArray) skills = connect_client (driver, error) ? list (driver, GATE_MCP_LIST_SKILLS, error) : NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (!skills || skills->len == 0)
    return FALSE;
  gate_mcp_client_load_skill_async (driver->client, skills->pdata[0], gate_mcp_skill_get_uri (skills->pdata[0]), NULL, keep_result, &result);
  wait_for (&result);
  g_autoptr(GBytes) file = gate_mcp_client_load_skill_finish (driver->client, result, error);
  return file != NULL;
}

static const struct {
  const char *prefix;
  ScriptFunc  run;
} scripts[] = {
  { "initialize", run_list },
  { "http-standard-headers", run_everything },
  { "http-custom-headers", run_context_calls },
  { "http-invalid-tool-headers", run_call_all },
  { "json-schema-2020-12-preservation", run_echo_schema },
  { "sep-2322-client", run_call_all },
  { "sep-2640-client-no-prefetch", run_list_skills },
  { "sep-2640-client-verify", run_load_skill },
  { "auth/authorization-server-migration", run_call_twice },
  { "auth/offline-access", run_call_twice },
  { "", run_usual },
};

static ScriptFunc
find_script (const char *scenario)
{
  guint i = 0;

  while (!g_str_has_prefix (scenario, scripts[i].prefix))
    i++;
  return scripts[i].run;
}

static void
add_string (JsonObject *object,
            const char *name,
            JsonObject *context,
            const char *member)
{
  const char *value = gate_json_get_string (context, member);

  if (value)
    json_object_set_string_member (object, name, value);
}

/* How the entry of a scenario's server would say how to sign in. */
static JsonObject *
make_sign_in (Driver *driver)
{
  JsonObject *sign_in = json_object_new ();

  json_object_set_string_member (sign_in, "clientMetadataUrl", CLIENT_METADATA_URL);
  if (!driver->context)
    return sign_in;
  if (g_str_has_prefix (driver->scenario, "auth/client-credentials"))
    json_object_set_string_member (sign_in, "kind", "client-credentials");
  else if (g_str_has_prefix (driver->scenario, "auth/enterprise"))
    json_object_set_string_member (sign_in, "kind", "enterprise");
  else if (g_str_has_prefix (driver->scenario, "auth/wif"))
    json_object_set_string_member (sign_in, "kind", "workload");
  else
    json_object_set_string_member (sign_in, "kind", "oauth");
  if (g_str_has_suffix (driver->scenario, "-jwt"))
    json_object_set_string_member (sign_in, "clientAuth", "private_key_jwt");
  add_string (sign_in, "clientId", driver->context, "client_id");
  add_string (sign_in, "signingAlgorithm", driver->context, "signing_algorithm");
  add_string (sign_in, "idpIssuer", driver->context, "idp_issuer");
  add_string (sign_in, "idpTokenEndpoint", driver->context, "idp_token_endpoint");
  add_string (sign_in, "idpClientId", driver->context, "idp_client_id");
  if (gate_json_get_string (driver->context, "client_secret"))
    json_object_set_boolean_member (sign_in, "clientSecret", TRUE);
  return sign_in;
}

static gboolean
keep_secret (Driver      *driver,
             const char  *kind,
             const char  *member,
             GError     **error)
{
  const char *value = driver->context ? gate_json_get_string (driver->context, member) : NULL;
  const GateSecretKey key = { .kind = kind, .resource = CONNECTOR };
  g_autoptr(GAsyncResult) result = NULL;

  if (!value)
    return TRUE;
  g_autoptr(GateSecret) secret = gate_secret_new (value);
  gate_secret_store_store_async (driver->secrets, &key, "Conformance", secret, NULL, keep_result, &result);
  wait_for (&result);
  return gate_secret_store_store_finish (driver->secrets, result, error);
}

static gboolean
set_up (Driver  *driver,
        GError **error)
{
  JsonObject *entry = json_object_new ();
  JsonObject *own = json_object_new ();

  json_object_set_string_member (entry, "type", "http");
  json_object_set_string_member (entry, "url", driver->address);
  json_object_set_object_member (own, "signIn", make_sign_in (driver));
  json_object_set_object_member (entry, "gatehouse", own);
  g_autoptr(JsonNode) node = gate_json_take_object (entry);
  g_autoptr(GateConnector) connector = gate_connector_new_from_json (CONNECTOR, node, GATE_CONNECTOR_ORIGIN_USER, error);
  if (!connector || !keep_secret (driver, "client-secret", "client_secret", error)
      || !keep_secret (driver, "signing-key", "private_key_pem", error) || !keep_secret (driver, "subject-token", "idp_id_token", error)
      || !keep_secret (driver, "subject-token", "valid_jwt", error))
    return FALSE;

  g_autoptr(GateSignIn) sign_in = gate_sign_in_new (connector, NULL, driver->http, driver->secrets, driver->browser);
  gate_sign_in_set_interactive (sign_in, TRUE);
  driver->client = gate_mcp_client_new_remote (driver->http, driver->address, GATE_MCP_REMOTE_AUTO, GATE_AUTHORIZER (sign_in),
                                               driver->browser);
  gate_mcp_client_set_name (driver->client, "Conformance");
  return TRUE;
}

static void
close_client (Driver *driver)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_mcp_client_close_async (driver->client, NULL, keep_result, &result);
  wait_for (&result);
  gate_mcp_client_close_finish (driver->client, result, NULL);
}

static gboolean
give_up (gpointer user_data)
{
  g_error ("The scenario takes longer than %d seconds", DEADLINE_SECONDS);
  return G_SOURCE_REMOVE;
}

static GateMcpEra
era_of_scenario (void)
{
  const char *version = g_getenv ("MCP_CONFORMANCE_PROTOCOL_VERSION");

  return version && strcmp (version, "2026-07-28") >= 0 ? GATE_MCP_ERA_MODERN : GATE_MCP_ERA_LEGACY;
}

int
main (int    argc,
      char **argv)
{
  const char *scenario = g_getenv ("MCP_CONFORMANCE_SCENARIO");
  const char *context = g_getenv ("MCP_CONFORMANCE_CONTEXT");
  Driver driver = { .address = argv[argc - 1], .scenario = scenario ? scenario : "" };
  g_autoptr(GError) error = NULL;

  if (argc < 2)
    {
      g_printerr ("usage: conformance-client ADDRESS\n");
      return 2;
    }
  g_autoptr(JsonNode) node = context && *context ? gate_json_parse (context, -1, GATE_JSON_DOCUMENT_LIMIT, &error) : NULL;
  driver.context = node ? gate_json_node_object (node) : NULL;
  driver.http = gate_http_new ();
  driver.secrets = gate_secret_store_new_in_memory ();
  driver.browser = gate_conformance_browser_new ();
  g_timeout_add_seconds (DEADLINE_SECONDS, give_up, NULL);

  gboolean done = FALSE;
  if (set_up (&driver, &error))
    {
      gate_mcp_client_set_era_hint (driver.client, era_of_scenario ());
      done = find_script (driver.scenario) (&driver, &error);
      close_client (&driver);
    }
  if (!done)
    g_printerr ("%s: %s\n", driver.scenario, error ? error->message : "not done");
  g_clear_object (&driver.client);
  g_clear_object (&driver.browser);
  g_clear_object (&driver.secrets);
  g_clear_object (&driver.http);
  return done ? 0 : 1;
}
