// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GateSignInKind:
 * @GATE_SIGN_IN_AUTO: not said: nothing until the server answers 401; then OAuth where it offers that, else a key
 * @GATE_SIGN_IN_NONE: none, a trusted network; a 401 is an error
 * @GATE_SIGN_IN_OAUTH: OAuth by the person in a browser
 * @GATE_SIGN_IN_HEADERS: static headers, their secret values in the keyring
 * @GATE_SIGN_IN_FIELDS: named fields (an API key, AWS keys and region, …)
 * @GATE_SIGN_IN_CERTIFICATE: a client certificate (mTLS)
 * @GATE_SIGN_IN_HELPER: a program that prints headers as JSON, with a lifetime
 * @GATE_SIGN_IN_CLIENT_CREDENTIALS: OAuth client credentials, by secret or by signed JWT
 * @GATE_SIGN_IN_ENTERPRISE: enterprise-managed authorization (ID-JAG)
 * @GATE_SIGN_IN_WORKLOAD: workload identity (jwt-bearer with a platform's token)
 *
 * The kind decides what the person is asked.
 */
typedef enum {
  GATE_SIGN_IN_AUTO,
  GATE_SIGN_IN_NONE,
  GATE_SIGN_IN_OAUTH,
  GATE_SIGN_IN_HEADERS,
  GATE_SIGN_IN_FIELDS,
  GATE_SIGN_IN_CERTIFICATE,
  GATE_SIGN_IN_HELPER,
  GATE_SIGN_IN_CLIENT_CREDENTIALS,
  GATE_SIGN_IN_ENTERPRISE,
  GATE_SIGN_IN_WORKLOAD,
} GateSignInKind;

/**
 * GateFieldPlace:
 * @GATE_FIELD_HEADER: a request header named `key`, with `prefix` ("Bearer ") before the value
 * @GATE_FIELD_VARIABLE: a variable of a local server's environment
 * @GATE_FIELD_ADDRESS: replaces `{key}` in the address
 * @GATE_FIELD_AWS: a part of an AWS Signature Version 4: `key` is access-key-id, secret-access-key, session-token, region or service
 */
typedef enum {
  GATE_FIELD_HEADER,
  GATE_FIELD_VARIABLE,
  GATE_FIELD_ADDRESS,
  GATE_FIELD_AWS,
} GateFieldPlace;

/**
 * GateSignInField:
 * @name: its name; values of secret ones are in the keyring as kind "field", resource the connector's id, name this
 * @title: for people
 * @description: (nullable): help
 * @place: where it goes
 * @key: the header's or variable's name
 * @prefix: (nullable): put before the value
 * @secret: whether it is secret; else `value` stands in the entry
 * @required: whether it must be given
 * @value: (nullable): the value of one that is not secret
 * @expires: when it expires, seconds since the epoch (UTC), 0: never or unknown
 */
typedef struct {
  char           *name;
  char           *title;
  char           *description;
  GateFieldPlace  place;
  char           *key;
  char           *prefix;
  gboolean        secret;
  gboolean        required;
  char           *value;
  gint64          expires;
} GateSignInField;

/**
 * GateSignInSettings:
 * @kind: what kind of sign-in
 * @client_id: (nullable): a pre-registered client's id, for @issuer when that is given
 * @has_client_secret: its secret is in the keyring as kind "client-secret", resource the connector's id
 * @client_auth: (nullable): "client_secret_basic", "client_secret_post", "private_key_jwt", "none"; %NULL: as the server supports
 * @client_metadata_url: (nullable): our Client ID Metadata Document for this connector, before the build's
 * @callback_host: (nullable): "127.0.0.1" (default) or "localhost"
 * @callback_port: a fixed port of the redirect address, 0: any
 * @scopes: (nullable): scopes to ask for instead of what the challenge or the metadata say, separated by spaces
 * @read_scopes: (nullable): the ones among them that suffice for reading, asked for by a read-only sign-in
 * @metadata_url: (nullable): https address of the authorization server's metadata, where discovery cannot find it
 * @issuer: (nullable): the issuer to use, where discovery offers several or none
 * @allow_missing_pkce: the reviewed exception for a server whose metadata lack code_challenge_methods_supported
 * @trusted_endpoint_origins: (nullable): origins other than the issuer's on which its endpoints may be
 * @helper: (nullable): argv of the headers helper
 * @helper_ttl: its headers' lifetime in seconds (300)
 * @helper_refresh_buffer: how long before that to run it anew, in seconds (60)
 * @certificate: (nullable): PEM file (or pkcs11: URI) of the client certificate
 * @private_key: (nullable): PEM file (or pkcs11: URI) of its key; %NULL: in @certificate's file, or in the keyring as "certificate-key"
 * @signing_key: (nullable): PEM file of the key of private_key_jwt; %NULL: in the keyring as "signing-key"
 * @signing_algorithm: (nullable): "ES256" (default) or "RS256"
 * @idp_issuer: (nullable): enterprise: the identity provider's issuer
 * @idp_token_endpoint: (nullable): enterprise: its token endpoint
 * @idp_client_id: (nullable): enterprise: our client there
 * @subject_token_file: (nullable): workload and enterprise: where the platform keeps the token; %NULL: in the keyring as "subject-token"
 * @fields: (element-type GateSignInField): named fields, in the order in which to ask
 *
 * How to sign in to a connector: the "oauth", "headersHelper" and "gatehouse.signIn" members of its entry. Counted, immutable.
 */
typedef struct {
  gatomicrefcount  ref_count;
  GateSignInKind   kind;
  char            *client_id;
  gboolean         has_client_secret;
  char            *client_auth;
  char            *client_metadata_url;
  char            *callback_host;
  guint16          callback_port;
  char            *scopes;
  char            *read_scopes;
  char            *metadata_url;
  char            *issuer;
  gboolean         allow_missing_pkce;
  char           **trusted_endpoint_origins;
  char           **helper;
  guint            helper_ttl;
  guint            helper_refresh_buffer;
  char            *certificate;
  char            *private_key;
  char            *signing_key;
  char            *signing_algorithm;
  char            *idp_issuer;
  char            *idp_token_endpoint;
  char            *idp_client_id;
  char            *subject_token_file;
  GPtrArray       *fields;
} GateSignInSettings;

#define GATE_TYPE_SIGN_IN_SETTINGS (gate_sign_in_settings_get_type ())

GType               gate_sign_in_settings_get_type      (void) G_GNUC_CONST;
GateSignInSettings *gate_sign_in_settings_new           (void) G_GNUC_WARN_UNUSED_RESULT;
GateSignInSettings *gate_sign_in_settings_new_from_json (JsonObject           *entry,
                                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GateSignInSettings *gate_sign_in_settings_ref           (GateSignInSettings   *self);
void                gate_sign_in_settings_unref         (GateSignInSettings   *self);
const char         *gate_sign_in_kind_to_string         (GateSignInKind        kind);
gboolean            gate_sign_in_kind_from_string       (const char           *text,
                                                         GateSignInKind       *kind);
const char         *gate_field_place_to_string          (GateFieldPlace        place);
GateSignInField    *gate_sign_in_field_new              (void) G_GNUC_WARN_UNUSED_RESULT;
void                gate_sign_in_field_free             (GateSignInField      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSignInField, gate_sign_in_field_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSignInSettings, gate_sign_in_settings_unref)

G_END_DECLS
