// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-json.h"
#include "gate-rpc-error.h"
#include "gate-rpc-message-list.h"
#include "gate-test.h"

#include <string.h>

static GPtrArray *
parse (const char  *text,
       GError     **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return gate_rpc_message_list_parse (bytes, error);
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "{}",
    "[]",
    "[1]",
    "{\"jsonrpc\":\"1.0\",\"method\":\"ping\"}",
    "{\"method\":\"ping\",\"id\":1}",
    "{\"jsonrpc\":2.0,\"method\":\"ping\"}",
    "{\"jsonrpc\":\"2.0\",\"method\":5}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":null}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":1.5}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":9223372036854775808}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":-1e300}",
    "{\"jsonrpc\":\"2.0\",\"id\":18446744073709551616,\"result\":{}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1e30,\"message\":\"m\"}}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":true}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":[1]}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":1,\"params\":[1]}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":1,\"result\":{}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1}",
    "{\"jsonrpc\":\"2.0\",\"result\":{}}",
    "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"m\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"bad\"}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"1\",\"message\":\"m\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"m\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) messages = parse (cases[i], &error);

      g_test_message ("%s", cases[i]);
      g_assert_null (messages);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_PROTOCOL);
    }
}

static void
test_kinds (void)
{
  static const struct {
    const char  *text;
    GateRpcKind  kind;
    const char  *key;
  } cases[] = {
    { "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}", GATE_RPC_REQUEST, "7" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"method\":\"ping\",\"params\":{\"a\":1}}", GATE_RPC_REQUEST, "\"7\"" },
    { "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", GATE_RPC_NOTIFICATION, NULL },
    { "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}", GATE_RPC_RESPONSE, "0" },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"\",\"result\":null}", GATE_RPC_RESPONSE, "\"\"" },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\"}}", GATE_RPC_FAILURE, "1" },
    { "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"no\"}}", GATE_RPC_FAILURE, NULL },
    { "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700}}", GATE_RPC_FAILURE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) messages = parse (cases[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (messages->len, ==, 1);
      g_assert_cmpint (gate_rpc_message_get_kind (messages->pdata[0]), ==, cases[i].kind);
      g_assert_cmpstr (gate_rpc_message_get_id_key (messages->pdata[0]), ==, cases[i].key);
    }
}

static void
test_round_trip (void)
{
  static const char *const cases[] = {
    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":{}}}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":3}}",
    "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"n\":9007199254740993,\"t\":\"ä\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"result\":{\"n\":18446744073709552000.0}}",
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"m\",\"data\":[1,2]}}",
    "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"m\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) messages = parse (cases[i], NULL);
      g_autoptr(GBytes) bytes = gate_rpc_message_to_bytes (messages->pdata[0]);
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      g_assert_cmpstr (text, ==, cases[i]);
    }
}

static void
test_batch (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) messages
    = parse ("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},17,{\"jsonrpc\":\"2.0\",\"method\":\"m\"}]", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_cmpint (gate_rpc_message_get_kind (messages->pdata[0]), ==, GATE_RPC_RESPONSE);
  g_assert_cmpint (gate_rpc_message_get_kind (messages->pdata[1]), ==, GATE_RPC_NOTIFICATION);
}

static void
test_large (void)
{
  g_autoptr(GString) text = g_string_new ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"x\":\"");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "0123456789");
  g_string_append (text, "\"}}");

  g_autoptr(GBytes) bytes = g_bytes_new (text->str, text->len);
  g_assert_false (gate_rpc_message_list_is_small (bytes));
  gate_rpc_message_list_parse_async (bytes, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  g_autoptr(GPtrArray) messages = gate_rpc_message_list_parse_finish (result, &error);
  g_assert_no_error (error);
  JsonObject *object = gate_json_node_object (gate_rpc_message_get_result (messages->pdata[0]));
  g_assert_cmpuint (strlen (gate_json_get_string (object, "x")), ==, 1000000);
}

static void
test_errors (void)
{
  g_autoptr(GPtrArray) messages
    = parse ("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\\u001b[31m\"}}", NULL);
  g_autoptr(GError) unsupported = gate_rpc_error_from_failure (messages->pdata[0], "prompts/list");
  g_assert_error (unsupported, GATE_ERROR, GATE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (unsupported->message, "no\\x1b[31m"));
  g_assert_cmpint (gate_error_get_service_code (unsupported), ==, -32601);

  g_autoptr(GPtrArray) others
    = parse ("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32042,\"message\":\"see\",\"data\":{\"a\":1}}}", NULL);
  g_autoptr(GError) service = gate_rpc_error_from_failure (others->pdata[0], "tools/call");
  g_assert_error (service, GATE_ERROR, GATE_ERROR_SERVICE);
  g_assert_cmpint (gate_error_get_layer (service), ==, GATE_LAYER_SERVICE);
  g_assert_cmpstr (gate_error_get_service_data (service), ==, "{\"a\":1}");

  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autoptr(JsonNode) id = json_node_init_int (json_node_alloc (), 1);
  g_autoptr(GateRpcMessage) failure = gate_rpc_message_new_failure (id, -1, long_text, NULL);
  g_autoptr(GError) bounded = gate_rpc_error_from_failure (failure, "tools/call");
  g_assert_cmpuint (strlen (bounded->message), <, 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rpc/message/refused", test_refused);
  g_test_add_func ("/rpc/message/kinds", test_kinds);
  g_test_add_func ("/rpc/message/round-trip", test_round_trip);
  g_test_add_func ("/rpc/message/batch", test_batch);
  g_test_add_func ("/rpc/message/large", test_large);
  g_test_add_func ("/rpc/message/errors", test_errors);
  return g_test_run ();
}
