// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "gate-sign-in-settings.h"

G_BEGIN_DECLS

/**
 * GateConnectorKind:
 * @GATE_CONNECTOR_HTTP: remote, Streamable HTTP (falls back to HTTP+SSE when the server speaks only that)
 * @GATE_CONNECTOR_SSE: remote, HTTP+SSE of 2024-11-05
 * @GATE_CONNECTOR_STDIO: local, a program on this machine
 */
typedef enum {
  GATE_CONNECTOR_HTTP,
  GATE_CONNECTOR_SSE,
  GATE_CONNECTOR_STDIO,
} GateConnectorKind;

/**
 * GateConnectorOrigin:
 *
 * Who brought an entry; the later in this order loses against the earlier.
 */
typedef enum {
  GATE_CONNECTOR_ORIGIN_MANAGED,
  GATE_CONNECTOR_ORIGIN_ORGANIZATION,
  GATE_CONNECTOR_ORIGIN_USER,
} GateConnectorOrigin;

/**
 * GateConnectorLimit:
 * @GATE_CONNECTOR_LIMIT_CONNECT: until a connection is up
 * @GATE_CONNECTOR_LIMIT_REQUEST: of one request, moved by progress
 * @GATE_CONNECTOR_LIMIT_TOTAL: of one request in all
 *
 * The time limits that an entry may set.
 */
typedef enum {
  GATE_CONNECTOR_LIMIT_CONNECT,
  GATE_CONNECTOR_LIMIT_REQUEST,
  GATE_CONNECTOR_LIMIT_TOTAL,
} GateConnectorLimit;

#define GATE_CONNECTOR_ID_LIMIT 41

#define GATE_TYPE_CONNECTOR (gate_connector_get_type ())

/**
 * GateConnector:
 *
 * One server entry in the `.mcp.json` form with our own members under "gatehouse". Immutable: a change makes a new one. Unknown
 * members are kept in `source`. Texts are as written, `${VAR}`, `${VAR:-default}` and `${keyring:NAME}` not yet expanded.
 *
 * The members that are read: type, url, headers, headersHelper (with headersHelperTtlSec, headersHelperRefreshBufferSec), oauth (true,
 * or clientId, clientSecret, callbackHost, callbackPort, scopes, authServerMetadataUrl), command, args, env, cwd, timeout (ms), and
 * under "gatehouse":
 *
 * | member | what |
 * |---|---|
 * | label, description | for people |
 * | directory | where a local server is run, before "cwd" |
 * | accounts | a list of {id, label}: the accounts beyond the first |
 * | accountLabel | what people call the first account |
 * | limits | connect, request, total: milliseconds |
 * | sandbox, folder | of a local server: whether it is confined (true), whether it gets the project's folder (false) |
 * | readOnly, sample | whether it may only read; whether it is the Sample Workspace |
 * | allowHttp | the person said, when adding it, that plain http to another machine is meant |
 * | signIn | kind, scopes, readScopes, issuer, metadataUrl, trustedEndpointOrigins, allowMissingPkce |
 * | signIn | clientId, clientSecret (true: it is in the keyring), clientAuth, clientMetadataUrl, callbackHost, callbackPort |
 * | signIn | helper, ttl, refreshBuffer (seconds), certificate, privateKey, signingKey, signingAlgorithm |
 * | signIn | idpIssuer, idpTokenEndpoint, idpClientId, subjectTokenFile, fields |
 * | signIn.fields | a list of {name, title, description, place: header, variable, address or aws, key, prefix, secret, required, value, expires} |
 *
 * Paths (certificate, privateKey, signingKey, subjectTokenFile) and clientId may have references.
 */
G_DECLARE_FINAL_TYPE (GateConnector, gate_connector, GATE, CONNECTOR, GObject)

/* name: the entry's name in its file. It is the id where it is a valid one, else the id is made from it. */
GateConnector       *gate_connector_new_from_json     (const char           *name,
                                                       JsonNode             *entry,
                                                       GateConnectorOrigin   origin,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The id: [A-Za-z0-9][A-Za-z0-9_-]{0,40}, no "__" in it. The label is what people read. */
const char          *gate_connector_get_id            (GateConnector        *self);
const char          *gate_connector_get_name          (GateConnector        *self);
const char          *gate_connector_get_label         (GateConnector        *self);
const char          *gate_connector_get_description   (GateConnector        *self);
GateConnectorKind    gate_connector_get_kind          (GateConnector        *self);
GateConnectorOrigin  gate_connector_get_origin        (GateConnector        *self);
JsonNode            *gate_connector_get_source        (GateConnector        *self);
/* What is odd about the entry although it works, one sentence each. */
const char * const  *gate_connector_get_warnings      (GateConnector        *self);
/* Remote ones. An address of "" is a placeholder: the entry is still to be configured. */
const char          *gate_connector_get_address       (GateConnector        *self);
const char * const  *gate_connector_get_header_names  (GateConnector        *self);
const char          *gate_connector_get_header        (GateConnector        *self,
                                                       const char           *name);
gboolean             gate_connector_is_configured     (GateConnector        *self);
/* Plain http to another machine: no credential may ever be sent. */
gboolean             gate_connector_is_clear_text     (GateConnector        *self);
/* Local ones. argv: command and arguments. environment: "NAME=value" pairs. */
const char * const  *gate_connector_get_argv          (GateConnector        *self);
const char * const  *gate_connector_get_environment   (GateConnector        *self);
const char          *gate_connector_get_directory     (GateConnector        *self);
/* Milliseconds of one request; 0: the default. */
guint                gate_connector_get_timeout       (GateConnector        *self);
guint                gate_connector_get_limit         (GateConnector        *self,
                                                       GateConnectorLimit    limit);
GateSignInSettings  *gate_connector_get_sign_in       (GateConnector        *self);
/* Ids of accounts beyond the first; the first is NULL or "". Labels for people. */
const char * const  *gate_connector_get_accounts      (GateConnector        *self);
const char          *gate_connector_get_account_label (GateConnector        *self,
                                                       const char           *account);
/* Address or command line as one line for people, safe to show, references not expanded. */
char                *gate_connector_dup_target        (GateConnector        *self) G_GNUC_WARN_UNUSED_RESULT;
/* A digest that changes when what is run or where it connects changes: the subject of approvals. */
char                *gate_connector_dup_fingerprint   (GateConnector        *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean             gate_connector_is_valid_id       (const char           *id);
char                *gate_connector_id_from_name      (const char           *name) G_GNUC_WARN_UNUSED_RESULT;
const char          *gate_connector_kind_to_string    (GateConnectorKind     kind);
const char          *gate_connector_origin_to_string  (GateConnectorOrigin   origin);

/**
 * GateExpandFunc:
 * @name: what stands between `${keyring:` and `}`
 *
 * Returns: (transfer full) (nullable): the secret's text
 */
typedef char *(*GateExpandFunc) (const char *name,
                                 gpointer    user_data);

/* Replaces ${VAR}, ${VAR:-default} and ${keyring:NAME}. A missing variable without default is an error that names it. keyring may be
 * NULL: then a ${keyring:…} is an error. */
char                *gate_connector_expand            (const char           *text,
                                                       GateExpandFunc        keyring,
                                                       gpointer              user_data,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The names of all ${keyring:NAME} in address, headers, argv, environment and helper, so that they can be looked up before
 * expanding. In the keyring they are of kind "field", resource the connector's id, name NAME. */
char               **gate_connector_dup_keyring_names (GateConnector        *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
