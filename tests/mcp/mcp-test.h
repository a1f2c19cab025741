// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"
#include "gate-mcp-client.h"
#include "gate-test.h"

/* JSON is written with ' in place of " in the tests. */
char     *mcp_test_quote (const char *text);
JsonNode *mcp_test_json  (const char *text);

/* Waits for one operation of a client. */
gboolean   mcp_test_connect (GateMcpClient    *client,
                             GError          **error);
void       mcp_test_close   (GateMcpClient    *client);
GPtrArray *mcp_test_list    (GateMcpClient    *client,
                             GateMcpListKind   kind,
                             gboolean          refresh,
                             GError          **error);
JsonNode  *mcp_test_call    (GateMcpClient    *client,
                             const char       *tool,
                             const char       *arguments,
                             GError          **error);
char      *mcp_test_text    (JsonNode         *result);
/* Closes it and checks that nothing holds on to it. */
void       mcp_test_drop    (GateMcpClient   **client);
/* Drops a reference and waits until what still winds up has let the object go, too. */
void       mcp_test_wait_gone (gpointer     object);
