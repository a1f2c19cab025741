// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-reader.h"

#include "gate-address.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-secret-words.h"
#include "gate-template.h"
#include "gate-text.h"

#include <string.h>

#define SIGN_IN "gatehouse.signIn"
#define YEAR_IN_SECONDS (366 * 24 * 3600)

typedef struct {
  JsonObject     *entry;
  GateEntryPlace  top;
  GateEntryPlace  oauth;
  GateEntryPlace  sign_in;
} Places;

typedef void (* CheckFunc) (GateEntryReader      *reader,
                            const GateEntryPlace *place,
                            const char           *member,
                            const char           *text);

/* A text member: its name under "gatehouse.signIn", the one under "oauth", where it goes, what it must be. */
typedef struct {
  const char *name;
  const char *oauth_name;
  gsize       offset;
  CheckFunc   check;
} TextMember;

static void
check_one_of (GateEntryReader      *reader,
              const GateEntryPlace *place,
              const char           *member,
              const char           *text,
              const char * const   *choices)
{
  if (g_strv_contains (choices, text))
    return;

  g_autofree char *listed = g_strjoinv (", ", (char **) choices);
  gate_entry_reader_fail (reader, place, member, _("{what} must be one of: %s"), listed);
}

static void
check_client_auth (GateEntryReader      *reader,
                   const GateEntryPlace *place,
                   const char           *member,
                   const char           *text)
{
  static const char *const choices[] = { "client_secret_basic", "client_secret_post", "private_key_jwt", "none", NULL };
  check_one_of (reader, place, member, text, choices);
}

static void
check_callback_host (GateEntryReader      *reader,
                     const GateEntryPlace *place,
                     const char           *member,
                     const char           *text)
{
  static const char *const choices[] = { "127.0.0.1", "localhost", NULL };
  check_one_of (reader, place, member, text, choices);
}

static void
check_algorithm (GateEntryReader      *reader,
                 const GateEntryPlace *place,
                 const char           *member,
                 const char           *text)
{
  static const char *const choices[] = { "ES256", "RS256", NULL };
  check_one_of (reader, place, member, text, choices);
}

static void
check_address (GateEntryReader      *reader,
               const GateEntryPlace *place,
               const char           *member,
               const char           *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = gate_address_parse_secure (text, "address", &error);

  if (!uri)
    gate_entry_reader_fail (reader, place, member, _("{what} must be an https address"));
}

/* RFC 6749 §3.3: scope tokens are printable ASCII without quotes and backslashes. */
static void
check_scopes (GateEntryReader      *reader,
              const GateEntryPlace *place,
              const char           *member,
              const char           *text)
{
  for (const char *c = text; *c; c++)
    if (*c < 0x20 || *c > 0x7e || *c == '"' || *c == '\\')
      {
        gate_entry_reader_fail (reader, place, member, _("{what} must be names separated by spaces"));
        return;
      }
}

#define TEXT_MEMBER(json, oauth, member, check) { (json), (oauth), G_STRUCT_OFFSET (GateSignInSettings, member), (check) }

static const TextMember text_members[] = {
  TEXT_MEMBER ("clientId", "clientId", client_id, NULL),
  TEXT_MEMBER ("clientAuth", NULL, client_auth, check_client_auth),
  TEXT_MEMBER ("clientMetadataUrl", NULL, client_metadata_url, check_address),
  TEXT_MEMBER ("callbackHost", "callbackHost", callback_host, check_callback_host),
  TEXT_MEMBER ("scopes", "scopes", scopes, check_scopes),
  TEXT_MEMBER ("readScopes", NULL, read_scopes, check_scopes),
  TEXT_MEMBER ("metadataUrl", "authServerMetadataUrl", metadata_url, check_address),
  TEXT_MEMBER ("issuer", NULL, issuer, check_address),
  TEXT_MEMBER ("certificate", NULL, certificate, NULL),
  TEXT_MEMBER ("privateKey", NULL, private_key, NULL),
  TEXT_MEMBER ("signingKey", NULL, signing_key, NULL),
  TEXT_MEMBER ("signingAlgorithm", NULL, signing_algorithm, check_algorithm),
  TEXT_MEMBER ("idpIssuer", NULL, idp_issuer, check_address),
  TEXT_MEMBER ("idpTokenEndpoint", NULL, idp_token_endpoint, check_address),
  TEXT_MEMBER ("idpClientId", NULL, idp_client_id, NULL),
  TEXT_MEMBER ("subjectTokenFile", NULL, subject_token_file, NULL),
};

static char *
read_text (GateEntryReader  *reader,
           const Places     *places,
           const TextMember *member)
{
  const GateEntryPlace *place = &places->sign_in;
  const char *name = member->name;

  if (!gate_entry_reader_has (place, name) && member->oauth_name)
    {
      place = &places->oauth;
      name = member->oauth_name;
    }

  const char *text = member->check ? gate_entry_reader_string (reader, place, name) : gate_entry_reader_template (reader, place, name);
  if (text && !*text)
    gate_entry_reader_fail (reader, place, name, _("{what} must not be empty"));
  if (text && member->check && !reader->error)
    member->check (reader, place, name, text);
  return g_strdup (text);
}

static guint16
read_port (GateEntryReader *reader,
           const Places    *places)
{
  gint64 port = gate_entry_reader_int (reader, &places->oauth, "callbackPort", 1, G_MAXUINT16, 0);
  return (guint16) gate_entry_reader_int (reader, &places->sign_in, "callbackPort", 1, G_MAXUINT16, port);
}

static char **
read_origins (GateEntryReader      *reader,
              const GateEntryPlace *place)
{
  const char *member = "trustedEndpointOrigins";
  g_auto(GStrv) origins = gate_entry_reader_strv (reader, place, member);

  for (guint i = 0; origins && origins[i]; i++)
    {
      g_autoptr(GUri) uri = gate_address_parse_secure (origins[i], "origin", NULL);

      if (!uri)
        {
          gate_entry_reader_fail (reader, place, member, _("{what} must be a list of https origins such as https://login.example.com"));
          return NULL;
        }
      g_free (origins[i]);
      origins[i] = gate_address_origin (uri);
    }
  return g_steal_pointer (&origins);
}

/* A helper is run without a shell, so a line that needs one must not look as if it worked. */
static char **
split_command (GateEntryReader      *reader,
               const GateEntryPlace *place,
               const char           *member,
               const char           *line)
{
  char **argv = NULL;

  if (strpbrk (line, "|&;<>`\n") || strstr (line, "$("))
    gate_entry_reader_fail (reader, place, member, _("{what} needs a shell, which is never used; give a program and its arguments as a list"));
  else if (gate_entry_reader_check (reader, place, member, line) && !g_shell_parse_argv (line, NULL, &argv, NULL))
    gate_entry_reader_fail (reader, place, member, _("{what} is no command: it is empty, or its quotes do not match"));
  return argv;
}

static char **
read_command (GateEntryReader      *reader,
              const GateEntryPlace *place,
              const char           *member)
{
  JsonNode *node = place->object ? gate_json_get (place->object, member) : NULL;
  const char *line = node ? gate_json_node_string (node) : NULL;
  if (line)
    return split_command (reader, place, member, line);

  g_auto(GStrv) argv = gate_entry_reader_strv (reader, place, member);
  if (argv && (!argv[0] || !*argv[0]))
    gate_entry_reader_fail (reader, place, member, _("{what} must name a program"));
  return reader->error ? NULL : g_steal_pointer (&argv);
}

static void
read_helper (GateEntryReader    *reader,
             const Places       *places,
             GateSignInSettings *settings)
{
  gint64 ttl = gate_entry_reader_int (reader, &places->top, "headersHelperTtlSec", 1, YEAR_IN_SECONDS, GATE_HELPER_TTL_DEFAULT);
  gint64 buffer = gate_entry_reader_int (reader, &places->top, "headersHelperRefreshBufferSec", 0, YEAR_IN_SECONDS, GATE_HELPER_REFRESH_BUFFER_DEFAULT);

  settings->helper_ttl = (guint) gate_entry_reader_int (reader, &places->sign_in, "ttl", 1, YEAR_IN_SECONDS, ttl);
  settings->helper_refresh_buffer = (guint) gate_entry_reader_int (reader, &places->sign_in, "refreshBuffer", 0, YEAR_IN_SECONDS, buffer);
  settings->helper = read_command (reader, &places->sign_in, "helper");
  if (!settings->helper)
    settings->helper = read_command (reader, &places->top, "headersHelper");
  if (settings->helper && places->oauth.object)
    gate_entry_reader_fail (reader, &places->top, "headersHelper", _("{what} and “oauth” exclude each other"));
}

static gboolean
has_secret_header (GateEntryReader *reader,
                   const Places    *places)
{
  g_auto(GStrv) names = NULL;
  g_auto(GStrv) values = NULL;

  if (!gate_entry_reader_map (reader, &places->top, "headers", &names, &values))
    return FALSE;
  for (guint i = 0; names[i]; i++)
    if (gate_template_has_keyring (values[i]) || gate_secret_words_in_name (names[i]))
      return TRUE;
  return FALSE;
}

static GateSignInKind
guess_kind (GateEntryReader    *reader,
            const Places       *places,
            GateSignInSettings *settings)
{
  if (settings->helper)
    return GATE_SIGN_IN_HELPER;
  if (places->oauth.object || gate_json_get_boolean (places->entry, "oauth", FALSE))
    return GATE_SIGN_IN_OAUTH;
  if (settings->certificate)
    return GATE_SIGN_IN_CERTIFICATE;
  if (settings->fields->len > 0)
    return GATE_SIGN_IN_FIELDS;
  if (gate_sign_in_reader_is_local (places->entry))
    return GATE_SIGN_IN_NONE;
  return has_secret_header (reader, places) ? GATE_SIGN_IN_HEADERS : GATE_SIGN_IN_AUTO;
}

static void
read_kind (GateEntryReader    *reader,
           const Places       *places,
           GateSignInSettings *settings)
{
  const char *text = gate_entry_reader_string (reader, &places->sign_in, "kind");

  if (!text)
    settings->kind = guess_kind (reader, places, settings);
  else if (!gate_sign_in_kind_from_string (text, &settings->kind))
    gate_entry_reader_fail (reader, &places->sign_in, "kind",
                            _("{what} must be one of: auto, none, oauth, headers, fields, certificate, helper, client-credentials, enterprise, workload"));
}

/* What a kind cannot do without, and what may not be asked for at connecting. */
static void
check_kind (GateEntryReader    *reader,
            const Places       *places,
            GateSignInSettings *settings)
{
  const GateEntryPlace *place = &places->sign_in;

  if (settings->kind == GATE_SIGN_IN_HELPER && !settings->helper)
    gate_entry_reader_fail (reader, place, "helper", _("{what} is missing: which program prints the headers?"));
  if (settings->kind == GATE_SIGN_IN_CERTIFICATE && !settings->certificate)
    gate_entry_reader_fail (reader, place, "certificate", _("{what} is missing: in which file is it?"));
  if (settings->kind == GATE_SIGN_IN_FIELDS && settings->fields->len == 0)
    gate_entry_reader_fail (reader, place, "fields", _("{what} is missing: which fields are there?"));
  if (settings->kind == GATE_SIGN_IN_ENTERPRISE && !settings->idp_issuer && !settings->idp_token_endpoint)
    gate_entry_reader_fail (reader, place, "idpIssuer", _("{what} is missing: which identity provider?"));
}

static gboolean
read_oauth (GateEntryReader *reader,
            Places          *places)
{
  JsonNode *node = gate_json_get (places->entry, "oauth");

  places->oauth.path = "oauth";
  if (node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return TRUE;
  places->oauth.object = gate_entry_reader_object (reader, &places->top, "oauth");
  return !reader->error;
}

/**
 * gate_sign_in_reader_is_local:
 * @entry: a server entry
 *
 * Returns: %TRUE when the entry is one of a local server
 */
gboolean
gate_sign_in_reader_is_local (JsonObject *entry)
{
  const char *type = gate_json_get_string (entry, "type");
  return type ? g_str_equal (type, "stdio") : !gate_json_get (entry, "url");
}

/**
 * gate_sign_in_reader_read:
 * @reader: a reader
 * @entry: a server entry
 *
 * Reads how to sign in to a server.
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL with @reader's error set
 */
GateSignInSettings *
gate_sign_in_reader_read (GateEntryReader *reader,
                          JsonObject      *entry)
{
  Places places = { .entry = entry, .top = { entry, NULL } };
  g_autoptr(GateSignInSettings) settings = gate_sign_in_settings_new ();

  if (!read_oauth (reader, &places))
    return NULL;

  const GateEntryPlace own = { gate_entry_reader_object (reader, &places.top, "gatehouse"), "gatehouse" };
  places.sign_in.object = gate_entry_reader_object (reader, &own, "signIn");
  places.sign_in.path = SIGN_IN;

  for (guint i = 0; i < G_N_ELEMENTS (text_members); i++)
    G_STRUCT_MEMBER (char *, settings, text_members[i].offset) = read_text (reader, &places, &text_members[i]);
  settings->callback_port = read_port (reader, &places);
  settings->has_client_secret = gate_entry_reader_string (reader, &places.oauth, "clientSecret") ||
                                gate_entry_reader_boolean (reader, &places.sign_in, "clientSecret", FALSE);
  settings->allow_missing_pkce = gate_entry_reader_boolean (reader, &places.sign_in, "allowMissingPkce", FALSE);
  settings->trusted_endpoint_origins = read_origins (reader, &places.sign_in);
  read_helper (reader, &places, settings);
  gate_sign_in_reader_read_fields (reader, &places.sign_in, settings);
  read_kind (reader, &places, settings);
  check_kind (reader, &places, settings);
  return reader->error ? NULL : g_steal_pointer (&settings);
}
