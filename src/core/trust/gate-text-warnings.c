// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-text-warnings.h"

#include "gate-json.h"
#include "gate-text.h"

#include <string.h>

#define TEXT_LIMIT (64 * 1024)
#define TOTAL_LIMIT (128 * 1024)
#define WARNING_LIMIT 50
#define LONG_TEXT 8000
#define SHORT_WORD 7
#define EXCERPT_LIMIT 160
#define PATH_LIMIT 120

/* Patterns over a text in lower case, on one line, without what does not show. */
static const struct {
  GateTextWarningKind  kind;
  const char          *pattern;
} patterns[] = {
  { GATE_TEXT_WARNING_ORDERS,
    "\\b(?:ignore|disregard|forget|override|bypass)(?: [^ ]+){0,4} (?:instructions?|rules|guidelines|prompts?|policies|directions)\\b"
    "|\\bsystem prompt\\b"
    "|\\bnew instructions?:"
    "|\\byou are now (?:an?|the|in)\\b"
    "|\\b(?:before|prior to) (?:using|calling|invoking|running) (?:any|all|other|any other|all other) tools?\\b"
    "|\\bbefore (?:using|calling|invoking|running) this tool,? (?:you )?(?:must |should |always )?(?:first )?(?:read|send|open|fetch|upload|collect)\\b"
    "|\\b(?:always|only) (?:use|call|prefer) this (?:tool|one|version|function)(?: [^ ]+){0,3} (?:instead|rather|over|in place)\\b"
    "|\\binstead of (?:the |any )?(?:other|original|official|built-in) (?:tool|function|server|version)s?\\b"
    "|\\bthis (?:rule|instruction|tool) (?:overrides|supersedes|takes precedence)\\b" },
  { GATE_TEXT_WARNING_SECRECY,
    "\\b(?:do not|don['’]t|never|without)(?: ever)? (?:tell|telling|mention|mentioning|inform|informing|reveal"
    "|revealing|notify|notifying|alert|alerting|ask|asking)"
    "(?: [^ ]+){0,5} (?:users?|person|human|anyone|anybody|operator)\\b"
    "|\\b(?:do not|don['’]t|never) mention (?:this|that|it)\\b"
    "|\\b(?:secretly|covertly|surreptitiously)\\b"
    "|\\bsilently (?:send|forward|copy|read|call|upload|collect|append)\\b"
    "|\\bkeep (?:this|it) (?:a )?(?:secret|hidden)\\b"
    "|\\b(?:hide|conceal) (?:this|it|that)(?: [^ ]+){0,3} from\\b" },
  { GATE_TEXT_WARNING_SECRETS,
    "/?\\.ssh/|\\bid_(?:rsa|ed25519|ecdsa)\\b|\\.aws/credentials|/etc/(?:passwd|shadow)\\b|\\.netrc\\b|\\.kube/config|\\.gnupg\\b|\\.bash_history\\b"
    "|\\.cursor/mcp\\.json|\\bclaude_desktop_config\\b|\\.claude\\.json\\b|\\.docker/config"
    "|\\b(?:seed|recovery) phrase\\b"
    "|\\b(?:read|send|include|attach|copy|reveal|print|dump|leak|collect|extract)(?: [^ ]+){0,5} "
    "(?:api[ _-]?keys?|passwords?|credentials?|access tokens?|private keys?|environment variables?)\\b" },
  { GATE_TEXT_WARNING_SENDS,
    "\\bexfiltrat"
    "|\\b(?:send|forward|post|upload|transmit|copy|cc|bcc|append)(?: [^ ]+){0,8} (?:to|at) (?![^ ]*(?:example|localhost|127\\.0\\.0\\.1))"
    "(?:https?://[^ ]+|[^ @]+@[^ @]+\\.[a-z]{2,})" },
  { GATE_TEXT_WARNING_MARKUP,
    "< ?/? ?(?:important|system|instructions?|admin|secret|hidden|assistant|prompt|override|critical)(?: [^>]{0,80})? ?/?>"
    "|<!--|<\\|[a-z_]+\\|>|\\[/?(?:system|inst|important)\\]|#{2,} ?(?:system|instructions? to)" },
  { GATE_TEXT_WARNING_ENCODED,
    "[a-z0-9+/_-]{160,}" },
};

static const struct {
  const char *name;
  const char *sentence;
} kinds[] = {
  [GATE_TEXT_WARNING_HIDDEN] = { "hidden", "It has characters that do not show." },
  [GATE_TEXT_WARNING_ORDERS] = { "orders", "It gives orders to the assistant instead of describing the tool." },
  [GATE_TEXT_WARNING_SECRECY] = { "secrecy", "It asks the assistant to keep something from you." },
  [GATE_TEXT_WARNING_SECRETS] = { "secrets", "It wants files or values that are secret." },
  [GATE_TEXT_WARNING_SENDS] = { "sends", "It wants data sent to an address." },
  [GATE_TEXT_WARNING_OTHER_TOOL] = { "other-tool", "It speaks of another connector's tool." },
  [GATE_TEXT_WARNING_MARKUP] = { "markup", "It has marks that pretend to be something else than a description." },
  [GATE_TEXT_WARNING_ENCODED] = { "encoded", "It has long encoded data." },
  [GATE_TEXT_WARNING_LONG] = { "long", "It is longer than any description needs to be." },
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
  return kinds[kind].sentence;
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

static void
add_warning (GPtrArray           *warnings,
             GateTextWarningKind  kind,
             const char          *where,
             const char          *excerpt)
{
  if (warnings->len >= WARNING_LIMIT)
    return;

  GateTextWarning *warning = g_new0 (GateTextWarning, 1);
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
static char *
simplify_ascii (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *at = text; *at; at++)
    if (!g_ascii_isspace (*at) && *at != '\v')
      {
        if (!g_ascii_iscntrl (*at))
          g_string_append_c (out, g_ascii_tolower (*at));
      }
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

/* Lower case, compatibility forms made plain, white space single, nothing that does not show: what a reader makes of it. */
static char *
simplify (const char *text)
{
  if (g_str_is_ascii (text))
    return simplify_ascii (text);

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
  return g_string_free (out, FALSE);
}

static GRegex *
get_pattern (guint index)
{
  static GRegex *compiled[G_N_ELEMENTS (patterns)];

  if (g_once_init_enter (&compiled[index]))
    {
      g_autoptr(GError) error = NULL;
      GRegex *regex = g_regex_new (patterns[index].pattern, G_REGEX_OPTIMIZE, 0, &error);

      if (!regex)
        g_error ("Pattern %u: %s", index, error->message);
      g_once_init_leave (&compiled[index], regex);
    }
  return compiled[index];
}

static void
scan_patterns (GPtrArray  *warnings,
               const char *where,
               const char *simple)
{
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr(GMatchInfo) match = NULL;

      if (!g_regex_match (get_pattern (i), simple, 0, &match))
        continue;
      g_autofree char *words = g_match_info_fetch (match, 0);
      add_warning (warnings, patterns[i].kind, where, words);
    }
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

static void
scan_names (GPtrArray          *warnings,
            const char         *where,
            const char         *text,
            const char * const *other_tools)
{
  for (guint i = 0; other_tools && other_tools[i]; i++)
    {
      const char *name = other_tools[i];
      gsize size = strlen (name);

      if (!is_telling_name (name))
        continue;
      for (const char *at = strstr (text, name); at; at = strstr (at + size, name))
        if ((at == text || !is_word_character (at[-1])) && !is_word_character (at[size]))
          {
            add_warning (warnings, GATE_TEXT_WARNING_OTHER_TOOL, where, name);
            break;
          }
    }
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

static void
scan_text (GPtrArray          *warnings,
           const char         *where,
           const char         *text,
           const char * const *other_tools)
{
  if (!other_tools && is_short_word (text))
    return;

  /* g_strndup() would fill up what is not there. */
  g_autofree char *bounded = g_strndup (text, strnlen (text, TEXT_LIMIT));
  const char *end;

  /* The cut may be in the middle of a character. */
  if (strlen (text) > TEXT_LIMIT && !g_utf8_validate (bounded, -1, &end))
    bounded[end - bounded] = '\0';
  if (!*bounded)
    return;
  if (!gate_text_is_plain (bounded))
    {
      g_autofree char *visible = gate_text_make_visible (bounded, GATE_TEXT_LINE);
      const char *first = strstr (visible, "\\u{");

      add_warning (warnings, GATE_TEXT_WARNING_HIDDEN, where, first ? first : visible);
    }
  if (strlen (text) > LONG_TEXT)
    add_warning (warnings, GATE_TEXT_WARNING_LONG, where, bounded);

  g_autofree char *simple = simplify (bounded);
  scan_patterns (warnings, where, simple);
  scan_names (warnings, where, bounded, other_tools);
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
  GPtrArray *warnings = new_warnings ();

  scan_text (warnings, where, text, other_tools);
  return warnings;
}

typedef struct {
  GPtrArray          *warnings;
  const char * const *other_tools;
  gsize               left;
} ToolScan;

static void
scan_piece (ToolScan   *scan,
            const char *where,
            const char *text)
{
  gsize size = strlen (text);

  /* What is not looked at is told, or it would be the place to hide something. */
  if (size > scan->left)
    {
      if (scan->left > 0)
        add_warning (scan->warnings, GATE_TEXT_WARNING_LONG, where, text);
      scan->left = 0;
      return;
    }
  scan->left -= size;
  scan_text (scan->warnings, where, text, scan->other_tools);
}

/* Names of members are read by a model like any other text. */
static void
scan_node (ToolScan   *scan,
           const char *where,
           JsonNode   *node)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (gate_json_node_string (node))
    scan_piece (scan, where, gate_json_node_string (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array) && scan->left > 0; i++)
        scan_node (scan, where, json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        {
          g_autofree char *inner = g_strconcat (where, ".", name, NULL);

          scan_piece (scan, where, name);
          scan_node (scan, inner, value);
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
  ToolScan scan = { new_warnings (), other_tools, TOTAL_LIMIT };

  for (guint i = 0; object && i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *member = gate_json_get (object, members[i]);

      if (member)
        scan_node (&scan, members[i], member);
    }
  return scan.warnings;
}
