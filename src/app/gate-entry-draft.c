// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-entry-draft.h"

#include "gate-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define ID_MAX 41

static gboolean
has_letter (const char *text)
{
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    if (g_unichar_isalnum (g_utf8_get_char (c)))
      return TRUE;
  return FALSE;
}

/**
 * gate_entry_draft_dup_id:
 * @self: a draft
 *
 * Returns: (transfer full): letters, digits and single hyphens made of the name, in another script than Latin a number in its place;
 *   "" where it has neither letters nor digits
 */
char *
gate_entry_draft_dup_id (const GateEntryDraft *self)
{
  g_autofree char *ascii = g_str_to_ascii (self->name ? self->name : "", "C");
  g_autoptr(GString) id = g_string_new (NULL);

  for (const char *c = ascii; *c && id->len < ID_MAX; c++)
    {
      if (g_ascii_isalnum (*c))
        g_string_append_c (id, g_ascii_tolower (*c));
      else if (id->len > 0 && id->str[id->len - 1] != '-')
        g_string_append_c (id, '-');
    }
  while (id->len > 0 && id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);
  /* The same name is the same server. */
  if (id->len == 0 && self->name && has_letter (self->name))
    g_string_printf (id, "server-%08x", g_str_hash (self->name));
  return g_string_free (g_steal_pointer (&id), FALSE);
}

/* What is pasted has white space around it, which is part of no address, key or number. text: (nullable) */
static char *
dup_bare (const char *text)
{
  return g_strstrip (g_strdup (text ? text : ""));
}

static gboolean
fail (GError     **error,
      const char  *remedy,
      const char  *message)
{
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, remedy, "%s", message);
  return FALSE;
}

static gboolean
add_command (JsonObject           *entry,
             const GateEntryDraft *self,
             GError              **error)
{
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) parsing = NULL;
  JsonArray *arguments;

  if (!g_shell_parse_argv (self->command ? self->command : "", NULL, &argv, &parsing))
    return fail (error, _("Write the program and its arguments, with quotes around what has spaces."),
                 g_error_matches (parsing, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING) ? _("There is no command")
                                                                                      : _("A quote in the command is not closed"));
  arguments = json_array_new ();
  for (guint i = 1; argv[i]; i++)
    json_array_add_string_element (arguments, argv[i]);
  json_object_set_string_member (entry, "command", argv[0]);
  json_object_set_array_member (entry, "args", arguments);
  return TRUE;
}

static gboolean
add_variables (JsonObject           *entry,
               const GateEntryDraft *self,
               GError              **error)
{
  g_auto(GStrv) lines = g_strsplit (self->variables ? self->variables : "", "\n", -1);
  g_autoptr(JsonObject) variables = json_object_new ();

  for (guint i = 0; lines[i]; i++)
    {
      char *line = g_strstrip (lines[i]);
      char *equals = strchr (line, '=');

      if (!*line)
        continue;
      if (!equals || equals == line)
        return fail (error, _("Write one variable on each line: NAME=value."), _("A line of the variables has no name and value"));
      *equals = '\0';
      json_object_set_string_member (variables, line, equals + 1);
    }
  if (json_object_get_size (variables) > 0)
    json_object_set_object_member (entry, "env", g_steal_pointer (&variables));
  return TRUE;
}

static gboolean
add_key (JsonObject           *entry,
         const GateEntryDraft *self,
         GError              **error)
{
  g_autofree char *header = dup_bare (self->header);
  g_autofree char *key = dup_bare (self->key);
  JsonObject *headers;

  if (!*key)
    return TRUE;
  if (!*header)
    return fail (error, _("It is often “Authorization” or “X-API-Key”; the service’s instructions say which."),
                 _("The header that the key belongs in has no name"));
  headers = json_object_new ();
  json_object_set_string_member (headers, header, key);
  json_object_set_object_member (entry, "headers", headers);
  return TRUE;
}

static gboolean
add_client (JsonObject           *entry,
            const GateEntryDraft *self,
            GError              **error)
{
  g_autofree char *id = dup_bare (self->client_id);
  g_autofree char *secret = dup_bare (self->client_secret);
  g_autofree char *digits = dup_bare (self->port);
  JsonObject *oauth;
  guint64 port = 0;

  if (!*id)
    return TRUE;
  if (*digits && !g_ascii_string_to_unsigned (digits, 10, 1, 65535, &port, NULL))
    return fail (error, _("Leave it empty where any port is allowed."), _("A port is a number from 1 to 65535"));
  oauth = json_object_new ();
  json_object_set_string_member (oauth, "clientId", id);
  if (*secret)
    json_object_set_string_member (oauth, "clientSecret", secret);
  if (port > 0)
    json_object_set_int_member (oauth, "callbackPort", (gint64) port);
  json_object_set_object_member (entry, "oauth", oauth);
  return TRUE;
}

static gboolean
add_address (JsonObject           *entry,
             const GateEntryDraft *self,
             GError              **error)
{
  g_autofree char *address = dup_bare (self->address);
  const char *scheme = g_uri_peek_scheme (address);

  if (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0)
    return fail (error, _("Copy it from the service’s instructions."), _("An address begins with https://"));
  json_object_set_string_member (entry, "type", "http");
  json_object_set_string_member (entry, "url", address);
  return add_key (entry, self, error) && add_client (entry, self, error);
}

/**
 * gate_entry_draft_to_entry:
 * @self: a draft
 * @error: set to %GATE_ERROR_INVALID, translated
 *
 * Returns: (transfer full) (nullable): the entry in the `.mcp.json` form, its secrets still in it
 */
JsonNode *
gate_entry_draft_to_entry (const GateEntryDraft  *self,
                           GError               **error)
{
  g_autoptr(JsonObject) entry = json_object_new ();
  g_autofree char *id = gate_entry_draft_dup_id (self);
  g_autofree char *name = dup_bare (self->name);
  JsonObject *own;
  JsonNode *node;

  if (!*id)
    {
      fail (error, _("Give it a name with letters or digits."), _("The server has no name"));
      return NULL;
    }
  if (self->local)
    {
      json_object_set_string_member (entry, "type", "stdio");
      if (!add_command (entry, self, error) || !add_variables (entry, self, error))
        return NULL;
    }
  else if (!add_address (entry, self, error))
    {
      return NULL;
    }
  own = json_object_new ();
  json_object_set_string_member (own, "label", name);
  json_object_set_object_member (entry, "gatehouse", own);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, g_steal_pointer (&entry));
  return node;
}
