// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-form-format.h"

#include "gate-i18n.h"

#include <string.h>

/* One @ between two parts without spaces or control characters: whether a mailbox exists only a letter tells. */
static gboolean
is_email (const char *text)
{
  const char *at = strrchr (text, '@');

  if (!at || at == text || !at[1] || at - text > 64 || strlen (at + 1) > 253 || memchr (text, '@', (gsize) (at - text)))
    return FALSE;
  for (const char *c = text; *c; c++)
    if (g_ascii_isspace (*c) || g_ascii_iscntrl (*c) || strchr ("<>(),;:\\\"", *c))
      return FALSE;
  return at[1] != '.' && at[strlen (at) - 1] != '.' && !strstr (text, "..");
}

/* RFC 3986 has no place for these, GUri lets them through. */
static gboolean
is_uri (const char *text)
{
  for (const char *c = text; *c; c++)
    if (!g_ascii_isgraph (*c) || strchr ("<>\"\\^`{|}", *c))
      return FALSE;
  return g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

/* The text begins as the shape says, where 0 stands for any digit. */
static gboolean
has_shape (const char *text,
           const char *shape)
{
  for (; *shape; shape++, text++)
    if (*shape == '0' ? !g_ascii_isdigit (*text) : *text != *shape)
      return FALSE;
  return TRUE;
}

static guint
two_digits (const char *text)
{
  return (guint) g_ascii_digit_value (text[0]) * 10 + (guint) g_ascii_digit_value (text[1]);
}

static gboolean
starts_with_date (const char *text)
{
  if (!has_shape (text, "0000-00-00"))
    return FALSE;
  guint year = two_digits (text) * 100 + two_digits (text + 2);
  return year > 0 && g_date_valid_dmy ((GDateDay) two_digits (text + 8), (GDateMonth) two_digits (text + 5), (GDateYear) year);
}

static gboolean
is_date (const char *text)
{
  return strlen (text) == 10 && starts_with_date (text);
}

static gboolean
is_offset (const char *text)
{
  if (g_ascii_toupper (text[0]) == 'Z')
    return text[1] == '\0';
  return (text[0] == '+' || text[0] == '-') && has_shape (text + 1, "00:00") && text[6] == '\0'
         && two_digits (text + 1) < 24 && two_digits (text + 4) < 60;
}

/* RFC 3339 §5.6; a second of 60 is a leap second. */
static gboolean
is_date_time (const char *text)
{
  if (!starts_with_date (text) || g_ascii_toupper (text[10]) != 'T' || !has_shape (text + 11, "00:00:00"))
    return FALSE;
  if (two_digits (text + 11) > 23 || two_digits (text + 14) > 59 || two_digits (text + 17) > 60)
    return FALSE;

  const char *rest = text + 19;
  if (*rest == '.')
    {
      gsize digits = strspn (rest + 1, "0123456789");

      if (digits == 0)
        return FALSE;
      rest += 1 + digits;
    }
  return is_offset (rest);
}

static const struct {
  const char  *name;
  const char  *wanted;
  gboolean   (*check) (const char *text);
} formats[] = {
  { "email", N_("{what} must be an e-mail address, like ada@example.com"), is_email },
  { "uri", N_("{what} must be an address, like https://example.com/"), is_uri },
  { "date", N_("{what} must be a date, like 2026-07-28"), is_date },
  { "date-time", N_("{what} must be a date and time, like 2026-07-28T14:30:00Z"), is_date_time },
};

/**
 * gate_form_format_wanted:
 * @format: (nullable): the name of a format
 *
 * Returns: (nullable): the sentence that says what {what} must be, or %NULL for a format that is not checked
 */
const char *
gate_form_format_wanted (const char *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (formats[i].name, format) == 0)
      return _(formats[i].wanted);
  return NULL;
}

/**
 * gate_form_format_check:
 * @format: (nullable): the name of a format
 * @text: valid UTF-8
 *
 * Checks the formats that elicitation knows: email, uri, date, date-time.
 *
 * Returns: %TRUE when the text is of the format, or the format is another
 */
gboolean
gate_form_format_check (const char *format,
                        const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (formats[i].name, format) == 0)
      return formats[i].check (text);
  return TRUE;
}
