// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp-test.h"

#include <libsoup/soup.h>

/*
 * A server on a real socket of this machine whose every answer is the test's: the handler is called for each request, and answers
 * at once or later. It keeps what came in.
 */
typedef struct _McpTestServer McpTestServer;

/* One HTTP request. The texts and nodes are %NULL where the request has none. */
typedef struct {
  McpTestServer     *server;
  SoupServerMessage *message;
  const char        *verb;
  JsonObject        *body;
  JsonNode          *id;
  const char        *method;
  JsonObject        *params;
} McpTestRequest;

typedef gboolean (*McpTestHandler) (McpTestRequest *request,
                                    gpointer        user_data);

McpTestServer *mcp_test_server_new         (McpTestHandler     handler,
                                            gpointer           user_data);
void           mcp_test_server_free        (McpTestServer     *self);
const char    *mcp_test_server_get_address (McpTestServer     *self);
GateMcpClient *mcp_test_server_new_client  (McpTestServer     *self,
                                            GateInteraction   *interaction);
/* How many requests contained this, as "VERB method" ("POST tools/call", "GET", "DELETE"). */
guint          mcp_test_server_count       (McpTestServer     *self,
                                            const char        *what);
/* The request header of the last request of this kind. */
const char    *mcp_test_server_header      (McpTestServer     *self,
                                            const char        *what,
                                            const char        *name);
/* The body of the last request of this kind. */
JsonObject    *mcp_test_server_body        (McpTestServer     *self,
                                            const char        *what);

/* Answers. JSON with ' for ". */
void           mcp_test_reply              (McpTestRequest    *request,
                                            guint              status,
                                            const char        *type,
                                            const char        *text);
void           mcp_test_reply_result       (McpTestRequest    *request,
                                            const char        *result);
void           mcp_test_reply_error        (McpTestRequest    *request,
                                            guint              status,
                                            int                code,
                                            const char        *message,
                                            const char        *data);
/* An event stream, which stays open until it is closed. */
SoupServerMessage *mcp_test_open_stream    (McpTestRequest    *request);
void           mcp_test_send_event         (SoupServerMessage *stream,
                                            const char        *fields,
                                            const char        *data);
char          *mcp_test_result_text        (McpTestRequest    *request,
                                            const char        *result);
void           mcp_test_close_stream       (SoupServerMessage *stream);
void           mcp_test_break_stream       (SoupServerMessage *stream);

/* What most servers do with everything but the interesting request. %TRUE when they answered. */
gboolean       mcp_test_be_legacy          (McpTestRequest    *request,
                                            const char        *capabilities,
                                            const char        *session);
gboolean       mcp_test_be_modern          (McpTestRequest    *request,
                                            const char        *capabilities);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McpTestServer, mcp_test_server_free)
