// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-import-command.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-text.h"

#include <string.h>

#define LINE_LIMIT (64 * 1024)
#define REMEDY _("Paste a whole line such as: claude mcp add --transport http notion https://mcp.notion.com/mcp")

typedef struct {
  char       **argv;
  guint        at;
  char        *name;
  char        *transport;
  char        *client_id;
  char        *callback_port;
  gboolean     client_secret;
  JsonObject  *headers;
  JsonObject  *environment;
  GPtrArray   *rest;
  GError      *error;
} Command;

typedef void (* OptionFunc) (Command    *self,
                             const char *value);

typedef struct {
  const char *name;
  char        letter;
  gboolean    takes_value;
  OptionFunc  set;
} Option;

static void
fail (Command    *self,
      const char *what,
      const char *which)
{
  g_autofree char *visible = gate_text_make_visible (which, GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_shorten (visible, 80);

  if (!self->error)
    self->error = gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_NONE, REMEDY, _("“%s”: %s"), shown, what);
}

static void
set_transport (Command    *self,
               const char *value)
{
  g_free (self->transport);
  self->transport = g_strdup (value);
}

static void
set_client_id (Command    *self,
               const char *value)
{
  g_free (self->client_id);
  self->client_id = g_strdup (value);
}

static void
set_callback_port (Command    *self,
                   const char *value)
{
  g_free (self->callback_port);
  self->callback_port = g_strdup (value);
}

static void
set_client_secret (Command    *self,
                   const char *value)
{
  self->client_secret = TRUE;
}

/* Whose it is to be in the other program makes no difference here. */
static void
set_scope (Command    *self,
           const char *value)
{
}

static gboolean
is_variable (const char *text)
{
  const char *equals = strchr (text, '=');
  return equals && equals > text && *text != '-';
}

static gboolean
is_header (const char *text)
{
  const char *colon = strchr (text, ':');
  g_autofree char *name = colon ? g_strndup (text, (gsize) (colon - text)) : NULL;

  return name && gate_text_is_token (name) && *text != '-' && !g_str_has_prefix (colon, "://");
}

static void
add_variable (Command    *self,
              const char *value)
{
  const char *equals = strchr (value, '=');
  g_autofree char *name = g_strndup (value, equals ? (gsize) (equals - value) : 0);

  if (!is_variable (value))
    fail (self, _("a variable is written NAME=value"), "--env");
  else
    json_object_set_string_member (self->environment, name, equals + 1);
}

static void
add_header (Command    *self,
            const char *value)
{
  const char *colon = strchr (value, ':');
  g_autofree char *name = g_strndup (value, colon ? (gsize) (colon - value) : 0);

  if (!is_header (value))
    fail (self, _("a header is written “Name: value”"), "--header");
  else
    json_object_set_string_member (self->headers, name, colon + 1 + strspn (colon + 1, " "));
}

static const Option options[] = {
  { "--transport", 't', TRUE, set_transport },
  { "--scope", 's', TRUE, set_scope },
  { "--env", 'e', TRUE, add_variable },
  { "--header", 'H', TRUE, add_header },
  { "--callback-port", 0, TRUE, set_callback_port },
  { "--client-id", 0, TRUE, set_client_id },
  { "--client-secret", 0, FALSE, set_client_secret },
};

static const Option *
find_option (const char  *argument,
             const char **value)
{
  *value = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      gsize size = strlen (options[i].name);

      if (g_str_equal (argument, options[i].name) || (options[i].letter && argument[1] == options[i].letter && argument[2] == '\0'))
        return &options[i];
      if (strncmp (argument, options[i].name, size) == 0 && argument[size] == '=')
        {
          *value = argument + size + 1;
          return &options[i];
        }
      if (options[i].letter && argument[1] == options[i].letter && argument[2])
        {
          *value = argument + 2;
          return &options[i];
        }
    }
  return NULL;
}

/* --env and --header go on for as long as what follows looks like one more. */
static void
take_more (Command      *self,
           const Option *option)
{
  while (self->argv[self->at] && ((option->set == add_variable && is_variable (self->argv[self->at])) ||
                                  (option->set == add_header && is_header (self->argv[self->at]))))
    option->set (self, self->argv[self->at++]);
}

static void
take_option (Command    *self,
             const char *argument)
{
  const char *value;
  const Option *option = find_option (argument, &value);

  if (!option)
    {
      fail (self, _("there is no such option"), argument);
      return;
    }
  if (option->takes_value && !value)
    value = self->argv[self->at] ? self->argv[self->at++] : NULL;
  if (option->takes_value && !value)
    fail (self, _("the option needs a value"), argument);
  else
    option->set (self, value);
  take_more (self, option);
}

/* Options may stand before and behind the name; from the command on everything belongs to it. */
static void
take_arguments (Command *self)
{
  gboolean open = TRUE;

  while (!self->error && self->argv[self->at])
    {
      char *argument = self->argv[self->at++];

      if (open && g_str_equal (argument, "--"))
        open = FALSE;
      else if (open && *argument == '-' && argument[1])
        take_option (self, argument);
      else if (!self->name)
        self->name = g_strdup (argument);
      else
        {
          gboolean remote = strstr (argument, "://") != NULL;

          g_ptr_array_add (self->rest, argument);
          open = open && self->rest->len == 1 && remote;
        }
    }
}

static void
skip_words (Command *self)
{
  static const char *const words[] = { "$", "claude", "mcp" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (self->argv[self->at], words[i]) == 0)
      self->at++;
}

static JsonObject *
make_oauth (Command *self)
{
  JsonObject *oauth = json_object_new ();
  guint64 port = 0;

  if (self->client_id)
    json_object_set_string_member (oauth, "clientId", self->client_id);
  if (self->callback_port && !g_ascii_string_to_unsigned (self->callback_port, 10, 1, G_MAXUINT16, &port, NULL))
    fail (self, _("the port must be a number from 1 to 65535"), self->callback_port);
  if (port > 0)
    json_object_set_int_member (oauth, "callbackPort", (gint64) port);
  return oauth;
}

static JsonNode *
make_remote (Command    *self,
             const char *type)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "type", type);
  json_object_set_string_member (entry, "url", self->rest->pdata[0]);
  if (json_object_get_size (self->headers) > 0)
    json_object_set_object_member (entry, "headers", json_object_ref (self->headers));
  if (self->client_id || self->callback_port)
    json_object_set_object_member (entry, "oauth", make_oauth (self));
  return gate_json_take_object (entry);
}

static JsonNode *
make_local (Command *self)
{
  JsonObject *entry = json_object_new ();
  JsonArray *args = json_array_new ();

  for (guint i = 1; i < self->rest->len; i++)
    json_array_add_string_element (args, self->rest->pdata[i]);
  json_object_set_string_member (entry, "type", "stdio");
  json_object_set_string_member (entry, "command", self->rest->pdata[0]);
  json_object_set_array_member (entry, "args", args);
  if (json_object_get_size (self->environment) > 0)
    json_object_set_object_member (entry, "env", json_object_ref (self->environment));
  return gate_json_take_object (entry);
}

static JsonNode *
parse_add (Command *self)
{
  take_arguments (self);
  if (!self->error && (!self->name || self->rest->len == 0))
    fail (self, _("the name, or the address or command, is missing"), "claude mcp add");
  if (self->error)
    return NULL;

  const char *target = self->rest->pdata[0];
  gboolean address = g_str_has_prefix (target, "https://") || g_str_has_prefix (target, "http://");
  const char *transport = self->transport ? self->transport : address ? "http" : "stdio";
  if (g_str_equal (transport, "http") || g_str_equal (transport, "sse"))
    return make_remote (self, transport);
  if (g_str_equal (transport, "stdio"))
    return make_local (self);
  fail (self, _("the transport must be http, sse or stdio"), transport);
  return NULL;
}

static JsonNode *
parse_add_json (Command *self)
{
  JsonNode *entry;

  take_arguments (self);
  if (!self->error && (!self->name || self->rest->len != 1))
    fail (self, _("the name or the JSON text is missing"), "claude mcp add-json");
  if (self->error)
    return NULL;
  entry = gate_json_parse (self->rest->pdata[0], -1, GATE_JSON_METADATA_LIMIT, &self->error);
  if (entry && !JSON_NODE_HOLDS_OBJECT (entry))
    {
      g_clear_pointer (&entry, json_node_unref);
      fail (self, _("the JSON text is no object"), "claude mcp add-json");
    }
  return entry;
}

static void
command_clear (Command *self)
{
  g_strfreev (self->argv);
  g_free (self->name);
  g_free (self->transport);
  g_free (self->client_id);
  g_free (self->callback_port);
  json_object_unref (self->headers);
  json_object_unref (self->environment);
  g_ptr_array_unref (self->rest);
  g_clear_error (&self->error);
}

/**
 * gate_import_parse_command:
 * @line: a command line as instructions of services give it: `claude mcp add …` or `claude mcp add-json …`
 * @name: (out) (transfer full): the entry's name
 * @wants_client_secret: (out) (optional): whether the client's secret is to be asked for
 * @error: set to %GATE_ERROR_INVALID
 *
 * Reads such a line without running anything. An address without `--transport` is taken as http. Secrets in it are still in the
 * entry; see [func@Gate.secret_scan_entry].
 *
 * Returns: (transfer full) (nullable): the entry
 */
JsonNode *
gate_import_parse_command (const char  *line,
                           char       **name,
                           gboolean    *wants_client_secret,
                           GError     **error)
{
  Command self = { .headers = json_object_new (), .environment = json_object_new (), .rest = g_ptr_array_new () };
  JsonNode *entry = NULL;

  /* GLib's own message repeats the line, in which there may be secrets. */
  if (strlen (line) > LINE_LIMIT)
    fail (&self, _("the line is too long"), "claude mcp add");
  else if (!g_shell_parse_argv (line, NULL, &self.argv, NULL))
    fail (&self, _("the line is empty, or its quotes do not match"), "claude mcp add");
  else
    {
      skip_words (&self);
      const char *verb = self.argv[self.at] ? self.argv[self.at++] : "";
      if (g_str_equal (verb, "add"))
        entry = parse_add (&self);
      else if (g_str_equal (verb, "add-json"))
        entry = parse_add_json (&self);
      else
        fail (&self, _("this is no line that adds a server"), verb);
    }

  if (self.error)
    {
      g_clear_pointer (&entry, json_node_unref);
      g_propagate_error (error, g_steal_pointer (&self.error));
    }
  else
    {
      *name = g_steal_pointer (&self.name);
      if (wants_client_secret)
        *wants_client_secret = self.client_secret;
    }
  command_clear (&self);
  return entry;
}
