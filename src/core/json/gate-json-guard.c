// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-guard.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json-number.h"
#include "gate-json.h"

#include <string.h>

/* What may come next. */
typedef enum {
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING,
} Expect;

typedef struct {
  const char    *start;
  const char    *at;
  const char    *end;
  Expect         expect;
  guint          depth;
  char           closers[GATE_JSON_MAX_DEPTH];
  GError       **error;
} Scanner;

static gboolean
fail (Scanner    *self,
      const char *what)
{
  guint line = 1;
  guint column = 1;

  for (const char *c = self->start; c < self->at; c++)
    {
      if (*c == '\n')
        {
          line++;
          column = 1;
        }
      else if (((guint8) *c & 0xc0) != 0x80)
        {
          column++;
        }
    }
  gate_error_set (self->error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL,
                  _("The JSON text is not valid at line %u, column %u: %s"), line, column, what);
  return FALSE;
}

static void
skip_space (Scanner *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

static int
scan_hex4 (Scanner *self)
{
  int value = 0;

  if (self->end - self->at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->at[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  self->at += 4;
  return value;
}

/* After `\u`. A string of json-glib's ends at U+0000 and has no form for half a surrogate pair, so neither gets past here. */
static gboolean
scan_unicode_escape (Scanner *self)
{
  int code = scan_hex4 (self);

  if (code < 0)
    return fail (self, _("“\\u” is not followed by four hexadecimal digits"));
  if (code == 0)
    return fail (self, _("a string holds the character U+0000, which is not supported"));
  if (code >= 0xdc00 && code <= 0xdfff)
    return fail (self, _("a string holds the second half of a surrogate pair without the first"));
  if (code < 0xd800 || code > 0xdbff)
    return TRUE;
  if (self->end - self->at < 2 || self->at[0] != '\\' || self->at[1] != 'u')
    return fail (self, _("a string holds the first half of a surrogate pair without the second"));
  self->at += 2;
  code = scan_hex4 (self);
  if (code < 0xdc00 || code > 0xdfff)
    return fail (self, _("a string holds the first half of a surrogate pair without the second"));
  return TRUE;
}

static gboolean
scan_escape (Scanner *self)
{
  self->at++;
  if (self->at == self->end)
    return fail (self, _("a string is not closed"));
  char c = *self->at++;
  if (c == 'u')
    return scan_unicode_escape (self);
  if (c == '\0' || !strchr ("\"\\/bfnrt", c))
    return fail (self, _("a backslash is followed by a character that it does not escape"));
  return TRUE;
}

static gboolean
scan_string (Scanner *self)
{
  self->at++;
  while (self->at < self->end)
    {
      guint8 c = (guint8) *self->at;

      if (c == '"')
        {
          self->at++;
          return TRUE;
        }
      if (c == '\\')
        {
          if (!scan_escape (self))
            return FALSE;
        }
      else if (c < 0x20)
        {
          return fail (self, _("a string holds a control character that is not escaped"));
        }
      else if (c < 0x80)
        {
          self->at++;
        }
      else
        {
          gunichar wide = g_utf8_get_char_validated (self->at, self->end - self->at);

          if (wide == (gunichar) -1 || wide == (gunichar) -2)
            return fail (self, _("the text is not UTF-8"));
          self->at = g_utf8_next_char (self->at);
        }
    }
  return fail (self, _("a string is not closed"));
}

static gboolean
scan_digits (Scanner *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first || fail (self, _("a digit was expected"));
}

static gboolean
scan_number (Scanner *self)
{
  const char *first = self->at;

  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!scan_digits (self))
    return FALSE;
  if (self->at < self->end && g_ascii_isdigit (*self->at))
    return fail (self, _("a number begins with 0"));
  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!scan_digits (self))
        return FALSE;
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      if (!scan_digits (self))
        return FALSE;
    }
  if (!gate_json_number_fits (first, (gsize) (self->at - first)))
    {
      self->at = first;
      return fail (self, _("a number is too large"));
    }
  return TRUE;
}

static gboolean
scan_word (Scanner *self)
{
  static const char *const words[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (self->end - self->at) >= length && memcmp (self->at, words[i], length) == 0)
        {
          self->at += length;
          return TRUE;
        }
    }
  return fail (self, _("a value was expected"));
}

static gboolean
open_container (Scanner *self)
{
  if (self->depth == GATE_JSON_MAX_DEPTH)
    {
      gate_error_set (self->error, GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, NULL,
                      _("The JSON text is nested deeper than %d levels"), GATE_JSON_MAX_DEPTH);
      return FALSE;
    }
  gboolean is_object = *self->at++ == '{';
  self->closers[self->depth++] = is_object ? '}' : ']';
  self->expect = is_object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
  return TRUE;
}

static void
value_ended (Scanner *self)
{
  self->expect = self->depth > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
}

static gboolean
scan_value (Scanner *self)
{
  char c = *self->at;

  if (c == '{' || c == '[')
    return open_container (self);

  gboolean valid;
  if (c == '"')
    valid = scan_string (self);
  else if (c == '-' || g_ascii_isdigit (c))
    valid = scan_number (self);
  else
    valid = scan_word (self);
  value_ended (self);
  return valid;
}

static gboolean
scan_name (Scanner *self)
{
  if (*self->at != '"')
    return fail (self, _("the name of a member was expected"));
  if (!scan_string (self))
    return FALSE;
  skip_space (self);
  if (self->at == self->end || *self->at != ':')
    return fail (self, _("a colon was expected after the name of a member"));
  self->at++;
  self->expect = EXPECT_VALUE;
  return TRUE;
}

/* Closes the innermost container, where the text does so here. */
static gboolean
close_container (Scanner *self)
{
  if (*self->at != self->closers[self->depth - 1])
    return FALSE;
  self->at++;
  self->depth--;
  value_ended (self);
  return TRUE;
}

static gboolean
scan_comma (Scanner *self)
{
  gboolean in_object = self->closers[self->depth - 1] == '}';

  if (*self->at != ',')
    return fail (self, in_object ? _("a comma or “}” was expected") : _("a comma or “]” was expected"));
  self->at++;
  self->expect = in_object ? EXPECT_NAME : EXPECT_VALUE;
  return TRUE;
}

static gboolean
step (Scanner *self)
{
  switch (self->expect)
    {
    case EXPECT_VALUE:
      return scan_value (self);
    case EXPECT_VALUE_OR_END:
      return close_container (self) || scan_value (self);
    case EXPECT_NAME:
      return scan_name (self);
    case EXPECT_NAME_OR_END:
      return close_container (self) || scan_name (self);
    case EXPECT_COMMA_OR_END:
      return close_container (self) || scan_comma (self);
    case EXPECT_NOTHING:
    default:
      return fail (self, _("there is more text after the end of the JSON value"));
    }
}

/**
 * gate_json_guard_scan:
 * @text: (array length=size): any bytes
 * @size: how many
 * @limit: the most bytes that are allowed
 * @root: what may stand at the top
 * @error: set to %GATE_ERROR_TOO_LARGE for size and nesting, else to %GATE_ERROR_INVALID
 *
 * Checks that a text is exactly one JSON value of RFC 8259 in UTF-8, nested at most %GATE_JSON_MAX_DEPTH levels. Beyond the grammar
 * it refuses what would be changed silently: U+0000 and halves of surrogate pairs in strings, numbers that would become infinite, a
 * byte order mark. A whole number that does not fit in 64 bits becomes a double, as RFC 8259 §6 expects. A member name that comes
 * twice is accepted, the last one wins, since the formats of plugins are read so. It is iterative and keeps no memory, so that it may
 * look at anything.
 *
 * Returns: %TRUE when gate_json_build() may read the text
 */
gboolean
gate_json_guard_scan (const char    *text,
                      gsize          size,
                      gsize          limit,
                      GateJsonRoot   root,
                      GError       **error)
{
  Scanner self = { .start = text, .at = text, .end = text + size, .expect = EXPECT_VALUE, .error = error };

  if (size > limit)
    {
      g_autofree char *there = g_strdup_printf ("%" G_GSIZE_FORMAT, size);
      g_autofree char *allowed = g_strdup_printf ("%" G_GSIZE_FORMAT, limit);

      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_NONE, NULL,
                      _("The JSON text has %s bytes, more than the %s that are allowed"), there, allowed);
      return FALSE;
    }
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    return fail (&self, _("it begins with a byte order mark"));
  skip_space (&self);
  if (self.at == self.end)
    return fail (&self, _("it is empty"));
  if (root == GATE_JSON_ROOT_CONTAINER && *self.at != '{' && *self.at != '[')
    return fail (&self, _("an object or an array was expected"));
  while (self.at < self.end)
    {
      if (!step (&self))
        return FALSE;
      skip_space (&self);
    }
  return self.expect == EXPECT_NOTHING || fail (&self, _("it ends in the middle"));
}
