// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-json.h"
#include "gate-rpc-peer.h"
#include "gate-test.h"

#include <math.h>

/* A peer whose messages are kept for the test to answer. */
typedef struct {
  GateRpcPeer *peer;
  GPtrArray   *sent;      /* (element-type GateRpcMessage) */
  guint        n_abandoned;
  GPtrArray   *notified;  /* (element-type utf8) */
  GateRpcCall *held_call;
  double       progress;
} Fixture;

static void
keep_message (GateRpcPeer    *peer,
              GateRpcMessage *message,
              GObject        *context,
              gpointer        user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->sent, gate_rpc_message_ref (message));
}

static void
count_abandoned (GateRpcPeer *peer,
                 JsonNode    *id,
                 GObject     *context,
                 const char  *reason,
                 gpointer     user_data)
{
  ((Fixture *) user_data)->n_abandoned++;
}

static void
keep_notification (GateRpcPeer *peer,
                   const char  *method,
                   JsonObject  *params,
                   gpointer     user_data)
{
  g_ptr_array_add (((Fixture *) user_data)->notified, g_strdup (method));
}

static void
answer_ping (GateRpcCall *call,
             gpointer     user_data)
{
  gate_rpc_call_return (call, gate_json_take_object (json_object_new ()));
}

static void
hold_call (GateRpcCall *call,
           gpointer     user_data)
{
  ((Fixture *) user_data)->held_call = g_object_ref (call);
}

static void
forget_call (GateRpcCall *call,
             gpointer     user_data)
{
}

static const GateRpcMethod methods[] = { { "ping", answer_ping }, { "hold", hold_call }, { "forget", forget_call }, { NULL } };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const GateRpcPeerFunctions functions = {
    .send = keep_message, .abandon = count_abandoned, .notified = keep_notification,
  };

  fixture->sent = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_rpc_message_unref);
  fixture->notified = g_ptr_array_new_with_free_func (g_free);
  fixture->peer = gate_rpc_peer_new (&functions, fixture);
  gate_rpc_peer_set_methods (fixture->peer, methods, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->held_call);
  gate_test_finalize (fixture->peer);
  g_ptr_array_unref (fixture->sent);
  g_ptr_array_unref (fixture->notified);
}

static gboolean
receive (Fixture    *fixture,
         const char *text)
{
  g_autoptr(JsonNode) node = gate_json_parse (text, -1, GATE_JSON_MESSAGE_LIMIT, NULL);
  g_autoptr(GateRpcMessage) message = gate_rpc_message_from_json (node, NULL);

  g_assert_nonnull (message);
  return gate_rpc_peer_receive (fixture->peer, message);
}

static GateRpcMessage *
last_sent (Fixture *fixture)
{
  g_assert_cmpuint (fixture->sent->len, >, 0);
  return fixture->sent->pdata[fixture->sent->len - 1];
}

static char *
answer_to_last (Fixture    *fixture,
                const char *rest)
{
  return g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%s,%s}", gate_rpc_message_get_id_key (last_sent (fixture)), rest);
}

static JsonNode *
finish (Fixture       *fixture,
        GAsyncResult **result,
        GError       **error)
{
  gate_test_wait (*result);
  JsonNode *node = gate_rpc_peer_request_finish (fixture->peer, *result, error);
  g_clear_object (result);
  return node;
}

static void
test_answer (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_rpc_peer_request_async (fixture->peer, "a", NULL, NULL, NULL, gate_test_keep_result, &result);
  g_autofree char *answer = answer_to_last (fixture, "\"result\":{\"x\":5}");
  g_assert_true (receive (fixture, answer));
  g_autoptr(JsonNode) node = finish (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gate_json_get_int (gate_json_node_object (node), "x", 0), ==, 5);

  /* The same answer once more is late, not wrong; one to an id that was never used is wrong. */
  g_assert_true (receive (fixture, answer));
  g_assert_false (receive (fixture, "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}"));
  g_assert_false (receive (fixture, "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{}}"));
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_rpc_peer_request_async (fixture->peer, "a", NULL, NULL, NULL, gate_test_keep_result, &result);
  g_autofree char *answer = answer_to_last (fixture, "\"error\":{\"code\":-32601,\"message\":\"m\"}");
  receive (fixture, answer);
  g_assert_null (finish (fixture, &result, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_UNSUPPORTED);
}

/* An error without an id belongs to the one request there is, and to none of two. */
static void
test_failure_without_id (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char failure[] = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"m\"}}";
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  gate_rpc_peer_request_async (fixture->peer, "a", NULL, NULL, NULL, gate_test_keep_result, &first);
  gate_rpc_peer_request_async (fixture->peer, "b", NULL, NULL, NULL, gate_test_keep_result, &second);
  g_assert_false (receive (fixture, failure));
  g_autofree char *answer = answer_to_last (fixture, "\"result\":{}");
  receive (fixture, answer);
  g_autoptr(JsonNode) node = finish (fixture, &second, NULL);
  g_assert_nonnull (node);
  g_assert_true (receive (fixture, failure));
  g_assert_null (finish (fixture, &first, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_SERVICE);
}

static void
test_timeout (Fixture       *fixture,
              gconstpointer  data)
{
  const GateRpcOptions options = { .timeout_ms = 5, .total_ms = 60000 };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_rpc_peer_request_async (fixture->peer, "slow", NULL, &options, NULL, gate_test_keep_result, &result);
  g_assert_null (finish (fixture, &result, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TIMED_OUT);
  g_assert_nonnull (gate_error_get_remedy (error));
  g_assert_cmpuint (fixture->n_abandoned, ==, 1);
  g_autofree char *late = answer_to_last (fixture, "\"result\":{}");
  g_assert_true (receive (fixture, late));
}

static void
keep_progress (double      progress,
               double      total,
               const char *message,
               gpointer    user_data)
{
  ((Fixture *) user_data)->progress = progress;
}

static gboolean
send_progress (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *text = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                           "\"params\":{\"progressToken\":%s,\"progress\":%g}}",
                                           gate_rpc_message_get_id_key (last_sent (fixture)), fixture->progress + 1);

  receive (fixture, text);
  return G_SOURCE_CONTINUE;
}

/* Progress keeps a request alive far beyond its silence limit, but not beyond the hard one. */
static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  const GateRpcOptions options = {
    .timeout_ms = 400, .total_ms = 1000, .ask_progress = TRUE, .progress = keep_progress, .progress_data = fixture,
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  gate_rpc_peer_request_async (fixture->peer, "slow", NULL, &options, NULL, gate_test_keep_result, &result);
  guint ticker = g_timeout_add (20, send_progress, fixture);
  g_assert_null (finish (fixture, &result, &error));
  g_source_remove (ticker);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 1000 * 1000);
  g_assert_cmpfloat (fixture->progress, >, 5);
}

static gboolean
release_peer (gpointer user_data)
{
  gate_rpc_peer_release (((Fixture *) user_data)->peer);
  return G_SOURCE_REMOVE;
}

/* While a person is asked, no time passes. */
static void
test_hold (Fixture       *fixture,
           gconstpointer  data)
{
  const GateRpcOptions options = { .timeout_ms = 100, .total_ms = 100 };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  gate_rpc_peer_request_async (fixture->peer, "slow", NULL, &options, NULL, gate_test_keep_result, &result);
  gate_rpc_peer_hold (fixture->peer);
  gate_rpc_peer_hold (fixture->peer);
  g_timeout_add (100, release_peer, fixture);
  g_timeout_add (300, release_peer, fixture);
  g_assert_null (finish (fixture, &result, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 390 * 1000);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  gate_rpc_peer_request_async (fixture->peer, "slow", NULL, NULL, cancellable, gate_test_keep_result, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (finish (fixture, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->n_abandoned, ==, 1);

  gate_rpc_peer_request_async (fixture->peer, "slow", NULL, NULL, cancellable, gate_test_keep_result, &result);
  g_clear_error (&error);
  g_assert_null (finish (fixture, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
}

static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) why = gate_error_new (GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, NULL, "gone");
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  gate_rpc_peer_request_async (fixture->peer, "a", NULL, NULL, NULL, gate_test_keep_result, &first);
  receive (fixture, "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"hold\"}");
  gate_rpc_peer_close (fixture->peer, why);
  g_assert_null (finish (fixture, &first, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_SERVER_EXITED);
  g_assert_true (g_cancellable_is_cancelled (gate_rpc_call_get_cancellable (fixture->held_call)));
  gate_rpc_call_fail (fixture->held_call, 1, "late", NULL);

  g_clear_error (&error);
  gate_rpc_peer_request_async (fixture->peer, "b", NULL, NULL, NULL, gate_test_keep_result, &second);
  g_assert_null (finish (fixture, &second, &error));
  g_assert_error (error, GATE_ERROR, GATE_ERROR_SERVER_EXITED);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
}

static void
test_serving (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    const char *text;
    gint64      code;
  } cases[] = {
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", 0 },
    { "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"unknown\"}", GATE_RPC_METHOD_NOT_FOUND },
    { "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"forget\"}", GATE_RPC_INTERNAL_ERROR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      receive (fixture, cases[i].text);
      g_assert_cmpuint (fixture->sent->len, ==, i + 1);
      g_assert_cmpint (gate_rpc_message_get_error_code (last_sent (fixture)), ==, cases[i].code);
      g_assert_cmpint (json_node_get_int (gate_rpc_message_get_id (last_sent (fixture))), ==, i + 1);
    }
}

static void
test_serving_cancelled (Fixture       *fixture,
                        gconstpointer  data)
{
  receive (fixture, "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"hold\",\"params\":{\"_meta\":{\"progressToken\":\"t\"}}}");
  gate_rpc_call_progress (fixture->held_call, 1, NAN, "half");
  g_assert_cmpstr (gate_rpc_message_get_method (last_sent (fixture)), ==, "notifications/progress");
  receive (fixture, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"x\"}}");
  g_assert_true (g_cancellable_is_cancelled (gate_rpc_call_get_cancellable (fixture->held_call)));
  gate_rpc_call_return (fixture->held_call, gate_json_take_object (json_object_new ()));
  g_assert_cmpuint (fixture->sent->len, ==, 1);
  g_assert_cmpuint (fixture->notified->len, ==, 0);

  /* One that was not ours to serve is the owner's business. */
  receive (fixture, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":77}}");
  g_assert_cmpuint (fixture->notified->len, ==, 1);
}

static void
test_flood (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 65; i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"hold\"}", i);

      receive (fixture, text);
      if (fixture->held_call)
        g_ptr_array_add (calls, g_steal_pointer (&fixture->held_call));
    }
  g_assert_cmpuint (calls->len, ==, 64);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
  g_assert_cmpint (gate_rpc_message_get_error_code (last_sent (fixture)), ==, GATE_RPC_INTERNAL_ERROR);
  receive (fixture, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"hold\"}");
  g_assert_cmpint (gate_rpc_message_get_error_code (last_sent (fixture)), ==, GATE_RPC_INVALID_REQUEST);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rpc/peer/timeout", Fixture, NULL, set_up, test_timeout, tear_down);
  g_test_add ("/rpc/peer/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add ("/rpc/peer/failure-without-id", Fixture, NULL, set_up, test_failure_without_id, tear_down);
  g_test_add ("/rpc/peer/close", Fixture, NULL, set_up, test_close, tear_down);
  g_test_add ("/rpc/peer/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/rpc/peer/flood", Fixture, NULL, set_up, test_flood, tear_down);
  g_test_add ("/rpc/peer/answer", Fixture, NULL, set_up, test_answer, tear_down);
  g_test_add ("/rpc/peer/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/rpc/peer/hold", Fixture, NULL, set_up, test_hold, tear_down);
  g_test_add ("/rpc/peer/serving", Fixture, NULL, set_up, test_serving, tear_down);
  g_test_add ("/rpc/peer/serving-cancelled", Fixture, NULL, set_up, test_serving_cancelled, tear_down);
  return g_test_run ();
}
