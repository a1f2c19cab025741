// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-text-warnings.h"

#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-text-pattern.h"
#include "gate-text.h"

#include <string.h>

#define TEXT_LIMIT (64 * 1024)
#define TOTAL_LIMIT (128 * 1024)
#define WARNING_LIMIT 50
#define LONG_TEXT 8000
#define SHORT_WORD 7
#define EXCERPT_LIMIT 160
#define PATH_LIMIT 120

static const struct {
  const char *name;
  const char *sentence;
} kinds[] = {
  [GATE_TEXT_WARNING_HIDDEN] = { "hidden", N_("It has characters that do not show.") },
  [GATE_TEXT_WARNING_ORDERS] = { "orders", N_("It gives orders to the assistant instead of describing the tool.") },
  [GATE_TEXT_WARNING_SECRECY] = { "secrecy", N_("It asks the assistant to keep something from you.") },
  [GATE_TEXT_WARNING_SECRETS] = { "secrets", N_("It wants files or values that are secret.") },
  [GATE_TEXT_WARNING_SENDS] = { "sends", N_("It wants data sent to an address.") },
  [GATE_TEXT_WARNING_OTHER_TOOL] = { "other-tool", N_("It speaks of another connector's tool.") },
  [GATE_TEXT_WARNING_MARKUP] = { "markup", N_("It has marks that pretend to be something else than a description.") },
  [GATE_TEXT_WARNING_ENCODED] = { "encoded", N_("It has long encoded data.") },
  [GATE_TEXT_WARNING_LONG] = { "long", N_("It is longer than any description needs to be.") },
};

/**
 * gate_text_warning_kind_to_string:
 * @kind: a kind of finding
 *
 * Returns: its name: "hidden", "orders", "secrecy", …
 */
const char *
gate_text_warning_kind_to_string (GateTextWarningKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), "orders");
  return kinds[kind].name;
}

/**
 * gate_text_warning_get_sentence:
 * @kind: a kind of finding
 *
 * Returns: it as one sentence for people
 */
const char *
gate_text_warning_get_sentence (GateTextWarningKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), "");
  return _(kinds[kind].sentence);
}

static void
text_warning_free (GateTextWarning *self)
{
  g_free (self->where);
  g_free (self->excerpt);
  g_free (self);
}

static GPtrArray *
new_warnings (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) text_warning_free);
}

static char *
show (const char *text,
      gsize       limit)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  return gate_text_shorten (visible, limit);
}

/* Where a text stands, written out only for a finding: hardly any text has one. */
typedef struct _Place Place;
struct _Place {
  const Place *outer; /* (nullable) */
  const char  *name;
};

static char *
place_to_text (const Place *place)
{
  GString *text = g_string_new (place->name);

  for (const Place *at = place->outer; at; at = at->outer)
    {
      g_string_prepend_c (text, '.');
      g_string_prepend (text, at->name);
    }
  return g_string_free (text, FALSE);
}

static void
add_warning (GPtrArray           *warnings,
             GateTextWarningKind  kind,
             const Place         *place,
             const char          *excerpt)
{
  if (warnings->len >= WARNING_LIMIT)
    return;

  GateTextWarning *warning = g_new0 (GateTextWarning, 1);
  g_autofree char *where = place_to_text (place);
  warning->kind = kind;
  warning->where = show (where, PATH_LIMIT);
  warning->excerpt = show (excerpt, EXCERPT_LIMIT);
  g_ptr_array_add (warnings, warning);
}

/* Marks count as nothing too: a letter with a mark is one character after normalisation, unless somebody plays with them. */
static gboolean
shows (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_PRIVATE_USE &&
         type != G_UNICODE_UNASSIGNED && type != G_UNICODE_NON_SPACING_MARK;
}

/* Most texts are ASCII, and a list has thousands of them. */
static GString *
simplify_ascii (const char *text,
                gsize       size)
{
  GString *out = g_string_sized_new (size + 1);
  gsize length = 0;

  for (const char *at = text; *at; at++)
    if (!g_ascii_isspace (*at) && *at != '\v')
      {
        if (!g_ascii_iscntrl (*at))
          out->str[length++] = g_ascii_tolower (*at);
      }
    else if (length > 0 && out->str[length - 1] != ' ')
      out->str[length++] = ' ';
  return g_string_set_size (out, length);
}

/* Lower case, compatibility forms made plain, white space single, nothing that does not show: what a reader makes of it. */
static GString *
simplify (const char *text,
          gsize       size)
{
  if (g_str_is_ascii (text))
    return simplify_ascii (text, size);

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKC);
  g_autofree char *lower = g_utf8_casefold (plain, -1);
  GString *out = g_string_sized_new (strlen (lower));

  for (const char *at = lower; *at; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c))
        {
          if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c (out, ' ');
        }
      else if (shows (c))
        g_string_append_unichar (out, c);
    }
  return out;
}

/* A name that is no ordinary word: "search" stands in many a description, "delete_page" does not. */
static gboolean
is_telling_name (const char *name)
{
  gboolean mixed = FALSE;

  for (const char *c = name; *c; c++)
    mixed = mixed || strchr ("_-.", *c) || (c > name && g_ascii_isupper (*c));
  return mixed && strlen (name) >= 5;
}

static gboolean
is_word_character (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

/* "type", "string": no pattern is so short, and schemas are full of them. */
static gboolean
is_short_word (const char *text)
{
  gsize size = 0;

  while (g_ascii_isalnum (text[size]) && size < SHORT_WORD)
    size++;
  return !text[size];
}

typedef struct {
  GPtrArray          *warnings;
  const char * const *other_tools;
  const Place        *place;
  gsize               left;
} Scan;

static void
scan_names (Scan       *scan,
            const char *text)
{
  for (guint i = 0; scan->other_tools && scan->other_tools[i]; i++)
    {
      const char *name = scan->other_tools[i];
      gsize size = strlen (name);

      if (!is_telling_name (name))
        continue;
      for (const char *at = strstr (text, name); at; at = strstr (at + size, name))
        if ((at == text || !is_word_character (at[-1])) && !is_word_character (at[size]))
          {
            add_warning (scan->warnings, GATE_TEXT_WARNING_OTHER_TOOL, scan->place, name);
            break;
          }
    }
}

static void
found_words (GateTextWarningKind  kind,
             const char          *words,
             gpointer             user_data)
{
  Scan *scan = user_data;

  add_warning (scan->warnings, kind, scan->place, words);
}

/* The cut may be in the middle of a character. */
static char *
dup_bounded (const char *text)
{
  g_autofree char *bounded = g_strndup (text, TEXT_LIMIT);
  const char *end;

  if (!g_utf8_validate (bounded, -1, &end))
    bounded[end - bounded] = '\0';
  return g_steal_pointer (&bounded);
}

static void
scan_text (Scan       *scan,
           const char *text,
           gsize       size)
{
  g_autofree char *bounded = size > TEXT_LIMIT ? dup_bounded (text) : NULL;

  if (size == 0 || (!scan->other_tools && is_short_word (text)))
    return;
  if (bounded)
    text = bounded;
  if (!gate_text_is_plain (text))
    {
      g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
      const char *first = strstr (visible, "\\u{");

      add_warning (scan->warnings, GATE_TEXT_WARNING_HIDDEN, scan->place, first ? first : visible);
    }
  if (size > LONG_TEXT)
    add_warning (scan->warnings, GATE_TEXT_WARNING_LONG, scan->place, text);

  GString *simple = simplify (text, size);
  gate_text_pattern_scan (simple->str, simple->len, found_words, scan);
  g_string_free (simple, TRUE);
  scan_names (scan, text);
}

/**
 * gate_text_warnings_scan_text:
 * @where: what the text is, for the findings
 * @text: a text of a server's
 * @other_tools: (nullable) (array zero-terminated=1): the names of other connectors' tools
 *
 * Looks for what a description should not have: hidden characters, orders, calls for secrecy, secret files, addresses to send data
 * to, other tools' names, false marks. Each kind is told once a text.
 *
 * Returns: (transfer container) (element-type GateTextWarning): the findings
 */
GPtrArray *
gate_text_warnings_scan_text (const char         *where,
                              const char         *text,
                              const char * const *other_tools)
{
  const Place place = { NULL, where };
  Scan scan = { .warnings = new_warnings (), .other_tools = other_tools, .place = &place };

  scan_text (&scan, text, strlen (text));
  return scan.warnings;
}

static void
scan_piece (Scan       *scan,
            const char *text)
{
  gsize size = strlen (text);

  /* What is not looked at is told, or it would be the place to hide something. */
  if (size > scan->left)
    {
      if (scan->left > 0)
        add_warning (scan->warnings, GATE_TEXT_WARNING_LONG, scan->place, text);
      scan->left = 0;
      return;
    }
  scan->left -= size;
  scan_text (scan, text, size);
}

/* Names of members are read by a model like any other text. */
static void
scan_node (Scan        *scan,
           const Place *place,
           JsonNode    *node)
{
  const char *string = gate_json_node_string (node);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  scan->place = place;
  if (string)
    scan_piece (scan, string);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array) && scan->left > 0; i++)
        scan_node (scan, place, json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        {
          const Place inner = { place, name };

          scan->place = place;
          scan_piece (scan, name);
          scan_node (scan, &inner, value);
        }
    }
}

/**
 * gate_text_warnings_scan_tool:
 * @source: a tool as its server sent it
 * @other_tools: (nullable) (array zero-terminated=1): the names of other connectors' tools
 *
 * Looks through every text of a tool's definition: name, title, description, both schemas with the names of their properties,
 * annotations. At most 128 KiB are looked at, and 50 findings told; what is longer is told as such.
 *
 * Returns: (transfer container) (element-type GateTextWarning): the findings
 */
GPtrArray *
gate_text_warnings_scan_tool (JsonNode           *source,
                              const char * const *other_tools)
{
  static const char *const members[] = { "name", "title", "description", "inputSchema", "outputSchema", "annotations" };
  JsonObject *object = gate_json_node_object (source);
  Scan scan = { .warnings = new_warnings (), .other_tools = other_tools, .left = TOTAL_LIMIT };

  for (guint i = 0; object && i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *member = gate_json_get (object, members[i]);
      const Place place = { NULL, members[i] };

      if (member)
        scan_node (&scan, &place, member);
    }
  return scan.warnings;
}
