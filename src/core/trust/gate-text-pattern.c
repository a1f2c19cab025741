// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-text-pattern.h"

#include <string.h>

#define ENCODED_SIZE 160

/* Patterns over a text in lower case, on one line, without what does not show. A list has thousands of texts, and hardly one of them has a
 * finding: so a pattern is tried only where one of its heads begins. Every way to match must begin with one of the heads. */
static const struct {
  GateTextWarningKind  kind;
  const char          *heads; /* apart with | */
  const char          *pattern;
} patterns[] = {
  { GATE_TEXT_WARNING_ORDERS,
    "ignore |disregard |forget |override |bypass |system prompt|new instruction|you are now |before u|before c|before i|before r|prior to "
    "|always u|always c|always p|only u|only c|only p|instead of |this rule |this instruction |this tool ",
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
    "do not |don't |don’t |never |without |secretly|covertly|surreptitiously|silently |keep this |keep it |hide this |hide it |hide that |conceal ",
    "\\b(?:do not|don['’]t|never|without)(?: ever)? (?:tell|telling|mention|mentioning|inform|informing|reveal"
    "|revealing|notify|notifying|alert|alerting|ask|asking)"
    "(?: [^ ]+){0,5} (?:users?|person|human|anyone|anybody|operator)\\b"
    "|\\b(?:do not|don['’]t|never) mention (?:this|that|it)\\b"
    "|\\b(?:secretly|covertly|surreptitiously)\\b"
    "|\\bsilently (?:send|forward|copy|read|call|upload|collect|append)\\b"
    "|\\bkeep (?:this|it) (?:a )?(?:secret|hidden)\\b"
    "|\\b(?:hide|conceal) (?:this|it|that)(?: [^ ]+){0,3} from\\b" },
  { GATE_TEXT_WARNING_SECRETS,
    "/.ssh/|.ssh/|id_rsa|id_ed25519|id_ecdsa|.aws/|/etc/passwd|/etc/shadow|.netrc|.kube/|.gnupg|.bash_history|.cursor/|claude_desktop|.claude.json"
    "|.docker/|seed phrase|recovery phrase|read |send |include |attach |copy |reveal |print |dump |leak |collect |extract ",
    "/?\\.ssh/|\\bid_(?:rsa|ed25519|ecdsa)\\b|\\.aws/credentials|/etc/(?:passwd|shadow)\\b|\\.netrc\\b|\\.kube/config|\\.gnupg\\b|\\.bash_history\\b"
    "|\\.cursor/mcp\\.json|\\bclaude_desktop_config\\b|\\.claude\\.json\\b|\\.docker/config"
    "|\\b(?:seed|recovery) phrase\\b"
    "|\\b(?:read|send|include|attach|copy|reveal|print|dump|leak|collect|extract)(?: [^ ]+){0,5} "
    "(?:api[ _-]?keys?|passwords?|credentials?|access tokens?|private keys?|environment variables?)\\b" },
  { GATE_TEXT_WARNING_SENDS,
    "exfiltrat|send |forward |post |upload |transmit |copy |cc |bcc |append ",
    "\\bexfiltrat"
    "|\\b(?:send|forward|post|upload|transmit|copy|cc|bcc|append)(?: [^ ]+){0,8} (?:to|at) (?![^ ]*(?:example|localhost|127\\.0\\.0\\.1))"
    "(?:https?://[^ ]+|[^ @]+@[^ @]+\\.[a-z]{2,})" },
  { GATE_TEXT_WARNING_MARKUP,
    "<|[|##",
    "< ?/? ?(?:important|system|instructions?|admin|secret|hidden|assistant|prompt|override|critical)(?: [^>]{0,80})? ?/?>"
    "|<!--|<\\|[a-z_]+\\|>|\\[/?(?:system|inst|important)\\]|#{2,} ?(?:system|instructions? to)" },
};

typedef struct _Head Head;
struct _Head {
  const char *text;
  gsize       size;
  guint       index; /* into patterns */
  const Head *next;  /* (nullable): of those that begin with the same byte */
};

/* For each byte, the heads that begin with it. */
static const Head * const *
get_heads (void)
{
  static const Head *heads[256];
  static gsize is_ready;

  if (g_once_init_enter (&is_ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
        for (const char *at = patterns[i].heads; *at; at += *at == '|')
          {
            gsize size = strcspn (at, "|");
            Head *head = g_new (Head, 1);

            *head = (Head) { at, size, i, heads[(guint8) *at] };
            heads[(guint8) *at] = head;
            at += size;
          }
      g_once_init_leave (&is_ready, 1);
    }
  return heads;
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static GRegex *
get_pattern (guint index)
{
  static GRegex *compiled[G_N_ELEMENTS (patterns)];

  if (g_once_init_enter (&compiled[index]))
    {
      g_autoptr(GError) error = NULL;
      GRegex *regex = g_regex_new (patterns[index].pattern, G_REGEX_OPTIMIZE | G_REGEX_ANCHORED, 0, &error);

      if (!regex)
        g_error ("Pattern %u: %s", index, error->message);
      g_once_init_leave (&compiled[index], regex);
    }
  return compiled[index];
}

static char *
match_at (guint       index,
          const char *text,
          gsize       size,
          gsize       at)
{
  g_autoptr(GMatchInfo) match = NULL;

  if (!g_regex_match_full (get_pattern (index), text, (gssize) size, (int) at, 0, &match, NULL))
    return NULL;
  return g_match_info_fetch (match, 0);
}

static gboolean
is_encoded (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '_' || c == '-';
}

/* A run that is long enough covers one of the places that are this far apart. */
static char *
find_encoded (const char *text,
              gsize       size)
{
  for (gsize at = ENCODED_SIZE - 1; at < size; at += ENCODED_SIZE)
    {
      gsize start = at, end = at;

      while (start > 0 && is_encoded (text[at]) && is_encoded (text[start - 1]))
        start--;
      while (end < size && is_encoded (text[end]))
        end++;
      if (end - start >= ENCODED_SIZE)
        return g_strndup (text + start, end - start);
    }
  return NULL;
}

/*
 * gate_text_pattern_scan:
 * @simple: a text in lower case, on one line, without what does not show
 * @size: its size in bytes
 * @found: (scope call): called for each kind that is found, once, with the first words in question
 * @user_data: for @found
 */
void
gate_text_pattern_scan (const char          *simple,
                        gsize                size,
                        GateTextPatternFunc  found,
                        gpointer             user_data)
{
  const Head * const *heads = get_heads ();
  char *words[G_N_ELEMENTS (patterns)] = { NULL };

  for (gsize at = 0; at < size; at++)
    {
      const Head *head = heads[(guint8) simple[at]];

      /* No pattern begins in the middle of a word. */
      if (!head || (at > 0 && is_word (simple[at]) && is_word (simple[at - 1])))
        continue;
      for (; head; head = head->next)
        if (!words[head->index] && strncmp (simple + at, head->text, head->size) == 0)
          words[head->index] = match_at (head->index, simple, size, at);
    }
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (words[i])
      found (patterns[i].kind, words[i], user_data);
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    g_free (words[i]);

  g_autofree char *encoded = find_encoded (simple, size);
  if (encoded)
    found (GATE_TEXT_WARNING_ENCODED, encoded, user_data);
}
