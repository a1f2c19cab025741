// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-pattern.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

#include <string.h>

#define MAX_BYTES 8192
#define SHOWN_CHARS 80

/* Steps of PCRE2 for one search: enough for any sane pattern, and what a patient search is given. */
#define QUICK_LIMIT "(*LIMIT_MATCH=5000)"
#define PATIENT_LIMIT "(*LIMIT_MATCH=200000)"

struct _GateJsonPattern {
  char   *translated;
  GRegex *quick;
};

/* The text of a pattern on its way from ECMA-262 to PCRE2. */
typedef struct {
  const char *at;
  GString    *out;
  gboolean    in_class;
  const char *complaint;
} Translator;

/* The classes that PCRE2 would read by Unicode properties: members, and members of the opposite. */
static const struct {
  char        letter;
  const char *members;
} classes[] = {
  { 'd', "0-9" },
  { 'D', "\\x00-\\x2f\\x3a-\\x{10ffff}" },
  { 'w', "A-Za-z0-9_" },
  { 'W', "\\x00-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x{10ffff}" },
  { 's', "\\x09-\\x0d\\x20\\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}" },
  { 'S', "\\x00-\\x08\\x0e-\\x1f\\x21-\\x9f\\xa1-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}"
         "\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}" },
};

/* Long names of Unicode's general categories, which PCRE2 knows by their short ones only. */
static const struct {
  const char *name;
  const char *category;
} categories[] = {
  { "Letter", "L" }, { "Cased_Letter", "L&" }, { "Uppercase_Letter", "Lu" }, { "Lowercase_Letter", "Ll" },
  { "Titlecase_Letter", "Lt" }, { "Modifier_Letter", "Lm" }, { "Other_Letter", "Lo" }, { "Mark", "M" }, { "Number", "N" },
  { "Decimal_Number", "Nd" }, { "digit", "Nd" }, { "Letter_Number", "Nl" }, { "Other_Number", "No" }, { "Punctuation", "P" },
  { "punct", "P" }, { "Symbol", "S" }, { "Math_Symbol", "Sm" }, { "Currency_Symbol", "Sc" }, { "Separator", "Z" },
  { "Space_Separator", "Zs" }, { "Other", "C" }, { "Control", "Cc" }, { "cntrl", "Cc" },
};

static gboolean
fail (Translator *self,
      const char *complaint)
{
  self->complaint = complaint;
  return FALSE;
}

static int
read_hex (const char **at,
          int          n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      int digit = g_ascii_xdigit_value (**at);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
      (*at)++;
    }
  return value;
}

/* After `\u`: four digits, maybe a surrogate pair, or any number of digits in braces. */
static gboolean
translate_unicode (Translator *self)
{
  int code;

  if (*self->at == '{')
    {
      char *end;
      guint64 wide = g_ascii_strtoull (self->at + 1, &end, 16);

      if (!g_ascii_isxdigit (self->at[1]) || *end != '}' || wide > 0x10ffff)
        return fail (self, _("“\\u” is not followed by a character"));
      code = (int) wide;
      self->at = end + 1;
    }
  else
    {
      code = read_hex (&self->at, 4);
      if (code >= 0xd800 && code <= 0xdbff && self->at[0] == '\\' && self->at[1] == 'u')
        {
          const char *next = self->at + 2;
          int low = read_hex (&next, 4);

          if (low >= 0xdc00 && low <= 0xdfff)
            {
              code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
              self->at = next;
            }
        }
    }
  if (code < 0 || (code >= 0xd800 && code <= 0xdfff))
    return fail (self, _("“\\u” is not followed by a character"));
  g_string_append_printf (self->out, "\\x{%x}", (guint) code);
  return TRUE;
}

/* After `\p` or `\P`. */
static gboolean
translate_property (Translator *self,
                    char        letter)
{
  const char *end = *self->at == '{' ? strchr (self->at, '}') : NULL;
  g_autofree char *whole = end ? g_strndup (self->at + 1, (gsize) (end - self->at - 1)) : NULL;
  const char *name = whole;

  if (!whole)
    return fail (self, _("“\\p” is not followed by a property in braces"));
  for (const char *const *prefix = (const char *const[]) { "General_Category=", "gc=", "Script=", "sc=", NULL }; *prefix; prefix++)
    if (g_str_has_prefix (name, *prefix))
      name += strlen (*prefix);
  for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
    if (strcmp (categories[i].name, name) == 0)
      name = categories[i].category;
  g_string_append_printf (self->out, "\\%c{%s}", letter, name);
  self->at = end + 1;
  return TRUE;
}

static gboolean
translate_class_escape (Translator *self,
                        char        letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    if (classes[i].letter == letter)
      {
        g_string_append_printf (self->out, self->in_class ? "%s" : "[%s]", classes[i].members);
        return TRUE;
      }
  return FALSE;
}

/* What PCRE2 means by an escape that ECMA-262 does not know is refused, but for the anchors that other engines share. */
static gboolean
translate_escape (Translator *self)
{
  char c = *++self->at;

  if (c == '\0')
    return fail (self, _("it ends with a backslash"));
  self->at++;
  if (translate_class_escape (self, c))
    return TRUE;
  if (c == 'u')
    return translate_unicode (self);
  if (c == 'p' || c == 'P')
    return translate_property (self, c);
  if (c == 'v')
    g_string_append (self->out, "\\x0b");
  else if (c == '0' && !g_ascii_isdigit (*self->at))
    g_string_append (self->out, "\\x00");
  else if (g_ascii_isalpha (c) && !strchr (self->in_class ? "bcfnrtx" : "bBcfknrtxAZz", c))
    return fail (self, _("it has an escape that is not known"));
  else if (g_ascii_isdigit (c) && self->in_class)
    return fail (self, _("it has an escape that is not known"));
  else if ((guint8) c >= 0x80)
    self->at--;
  else
    g_string_append_printf (self->out, "\\%c", c);
  return TRUE;
}

static gboolean
translate_group (Translator *self)
{
  const char *at = self->at + 1;

  if (*at == '*')
    return fail (self, _("it has a verb of another language"));
  if (*at == '?' && !strchr (":=!<Pims", at[1]))
    return fail (self, _("it has a group of another language"));
  if (*at == '?' && at[1] == 'P' && at[2] != '<')
    return fail (self, _("it has a group of another language"));
  g_string_append_c (self->out, '(');
  self->at++;
  return TRUE;
}

static void
translate_class_start (Translator *self)
{
  if (g_str_has_prefix (self->at, "[^]"))
    {
      g_string_append (self->out, "(?s:.)");
      self->at += 3;
    }
  else if (g_str_has_prefix (self->at, "[]"))
    {
      g_string_append (self->out, "(?!)");
      self->at += 2;
    }
  else
    {
      self->in_class = TRUE;
      g_string_append_c (self->out, '[');
      self->at++;
      if (*self->at == '^')
        g_string_append_c (self->out, *self->at++);
    }
}

static gboolean
translate_next (Translator *self)
{
  char c = *self->at;

  if (c == '\\')
    return translate_escape (self);
  if (self->in_class)
    {
      self->in_class = c != ']';
      if (c == '[')
        g_string_append_c (self->out, '\\');
    }
  else if (c == '[')
    {
      translate_class_start (self);
      return TRUE;
    }
  else if (c == '(')
    {
      return translate_group (self);
    }
  else if (c == '.')
    {
      g_string_append (self->out, "[^\\n\\r\\x{2028}\\x{2029}]");
      self->at++;
      return TRUE;
    }
  g_string_append_c (self->out, c);
  self->at++;
  return TRUE;
}

static GRegex *
compile (const char  *limit,
         const char  *translated,
         GError     **error)
{
  g_autofree char *text = g_strconcat (limit, translated, NULL);

  return g_regex_new (text, G_REGEX_DOLLAR_ENDONLY, 0, error);
}

static gboolean
complain (const char  *text,
          const char  *what,
          GError     **error)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_shorten (visible, SHOWN_CHARS);

  gate_error_set (error, GATE_ERROR_UNSUPPORTED, GATE_LAYER_NONE, NULL, _("The pattern “%s” cannot be used: %s"), shown, what);
  return FALSE;
}

/**
 * gate_json_pattern_new:
 * @text: a regular expression of ECMA-262 in UTF-8
 * @error: set to %GATE_ERROR_UNSUPPORTED
 *
 * Prepares a pattern. `\d`, `\w` and `\s`, `.`, `$`, `\u`, `[^]` mean what ECMA-262 says; word boundaries follow Unicode. What only
 * other engines know is refused, save named groups and flags in Python's form.
 *
 * Returns: (transfer full): the pattern
 */
GateJsonPattern *
gate_json_pattern_new (const char  *text,
                       GError     **error)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GError) own_error = NULL;
  Translator translator = { .at = text, .out = out };

  if (strlen (text) > MAX_BYTES || !g_utf8_validate (text, -1, NULL))
    {
      complain (text, _("it is too long, or no text"), error);
      return NULL;
    }
  while (*translator.at)
    if (!translate_next (&translator))
      {
        complain (text, translator.complaint, error);
        return NULL;
      }

  g_autoptr(GRegex) quick = compile (QUICK_LIMIT, out->str, &own_error);
  if (!quick)
    {
      complain (text, own_error->message, error);
      return NULL;
    }
  GateJsonPattern *self = g_new0 (GateJsonPattern, 1);
  self->translated = g_strdup (out->str);
  self->quick = g_steal_pointer (&quick);
  return self;
}

/**
 * gate_json_pattern_free:
 * @self: (nullable) (transfer full): a pattern
 */
void
gate_json_pattern_free (GateJsonPattern *self)
{
  if (!self)
    return;
  g_free (self->translated);
  g_regex_unref (self->quick);
  g_free (self);
}

static GateJsonMatch
match (GRegex     *regex,
       const char *text)
{
  g_autoptr(GError) error = NULL;

  if (g_regex_match_full (regex, text, -1, 0, 0, NULL, &error))
    return GATE_JSON_MATCH_YES;
  return error ? GATE_JSON_MATCH_HARD : GATE_JSON_MATCH_NO;
}

/**
 * gate_json_pattern_match:
 * @self: a pattern
 * @text: valid UTF-8
 * @patiently: whether to take forty times as many steps before giving up
 *
 * Searches a text for the pattern, anywhere in it.
 *
 * Returns: what was found
 */
GateJsonMatch
gate_json_pattern_match (GateJsonPattern *self,
                         const char      *text,
                         gboolean         patiently)
{
  if (!patiently)
    return match (self->quick, text);

  g_autoptr(GRegex) patient = compile (PATIENT_LIMIT, self->translated, NULL);
  return patient ? match (patient, text) : GATE_JSON_MATCH_HARD;
}
