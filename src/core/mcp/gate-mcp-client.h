// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-authorizer.h"
#include "gate-http.h"
#include "gate-interaction.h"
#include "gate-mcp-era.h"
#include "gate-mcp-items.h"
#include "gate-mcp-limits.h"
#include "gate-mcp-remote-kind.h"
#include "gate-sandbox.h"
#include "gate-secret-mask.h"

G_BEGIN_DECLS

/**
 * GateMcpProgressFunc:
 * @progress: how far, growing
 * @total: of how much, or NaN
 * @message: (nullable): the server's words
 */
typedef void (*GateMcpProgressFunc) (double      progress,
                                     double      total,
                                     const char *message,
                                     gpointer    user_data);

#define GATE_TYPE_MCP_CLIENT (gate_mcp_client_get_type ())

/**
 * GateMcpClient:
 *
 * One connection to one MCP server, in whatever era and transport it speaks. It connects on demand, reconnects (with back-off)
 * when the transport was lost, and never opens a second connection or process while one is up.
 *
 * Properties: `name` (the connector's name in questions), `roots` (`file://` URIs, a strv), `watch` (whether to be told of changes of
 * lists, on by default; what lives for one command only turns it off), `protocol-version`, `era`.
 *
 * Signals: `tools-changed`, `prompts-changed`, `resources-changed`, `resource-updated (uri)`, `log (level, logger, text)`,
 * `traffic (outgoing, text)` (each JSON-RPC message, credentials never in it; only built when connected to), `closed (GError)`,
 * `unheard` (it could not be listened to just now: it may be away, or the sign-in may have ended).
 */
G_DECLARE_FINAL_TYPE (GateMcpClient, gate_mcp_client, GATE, MCP_CLIENT, GObject)

GateMcpClient *gate_mcp_client_new_remote       (GateHttp             *http,
                                                 const char           *address,
                                                 GateMcpRemoteKind     kind,
                                                 GateAuthorizer       *authorizer,
                                                 GateInteraction      *interaction) G_GNUC_WARN_UNUSED_RESULT;
GateMcpClient *gate_mcp_client_new_local        (const char * const   *argv,
                                                 const char * const   *environment,
                                                 const char           *directory,
                                                 GateSandbox          *sandbox,
                                                 GateInteraction      *interaction) G_GNUC_WARN_UNUSED_RESULT;
/* The secrets that the server is given: taken out of all that it says. Set before it is connected. */
void           gate_mcp_client_set_mask         (GateMcpClient        *self,
                                                 GateSecretMask       *mask);
void           gate_mcp_client_set_name         (GateMcpClient        *self,
                                                 const char           *name);
void           gate_mcp_client_set_limits       (GateMcpClient        *self,
                                                 const GateMcpLimits  *limits);
void           gate_mcp_client_set_roots        (GateMcpClient        *self,
                                                 const char * const   *uris);
/* The era to expect, from an earlier connection: a wrong hint costs a round trip, never the connection. */
void           gate_mcp_client_set_era_hint     (GateMcpClient        *self,
                                                 GateMcpEra            era);
/* Whether to be told of changes of lists while connected (a stream of its own over HTTP). On by default. */
void           gate_mcp_client_set_watch        (GateMcpClient        *self,
                                                 gboolean              watch);
/* An extension to declare, "io.modelcontextprotocol/ui"; NULL settings take it back. Counts from the next connection or request on. */
void           gate_mcp_client_set_extension    (GateMcpClient        *self,
                                                 const char           *id,
                                                 JsonObject           *settings);

GateMcpEra     gate_mcp_client_get_era              (GateMcpClient *self);
const char    *gate_mcp_client_get_protocol_version (GateMcpClient *self);
JsonObject    *gate_mcp_client_get_server_info      (GateMcpClient *self);
JsonObject    *gate_mcp_client_get_capabilities     (GateMcpClient *self);
const char    *gate_mcp_client_get_instructions     (GateMcpClient *self);
gboolean       gate_mcp_client_has_capability       (GateMcpClient *self,
                                                     const char    *name);
/* The log of a local server's standard error, or NULL. */
char          *gate_mcp_client_dup_log              (GateMcpClient *self) G_GNUC_WARN_UNUSED_RESULT;

void           gate_mcp_client_connect_async    (GateMcpClient        *self,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean       gate_mcp_client_connect_finish   (GateMcpClient        *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
void           gate_mcp_client_close_async      (GateMcpClient        *self,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean       gate_mcp_client_close_finish     (GateMcpClient        *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

/* Lists: every page, cached as the server allows. A server that lacks the capability (or answers -32601) has an empty list.
 * kind says which list; the array holds GateMcpTool, GateMcpResource, GateMcpTemplate, GateMcpPrompt or GateMcpSkill. */
void           gate_mcp_client_list_async       (GateMcpClient        *self,
                                                 GateMcpListKind       kind,
                                                 gboolean              refresh,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
GPtrArray     *gate_mcp_client_list_finish      (GateMcpClient        *self,
                                                 GAsyncResult         *result,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Tools that were left out of the last list, one sentence each that says why. */
const char * const *gate_mcp_client_get_excluded_tools (GateMcpClient *self);

/* tools/call: the answer is the CallToolResult as it came (content, structuredContent, isError, _meta); a result that does not
 * match the output schema is GATE_ERROR_PROTOCOL. Tasks of both forms and multi-round requests are carried through inside. */
void           gate_mcp_client_call_tool_async  (GateMcpClient        *self,
                                                 GateMcpTool          *tool,
                                                 JsonObject           *arguments,
                                                 GateMcpProgressFunc   progress,
                                                 gpointer              progress_data,
                                                 GDestroyNotify        progress_destroy,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
JsonNode      *gate_mcp_client_call_tool_finish (GateMcpClient        *self,
                                                 GAsyncResult         *result,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* resources/read: the ReadResourceResult. */
void           gate_mcp_client_read_resource_async  (GateMcpClient        *self,
                                                     const char           *uri,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
JsonNode      *gate_mcp_client_read_resource_finish (GateMcpClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* prompts/get: the GetPromptResult. arguments: members are strings. */
void           gate_mcp_client_get_prompt_async  (GateMcpClient        *self,
                                                  const char           *name,
                                                  JsonObject           *arguments,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
JsonNode      *gate_mcp_client_get_prompt_finish (GateMcpClient        *self,
                                                  GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* completion/complete. reference: a prompt's name, or a template's URI template. context: (nullable): arguments already chosen. */
void           gate_mcp_client_complete_async   (GateMcpClient        *self,
                                                 gboolean              is_prompt,
                                                 const char           *reference,
                                                 const char           *argument,
                                                 const char           *value,
                                                 JsonObject           *context,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
char         **gate_mcp_client_complete_finish  (GateMcpClient        *self,
                                                 GAsyncResult         *result,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* resources/subscribe, or subscriptions/listen in the modern era; `resource-updated` tells. */
void           gate_mcp_client_subscribe_async  (GateMcpClient        *self,
                                                 const char           *uri,
                                                 gboolean              subscribe,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean       gate_mcp_client_subscribe_finish (GateMcpClient        *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* logging/setLevel, or the log level of every later request in the modern era. NULL: none. */
void           gate_mcp_client_set_log_level_async  (GateMcpClient        *self,
                                                     const char           *level,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean       gate_mcp_client_set_log_level_finish (GateMcpClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
/* A skill's file, verified: size, SHA-256 and, for SKILL.md, frontmatter, or GATE_ERROR_UNTRUSTED. Only after the skill was listed. */
void           gate_mcp_client_load_skill_async  (GateMcpClient        *self,
                                                  GateMcpSkill         *skill,
                                                  const char           *uri,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GBytes        *gate_mcp_client_load_skill_finish (GateMcpClient        *self,
                                                  GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
