// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-private.h"

#include "gate-address.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-secret-scan.h"
#include "gate-secret-words.h"
#include "gate-sign-in-reader.h"
#include "gate-template.h"
#include "gate-text.h"

#include <string.h>

#define ACCOUNT_LIMIT 32
#define LABEL_LIMIT 100
#define DAY_IN_MILLISECONDS (24 * 3600 * 1000)

typedef struct {
  GateConnector   *self;
  GateEntryReader *reader;
  GateEntryPlace   top;
  GateEntryPlace   own;
  GStrvBuilder    *warnings;
} Reading;

/* What "type" may say. One of kind -1 is known, but not for us. */
static const struct {
  const char *name;
  int         kind;
} types[] = {
  { "stdio", GATE_CONNECTOR_STDIO },
  { "http", GATE_CONNECTOR_HTTP },
  { "streamable-http", GATE_CONNECTOR_HTTP },
  { "streamableHttp", GATE_CONNECTOR_HTTP },
  { "sse", GATE_CONNECTOR_SSE },
  { "ws", -1 },
  { "sdk", -1 },
};

static void
read_type (Reading *reading)
{
  const GateEntryPlace *top = &reading->top;
  const char *type = gate_entry_reader_string (reading->reader, top, "type");
  gboolean has_url = gate_entry_reader_has (top, "url"), has_command = gate_entry_reader_has (top, "command");

  if (!type && has_url && has_command)
    gate_entry_reader_fail (reading->reader, top, NULL, _("{what} has both “url” and “command”: say with “type” whether it is http or stdio"));
  if (!type && !has_url && !has_command)
    gate_entry_reader_fail (reading->reader, top, NULL, _("{what} has neither “url” nor “command”"));
  if (!type)
    {
      reading->self->kind = has_url ? GATE_CONNECTOR_HTTP : GATE_CONNECTOR_STDIO;
      if (has_url)
        g_strv_builder_add (reading->warnings, _("“type” is missing and taken as http; other clients refuse an entry with “url” and no “type”."));
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (type, types[i].name) && types[i].kind >= 0)
      {
        reading->self->kind = (GateConnectorKind) types[i].kind;
        return;
      }
    else if (g_str_equal (type, types[i].name))
      {
        gate_entry_reader_fail (reading->reader, top, "type", _("{what} is %s, which is not supported: use http, sse or stdio"), type);
        return;
      }
  gate_entry_reader_fail (reading->reader, top, "type", _("{what} must be http, sse or stdio"));
}

static gboolean
has_address_field (GateSignInSettings *sign_in,
                   const char         *key,
                   gsize               size)
{
  for (guint i = 0; i < sign_in->fields->len; i++)
    {
      const GateSignInField *field = g_ptr_array_index (sign_in->fields, i);

      if (field->place == GATE_FIELD_ADDRESS && strlen (field->key) == size && strncmp (field->key, key, size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Plain text with every {field} replaced by "x", so that the rest can be looked at as an address. */
static void
append_without_fields (Reading    *reading,
                       GString    *out,
                       const char *text,
                       gsize       size)
{
  for (const char *at = text, *end = text + size; at < end;)
    {
      const char *close = *at == '{' ? memchr (at, '}', (gsize) (end - at)) : NULL;

      if (!close)
        {
          g_string_append_c (out, *at++);
          continue;
        }
      if (!has_address_field (reading->self->sign_in, at + 1, (gsize) (close - at - 1)))
        gate_entry_reader_fail (reading->reader, &reading->top, "url",
                                _("{what} has “%.*s”, for which “gatehouse.signIn.fields” has no field of place address"),
                                (int) MIN (close - at + 1, 60), at);
      g_string_append_c (out, 'x');
      at = close + 1;
    }
}

/* An address as it may be after expansion; "" where it cannot be told, because its beginning stands elsewhere. */
static char *
probe_address (Reading *reading)
{
  const char *at = reading->self->address;
  g_autoptr(GString) out = g_string_new (NULL);
  GateTemplatePart part;

  while (gate_template_next (&at, &part))
    if (part.kind == GATE_TEMPLATE_TEXT)
      append_without_fields (reading, out, part.start, part.size);
    else if (part.fallback)
      g_string_append_len (out, part.fallback, (gssize) part.fallback_size);
    else if (out->len == 0)
      return g_strdup ("");
    else
      g_string_append_c (out, 'x');
  return g_strdup (out->str);
}

static void
read_address (Reading *reading)
{
  const char *url = gate_entry_reader_template (reading->reader, &reading->top, "url");

  if (!url)
    {
      gate_entry_reader_fail (reading->reader, &reading->top, "url", _("{what} is missing: at which address is the server?"));
      return;
    }
  reading->self->address = g_strdup (url);
  if (!*url)
    g_strv_builder_add (reading->warnings, _("“url” is empty: the connector is still to be configured."));

  g_autofree char *probe = probe_address (reading);
  if (!*probe || reading->reader->error)
    return;

  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = gate_address_parse (probe, &error);
  if (!uri)
    gate_entry_reader_fail (reading->reader, &reading->top, "url", _("{what} is no good: %s"), error->message);
  else if (g_str_equal (g_uri_get_scheme (uri), "http") && !gate_address_is_loopback (uri))
    reading->self->clear_text = TRUE;
}

static gboolean
is_header_value (const char *text)
{
  for (; *text; text++)
    if (((guchar) *text < 0x20 && *text != '\t') || *text == 0x7f)
      return FALSE;
  return TRUE;
}

static gboolean
has_header_before (char       **names,
                   guint        index)
{
  for (guint i = 0; i < index; i++)
    if (g_ascii_strcasecmp (names[i], names[index]) == 0)
      return TRUE;
  return FALSE;
}

static void
read_headers (Reading *reading)
{
  GateConnector *self = reading->self;
  const GateEntryPlace place = { reading->top.object, "headers" };

  if (!gate_entry_reader_map (reading->reader, &reading->top, "headers", &self->header_names, &self->header_values))
    return;
  for (guint i = 0; self->header_names[i]; i++)
    {
      if (!gate_text_is_token (self->header_names[i]))
        gate_entry_reader_fail (reading->reader, &place, self->header_names[i], _("{what} is no name of a header"));
      if (!is_header_value (self->header_values[i]))
        gate_entry_reader_fail (reading->reader, &place, self->header_names[i], _("{what} has a control character"));
      if (has_header_before (self->header_names, i))
        gate_entry_reader_fail (reading->reader, &place, self->header_names[i], _("{what} is there twice"));
    }
}

static gboolean
has_credential (GateConnector *self)
{
  if (self->sign_in->kind != GATE_SIGN_IN_AUTO && self->sign_in->kind != GATE_SIGN_IN_NONE)
    return TRUE;
  for (guint i = 0; self->header_names[i]; i++)
    if (gate_template_has_keyring (self->header_values[i]) || gate_secret_words_in_name (self->header_names[i]))
      return TRUE;
  return gate_template_has_keyring (self->address);
}

/* One that was written into the entry by hand, and is not told by its name. */
static gboolean
has_plain_secret (Reading *reading)
{
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(JsonNode) entry = gate_json_from_object (reading->top.object);
  g_autoptr(JsonNode) concealed = gate_secret_scan_entry (entry, &found);

  return found->len > 0;
}

static void
read_remote (Reading *reading)
{
  read_address (reading);
  read_headers (reading);
  if (gate_entry_reader_has (&reading->top, "command"))
    g_strv_builder_add (reading->warnings, _("“command” has no effect on a remote server."));
  if (reading->reader->error || !reading->self->clear_text)
    return;
  if (has_credential (reading->self) || has_plain_secret (reading))
    gate_entry_reader_fail (reading->reader, &reading->top, "url", _("{what} is not encrypted (http), and credentials are never sent that way; use https"));
  g_strv_builder_add (reading->warnings,
                      _("“url” is not encrypted (http): others on the way can read and change what is sent, so no credential will be."));
}

static void
read_environment (Reading *reading)
{
  const GateEntryPlace place = { reading->top.object, "env" };
  g_auto(GStrv) names = NULL;
  g_auto(GStrv) values = NULL;
  g_autoptr(GStrvBuilder) pairs = g_strv_builder_new ();

  if (!gate_entry_reader_map (reading->reader, &reading->top, "env", &names, &values))
    return;
  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *pair = g_strconcat (names[i], "=", values[i], NULL);

      if (!*names[i] || strchr (names[i], '=') || !gate_text_is_plain (names[i]))
        gate_entry_reader_fail (reading->reader, &place, names[i], _("{what} is no name of a variable"));
      g_strv_builder_add (pairs, pair);
    }
  reading->self->environment = g_strv_builder_end (pairs);
}

static void
read_local (Reading *reading)
{
  const char *command = gate_entry_reader_template (reading->reader, &reading->top, "command");
  g_auto(GStrv) args = gate_entry_reader_strv (reading->reader, &reading->top, "args");
  const char *directory = gate_entry_reader_template (reading->reader, &reading->own, "directory");
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();

  if (!command || !*command)
    {
      gate_entry_reader_fail (reading->reader, &reading->top, "command", _("{what} is missing: which program is the server?"));
      return;
    }
  g_strv_builder_add (argv, command);
  if (args)
    g_strv_builder_addv (argv, (const char **) args);
  reading->self->argv = g_strv_builder_end (argv);
  for (guint i = 0; reading->self->argv[i]; i++)
    if (gate_template_has_keyring (reading->self->argv[i]))
      {
        g_strv_builder_add (reading->warnings,
                            _("A secret stands among the arguments, where other programs can read it while the server runs; prefer “env”."));
        break;
      }

  if (!directory)
    directory = gate_entry_reader_template (reading->reader, &reading->top, "cwd");
  reading->self->directory = directory && *directory ? g_strdup (directory) : NULL;
  read_environment (reading);
  if (gate_entry_reader_has (&reading->top, "url"))
    g_strv_builder_add (reading->warnings, _("“url” has no effect on a local server."));
}

static void
read_accounts (Reading *reading)
{
  JsonArray *array = gate_entry_reader_array (reading->reader, &reading->own, "accounts", ACCOUNT_LIMIT);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("gatehouse.accounts[%u]", i);
      const GateEntryPlace place = { gate_json_node_object (json_array_get_element (array, i)), path };
      const char *id = gate_entry_reader_string (reading->reader, &place, "id");
      const char *label = gate_entry_reader_string (reading->reader, &place, "label");

      if (!id || !gate_connector_is_valid_id (id))
        gate_entry_reader_fail (reading->reader, &place, "id", _("{what} must be letters, digits, “-” and “_”, at most %d"), GATE_CONNECTOR_ID_LIMIT);
      else if (!g_hash_table_add (seen, (char *) id))
        gate_entry_reader_fail (reading->reader, &place, "id", _("{what} is the id of another account too"));
      if (reading->reader->error)
        return;
      g_strv_builder_add (ids, id);
      g_strv_builder_add (labels, label ? label : id);
    }
  reading->self->account_label = g_strdup (gate_entry_reader_string (reading->reader, &reading->own, "accountLabel"));
  reading->self->account_ids = g_strv_builder_end (ids);
  reading->self->account_labels = g_strv_builder_end (labels);
}

static guint
read_limit (Reading              *reading,
            const GateEntryPlace *place,
            const char           *member)
{
  return (guint) gate_entry_reader_int (reading->reader, place, member, 100, DAY_IN_MILLISECONDS, 0);
}

static void
read_limits (Reading *reading)
{
  const GateEntryPlace limits = { gate_entry_reader_object (reading->reader, &reading->own, "limits"), "gatehouse.limits" };
  guint timeout = read_limit (reading, &reading->top, "timeout");
  guint request = read_limit (reading, &limits, "request");

  reading->self->connect_limit = read_limit (reading, &limits, "connect");
  reading->self->request_limit = request > 0 ? request : timeout;
  reading->self->total_limit = read_limit (reading, &limits, "total");
}

static void
read_texts (Reading *reading)
{
  const char *label = gate_entry_reader_string (reading->reader, &reading->own, "label");
  const char *description = gate_entry_reader_string (reading->reader, &reading->own, "description");
  g_autofree char *visible = gate_text_make_visible (label && *label ? label : reading->self->name, GATE_TEXT_LINE);

  if (!description)
    description = gate_json_get_string (reading->top.object, "description");
  reading->self->label = gate_text_shorten (visible, LABEL_LIMIT);
  reading->self->description = g_strdup (description);
}

/* What other rooms and faces read from the entry themselves: of the right type here, or the entry is refused, never half understood. */
static void
check_switches (Reading *reading)
{
  static const char *const switches[] = { "sandbox", "folder", "readOnly", "sample", "allowHttp" };

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    gate_entry_reader_boolean (reading->reader, &reading->own, switches[i], FALSE);
}

/**
 * gate_connector_read:
 * @self: a connector whose name is set
 * @reader: a reader; its error is set when something is wrong
 * @entry: the entry
 *
 * Reads all that an entry says.
 */
void
gate_connector_read (GateConnector   *self,
                     GateEntryReader *reader,
                     JsonObject      *entry)
{
  g_autoptr(GStrvBuilder) warnings = g_strv_builder_new ();
  Reading reading = { self, reader, { entry, NULL }, { NULL, "gatehouse" }, warnings };

  reading.own.object = gate_entry_reader_object (reader, &reading.top, "gatehouse");
  read_texts (&reading);
  read_type (&reading);
  if (!reader->error)
    self->sign_in = gate_sign_in_reader_read (reader, entry);
  if (!reader->error)
    {
      if (self->kind == GATE_CONNECTOR_STDIO)
        read_local (&reading);
      else
        read_remote (&reading);
    }
  read_accounts (&reading);
  read_limits (&reading);
  check_switches (&reading);
  self->warnings = g_strv_builder_end (warnings);
}
