// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-address.h"
#include "gate-authorization-request.h"
#include "gate-resource-metadata.h"
#include "gate-server-metadata.h"
#include "gate-token-set.h"
#include "gate-urlencoded.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define SERVER "https://mcp.example.com/mcp"
#define ISSUER "https://as.example.com/tenant"

/* What is taken speaks for this server, and names only servers that may be asked. */
static void
try_resource (const char *text,
              gsize       size)
{
  g_autoptr(GUri) server = gate_address_parse (SERVER, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateResourceMetadata) metadata = gate_resource_metadata_parse (text, size, server, &error);

  g_assert_true ((metadata != NULL) == (error == NULL));
  if (!metadata)
    return;

  g_autoptr(GUri) resource = gate_address_parse (metadata->resource, NULL);
  g_assert_true (resource && gate_address_covers (resource, server));
  g_assert_nonnull (metadata->authorization_servers[0]);
  for (guint i = 0; metadata->authorization_servers[i]; i++)
    {
      g_auto(GStrv) addresses = gate_server_metadata_addresses (metadata->authorization_servers[i], NULL);
      g_assert_nonnull (addresses);
    }
}

/* What is taken is of this issuer, and its address for the browser is one that a browser may get. */
static void
try_server (const char *text,
            gsize       size)
{
  g_autoptr(GUri) anchor = gate_address_parse (SERVER, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateServerMetadata) server = gate_server_metadata_parse (text, size, ISSUER, &error);

  g_assert_true ((server != NULL) == (error == NULL));
  if (!server)
    return;
  g_assert_cmpstr (server->issuer, ==, ISSUER);

  g_auto(GStrv) foreign = gate_server_metadata_foreign_origins (server, NULL);
  g_autofree char *host = gate_server_metadata_dup_host (server);
  g_assert_cmpstr (host, ==, "as.example.com");
  if (!gate_server_metadata_check_code_flow (server, anchor, FALSE, NULL))
    return;

  g_autoptr(GateOauthClient) client = gate_oauth_client_new (ISSUER, GATE_OAUTH_CLIENT_REGISTERED, "id", NULL);
  g_autoptr(GateAuthorizationRequest) request = gate_authorization_request_new (server, client, "http://127.0.0.1:1/callback", SERVER, NULL);
  g_autofree char *address = gate_authorization_request_dup_address (request);
  g_autoptr(GUri) uri = gate_address_parse_secure (address, "address", NULL);
  g_assert_nonnull (uri);
  g_assert_cmpint (gate_address_reach_of_host (g_uri_get_host (uri)), ==, GATE_REACH_PUBLIC);
}

/* Records of the keyring, answers by the browser. */
static void
try_others (const char *text)
{
  g_autoptr(GateSecret) record = gate_secret_new (text);
  g_autoptr(GateTokenSet) tokens = gate_token_set_new_from_secret (record, NULL);
  g_autoptr(GateOauthClient) client = gate_oauth_client_new_from_secret (record);
  g_autoptr(GHashTable) values = gate_urlencoded_parse (text, NULL);

  if (tokens)
    {
      g_autoptr(GateSecret) written = gate_token_set_to_secret (tokens);
      g_autoptr(GateTokenSet) again = gate_token_set_new_from_secret (written, NULL);

      g_assert_nonnull (again);
      g_assert_true (gate_token_set_same_access (tokens, again));
    }
  if (client)
    {
      g_autoptr(GateSecret) written = gate_oauth_client_to_secret (client);
      g_autoptr(GateOauthClient) again = gate_oauth_client_new_from_secret (written);

      g_assert_cmpstr (again->id, ==, client->id);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  try_resource ((const char *) data, size);
  try_server ((const char *) data, size);
  if (strlen (text) == size)
    try_others (text);
  return 0;
}
