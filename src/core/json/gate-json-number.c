// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-json-number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Neither fraction nor exponent, and within 64 bits. */
static gboolean
is_int64 (const char *text,
          gsize       size)
{
  static const char *const limits[] = { "9223372036854775807", "9223372036854775808" };
  gboolean negative = *text == '-';
  gsize n = size - negative;

  if (n > 19 || (n == 19 && memcmp (text + negative, limits[negative], 19) > 0))
    return FALSE;
  for (gsize i = negative; i < size; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static double
to_double (const char *text,
           gsize       size)
{
  char copy[GATE_JSON_MAX_NUMBER + 1];

  memcpy (copy, text, size);
  copy[size] = '\0';
  return g_ascii_strtod (copy, NULL);
}

/**
 * gate_json_number_fits:
 * @text: a number in the grammar of RFC 8259 §6
 * @size: its length in bytes
 *
 * Returns: %TRUE when a 64-bit integer, or a finite double, holds the number, if need be without its last digits
 */
gboolean
gate_json_number_fits (const char *text,
                       gsize       size)
{
  return is_int64 (text, size) || (size <= GATE_JSON_MAX_NUMBER && isfinite (to_double (text, size)));
}

/**
 * gate_json_number_read:
 * @text: a number that fits
 * @size: its length in bytes
 *
 * Returns: (transfer full): a 64-bit integer where it is one, else a double
 */
JsonNode *
gate_json_number_read (const char *text,
                       gsize       size)
{
  gboolean negative = *text == '-';
  guint64 value = 0;

  if (!is_int64 (text, size))
    return json_node_init_double (json_node_alloc (), to_double (text, size));
  for (gsize i = negative; i < size; i++)
    value = value * 10 + (guint64) (text[i] - '0');
  return json_node_init_int (json_node_alloc (), (gint64) (negative ? -value : value));
}

/* Adds one to the last of some decimal digits; FALSE when it would take one digit more. */
static gboolean
next_digits (char *digits,
             int   n)
{
  for (int i = n - 1; i >= 0; i--)
    {
      if (digits[i] != '9')
        {
          digits[i]++;
          return TRUE;
        }
      digits[i] = '0';
    }
  return FALSE;
}

static int
without_zeros (char *digits,
               int   n)
{
  while (n > 1 && digits[n - 1] == '0')
    n--;
  digits[n] = '\0';
  return n;
}

static gboolean
digits_are (const char *digits,
            int         exponent,
            double      value)
{
  char text[GATE_JSON_NUMBER_SIZE];

  snprintf (text, sizeof text, "%c.%se%d", digits[0], digits[1] ? digits + 1 : "0", exponent);
  return g_ascii_strtod (text, NULL) == value;
}

/*
 * The fewest significant decimal digits that are read back as the value, and the exponent of the first. Below a power of two the
 * doubles lie closer than above, so that the nearest decimal of some length can miss where the next one up does not. Of a normal
 * number any decimal of up to 15 digits comes back from 15 digits, so that only zeros have to be cut then.
 */
static int
shortest_digits (double  value,
                 char   *digits,
                 int    *exponent)
{
  char format[16];
  char text[GATE_JSON_NUMBER_SIZE];
  int binary;
  gboolean is_power = frexp (value, &binary) == 0.5;

  for (int n = value < DBL_MIN ? 1 : DBL_DIG;; n++)
    {
      snprintf (format, sizeof format, "%%.%de", n - 1);
      g_ascii_formatd (text, sizeof text, format, value);
      digits[0] = text[0];
      if (n > 1)
        memcpy (digits + 1, text + 2, (gsize) n - 1);
      digits[n] = '\0';
      *exponent = (int) g_ascii_strtoll (strchr (text, 'e') + 1, NULL, 10);
      if (n == DBL_DECIMAL_DIG || digits_are (digits, *exponent, value))
        return without_zeros (digits, n);
      if (is_power && next_digits (digits, n) && digits_are (digits, *exponent, value))
        return without_zeros (digits, n);
    }
}

/**
 * gate_json_number_format:
 * @value: a finite number
 * @buffer: room for %GATE_JSON_NUMBER_SIZE bytes
 *
 * Writes a number as ECMAScript does (RFC 8785 §3.2.2.3): the fewest digits that are read back as the same double.
 *
 * Returns: (transfer none): @buffer
 */
char *
gate_json_number_format (double  value,
                         char   *buffer)
{
  char digits[20];
  int exponent;
  char *out = buffer;

  if (value == 0)
    return strcpy (buffer, "0");
  if (value < 0)
    *out++ = '-';

  gsize room = GATE_JSON_NUMBER_SIZE - (gsize) (out - buffer);
  int n = shortest_digits (fabs (value), digits, &exponent);
  int point = exponent + 1;
  if (point > 0 && point <= 21 && n <= point)
    snprintf (out, room, "%s%.*s", digits, point - n, "00000000000000000000");
  else if (point > 0 && point <= 21)
    snprintf (out, room, "%.*s.%s", point, digits, digits + point);
  else if (point > -6 && point <= 0)
    snprintf (out, room, "0.%.*s%s", -point, "00000", digits);
  else
    snprintf (out, room, "%c%s%se%+d", digits[0], n > 1 ? "." : "", digits + 1, exponent);
  return buffer;
}

static int
compare_int_with_double (gint64 whole,
                         double real)
{
  if (real >= 0x1p63)
    return -1;
  if (real < -0x1p63)
    return 1;

  gint64 below = (gint64) floor (real);
  if (whole != below)
    return whole < below ? -1 : 1;
  return real > floor (real) ? -1 : 0;
}

/**
 * gate_json_number_compare:
 * @a: a number
 * @b: another
 *
 * Compares by value, without turning integers into doubles that might not hold them.
 *
 * Returns: less than, equal to, or greater than 0
 */
int
gate_json_number_compare (JsonNode *a,
                          JsonNode *b)
{
  gboolean a_is_int = json_node_get_value_type (a) == G_TYPE_INT64;
  gboolean b_is_int = json_node_get_value_type (b) == G_TYPE_INT64;

  if (a_is_int && b_is_int)
    return (json_node_get_int (a) > json_node_get_int (b)) - (json_node_get_int (a) < json_node_get_int (b));
  if (a_is_int)
    return compare_int_with_double (json_node_get_int (a), json_node_get_double (b));
  if (b_is_int)
    return -compare_int_with_double (json_node_get_int (b), json_node_get_double (a));
  return (json_node_get_double (a) > json_node_get_double (b)) - (json_node_get_double (a) < json_node_get_double (b));
}

/* A number as people write it, without its sign: digits × 10 to the exponent. */
typedef struct {
  guint64 digits;
  int     exponent;
} Decimal;

static Decimal
decimal_of (JsonNode *node)
{
  Decimal decimal = { 0 };
  char digits[20];

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      gint64 value = json_node_get_int (node);

      decimal.digits = value < 0 ? -(guint64) value : (guint64) value;
    }
  else if (json_node_get_double (node) != 0)
    {
      int n = shortest_digits (fabs (json_node_get_double (node)), digits, &decimal.exponent);

      decimal.digits = g_ascii_strtoull (digits, NULL, 10);
      decimal.exponent -= n - 1;
    }
  return decimal;
}

/**
 * gate_json_number_is_multiple:
 * @value: a number
 * @divisor: a number above 0
 *
 * Divides as on paper, in decimals, so that 0.3 is a multiple of 0.1.
 *
 * Returns: %TRUE when nothing remains
 */
gboolean
gate_json_number_is_multiple (JsonNode *value,
                              JsonNode *divisor)
{
  Decimal a = decimal_of (value);
  Decimal b = decimal_of (divisor);

  if (a.digits == 0 || b.digits == 0)
    return a.digits == 0;
  for (; a.exponent < b.exponent; b.exponent--)
    {
      if (b.digits > a.digits / 10)
        return FALSE;
      b.digits *= 10;
    }
  guint64 remainder = a.digits % b.digits;
  for (; a.exponent > b.exponent && remainder != 0; a.exponent--)
    remainder = (guint64) ((unsigned __int128) remainder * 10 % b.digits);
  return remainder == 0;
}
