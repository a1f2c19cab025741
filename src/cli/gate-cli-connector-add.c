// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-connector-add.h"

#include "gate-cli-json.h"
#include "gate-file.h"
#include "gate-hub-arguments.h"

#include <glib/gi18n.h>
#include <string.h>

#define ENTRY_LIMIT (1024 * 1024)

static char *option_label;
static char *option_transport;
static char *option_sign_in_kind;
static char **option_headers;
static char **option_variables;
static char *option_client_id;
static char *option_client_secret;
static char *option_scopes;
static int option_callback_port;
static int option_timeout;
static char *option_certificate;
static char *option_private_key;
static char *option_helper;
static char *option_directory;
static gboolean option_project_folder;
static gboolean option_allow_http;
static char *option_entry;
static gboolean option_replace;

const GOptionEntry gate_cli_connector_options[] = {
  { "label", 0, 0, G_OPTION_ARG_STRING, &option_label, N_("What people read"), N_("TEXT") },
  { "transport", 't', 0, G_OPTION_ARG_STRING, &option_transport, N_("http, sse or stdio; told from the rest where it is not given"), N_("KIND") },
  { "sign-in", 0, 0, G_OPTION_ARG_STRING, &option_sign_in_kind,
    N_("none, oauth, headers, fields, certificate, helper, client-credentials, enterprise or workload"), N_("KIND") },
  { "header", 'H', 0, G_OPTION_ARG_STRING_ARRAY, &option_headers, N_("A header; a secret value goes to the keyring"), N_("NAME: VALUE") },
  { "env", 'e', 0, G_OPTION_ARG_STRING_ARRAY, &option_variables, N_("A variable of a local server; a secret value goes to the keyring"),
    N_("NAME=VALUE") },
  { "client-id", 0, 0, G_OPTION_ARG_STRING, &option_client_id, N_("An OAuth client registered beforehand"), N_("ID") },
  { "client-secret-file", 0, 0, G_OPTION_ARG_FILENAME, &option_client_secret, N_("A file that holds its secret"), N_("FILE") },
  { "scopes", 0, 0, G_OPTION_ARG_STRING, &option_scopes, N_("The scopes to ask for"), N_("SCOPES") },
  { "callback-port", 0, 0, G_OPTION_ARG_INT, &option_callback_port, N_("The port of the redirect address that was registered"), N_("PORT") },
  { "timeout", 0, 0, G_OPTION_ARG_INT, &option_timeout, N_("The limit of one request in milliseconds"), N_("MS") },
  { "certificate", 0, 0, G_OPTION_ARG_FILENAME, &option_certificate, N_("A client certificate (PEM)"), N_("FILE") },
  { "private-key", 0, 0, G_OPTION_ARG_FILENAME, &option_private_key, N_("Its key (PEM)"), N_("FILE") },
  { "headers-helper", 0, 0, G_OPTION_ARG_FILENAME, &option_helper, N_("A program that prints headers as JSON"), N_("PROGRAM") },
  { "directory", 0, 0, G_OPTION_ARG_FILENAME, &option_directory, N_("Where a local server runs"), N_("FOLDER") },
  { "project-folder", 0, 0, G_OPTION_ARG_NONE, &option_project_folder, N_("Let a local server read and change the project’s folder"), NULL },
  { "allow-http", 0, 0, G_OPTION_ARG_NONE, &option_allow_http, N_("Let an address of another machine be http; no credential is sent there"), NULL },
  { "entry", 0, 0, G_OPTION_ARG_FILENAME, &option_entry, N_("A file with the whole entry as JSON, instead"), N_("FILE") },
  { "replace", 0, 0, G_OPTION_ARG_NONE, &option_replace, N_("Replace an entry of that name"), NULL },
  G_OPTION_ENTRY_NULL,
};

/**
 * gate_cli_connector_wants_replace:
 *
 * Returns: %TRUE when `--replace` was given
 */
gboolean
gate_cli_connector_wants_replace (void)
{
  return option_replace;
}

static JsonNode *
read_entry (GError **error)
{
  g_autoptr(GBytes) content = gate_file_read (option_entry, ENTRY_LIMIT, error);
  gsize size;

  if (!content)
    return NULL;
  const char *text = g_bytes_get_data (content, &size);
  return gate_hub_parse_object (text, (gssize) size, error);
}

static JsonObject *
pairs_to_json (char       **pairs,
               char         separator,
               const char  *what,
               GError     **error)
{
  g_autoptr(JsonObject) object = json_object_new ();

  for (char **pair = pairs; *pair; pair++)
    {
      const char *at = strchr (*pair, separator);

      if (!at || at == *pair)
        {
          gate_cli_usage_error (error, _("“%s” needs a name, “%c” and a value."), what, separator);
          return NULL;
        }
      g_autofree char *name = g_strndup (*pair, (gsize) (at - *pair));
      g_autofree char *value = g_strdup (at + 1);
      json_object_set_string_member (object, g_strstrip (name), g_strchug (value));
    }
  return g_steal_pointer (&object);
}

static gboolean
add_pairs (JsonObject  *entry,
           const char  *member,
           char       **pairs,
           char         separator,
           const char  *option,
           GError     **error)
{
  if (!pairs)
    return TRUE;

  JsonObject *object = pairs_to_json (pairs, separator, option, error);
  if (object)
    json_object_set_object_member (entry, member, object);
  return object != NULL;
}

static gboolean
add_oauth (JsonObject  *entry,
           GError     **error)
{
  if (!option_client_id && !option_client_secret && !option_scopes && !option_callback_port)
    return TRUE;

  JsonObject *oauth = json_object_new ();
  json_object_set_object_member (entry, "oauth", oauth);
  if (option_client_id)
    json_object_set_string_member (oauth, "clientId", option_client_id);
  if (option_scopes)
    json_object_set_string_member (oauth, "scopes", option_scopes);
  if (option_callback_port < 0 || option_callback_port > 65535)
    {
      gate_cli_usage_error (error, _("A port is a number from 1 to 65535."));
      return FALSE;
    }
  if (option_callback_port > 0)
    json_object_set_int_member (oauth, "callbackPort", option_callback_port);
  if (option_client_secret)
    {
      g_autoptr(GBytes) content = gate_file_read (option_client_secret, 65536, error);

      if (!content)
        return FALSE;
      g_autofree char *secret = g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
      json_object_set_string_member (oauth, "clientSecret", g_strstrip (secret));
    }
  return TRUE;
}

static void
add_own_members (JsonObject *entry)
{
  JsonObject *own = json_object_new ();
  JsonObject *sign_in = json_object_new ();

  if (option_label)
    json_object_set_string_member (own, "label", option_label);
  if (option_directory)
    json_object_set_string_member (own, "directory", option_directory);
  if (option_allow_http)
    json_object_set_boolean_member (own, "allowHttp", TRUE);
  if (option_project_folder)
    json_object_set_boolean_member (own, "folder", TRUE);
  if (option_sign_in_kind || option_certificate)
    json_object_set_string_member (sign_in, "kind", option_sign_in_kind ? option_sign_in_kind : "certificate");
  if (option_certificate)
    json_object_set_string_member (sign_in, "certificate", option_certificate);
  if (option_private_key)
    json_object_set_string_member (sign_in, "privateKey", option_private_key);
  if (json_object_get_size (sign_in) > 0)
    json_object_set_object_member (own, "signIn", json_object_ref (sign_in));
  if (json_object_get_size (own) > 0)
    json_object_set_object_member (entry, "gatehouse", json_object_ref (own));
  json_object_unref (sign_in);
  json_object_unref (own);
}

static gboolean
add_target (JsonObject  *entry,
            int          argc,
            char       **argv,
            GError     **error)
{
  const char *scheme = g_uri_peek_scheme (argv[0]);
  gboolean remote = g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0;

  if (!remote && scheme && (argc == 1 || strstr (argv[0], "://")))
    {
      gate_cli_usage_error (error, _("“%s” is no address of a connector: it has to begin with https:// or http://."), argv[0]);
      return FALSE;
    }
  if (remote && argc > 1)
    {
      gate_cli_usage_error (error, _("An address takes no arguments; “%s” is one too many."), argv[1]);
      return FALSE;
    }
  json_object_set_string_member (entry, "type", option_transport ? option_transport : remote ? "http" : "stdio");
  json_object_set_string_member (entry, remote ? "url" : "command", argv[0]);
  if (!remote && argc > 1)
    gate_cli_json_strv (entry, "args", (const char * const *) argv + 1);
  return TRUE;
}

/**
 * gate_cli_connector_entry:
 * @argc: how many words follow the name
 * @argv: the words: an address, or a command with its arguments
 * @error: set to %GATE_ERROR_USAGE, or to what is wrong with a file
 *
 * Returns: (transfer full) (nullable): the entry in the `.mcp.json` form; secrets in it are not yet in the keyring
 */
JsonNode *
gate_cli_connector_entry (int      argc,
                          char   **argv,
                          GError **error)
{
  if (option_entry && argc == 0)
    return read_entry (error);
  if (argc == 0 || option_entry)
    {
      gate_cli_usage_error (error, "%s", argc == 0 ? _("Give an address, a command after --, or --entry FILE.")
                                                   : _("Give either --entry or an address or command."));
      return NULL;
    }

  g_autoptr(JsonObject) entry = json_object_new ();
  if (!add_target (entry, argc, argv, error) || !add_pairs (entry, "headers", option_headers, ':', "--header", error)
      || !add_pairs (entry, "env", option_variables, '=', "--env", error) || !add_oauth (entry, error))
    return NULL;
  if (option_timeout > 0)
    json_object_set_int_member (entry, "timeout", option_timeout);
  if (option_helper)
    json_object_set_string_member (entry, "headersHelper", option_helper);
  add_own_members (entry);
  return gate_cli_json_object (g_steal_pointer (&entry));
}
