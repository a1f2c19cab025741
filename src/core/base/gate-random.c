// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-random.h"

#include "gate-error.h"
#include "gate-i18n.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/**
 * gate_random_fill:
 * @buffer: (out): what to fill
 * @size: its size in bytes
 *
 * Fills a buffer from the kernel's generator, getrandom(2). There is no weaker fallback: failure ends the process.
 */
void
gate_random_fill (void  *buffer,
                  gsize  size)
{
  guint8 *at = buffer;

  while (size > 0)
    {
      gssize n = getrandom (at, size, 0);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        g_error ("getrandom: %s", g_strerror (errno));
      at += n;
      size -= (gsize) n;
    }
}

/**
 * gate_random_token:
 * @n_bytes: how many random bytes; 32 for states and verifiers
 *
 * Returns: (transfer full): the bytes in base64url without padding (RFC 4648 §5)
 */
char *
gate_random_token (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);

  gate_random_fill (bytes, n_bytes);
  return gate_base64url_encode (bytes, n_bytes);
}

/**
 * gate_random_uuid:
 *
 * Returns: (transfer full): a random UUID, version 4 (RFC 9562 §5.4)
 */
char *
gate_random_uuid (void)
{
  guint8 b[16];

  gate_random_fill (b, sizeof b);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7],
                          b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

/**
 * gate_random_below:
 * @limit: an upper bound, above 0
 *
 * For jitter, where a slight bias does no harm.
 *
 * Returns: a number from 0 to @limit - 1
 */
guint
gate_random_below (guint limit)
{
  guint64 value;

  g_return_val_if_fail (limit > 0, 0);
  gate_random_fill (&value, sizeof value);
  return (guint) (value % limit);
}

/**
 * gate_base64url_encode:
 * @data: (array length=size): the bytes
 * @size: how many
 *
 * Returns: (transfer full): base64url without padding (RFC 4648 §5)
 */
char *
gate_base64url_encode (const void *data,
                       gsize       size)
{
  char *text = g_base64_encode (size > 0 ? data : (const guchar *) "", size);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/**
 * gate_base64url_decode:
 * @text: base64url, with or without padding
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
gate_base64url_decode (const char  *text,
                       GError     **error)
{
  gsize length = strcspn (text, "=");

  if (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != length || length % 4 == 1
      || (text[length] && strcmp (text + length, length % 4 == 2 ? "==" : length % 4 == 3 ? "=" : "") != 0))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, NULL, _("Not a base64url text"));
      return NULL;
    }

  g_autoptr(GString) padded = g_string_new_len (text, (gssize) length);
  for (char *c = padded->str; *c; c++)
    *c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  if (padded->len == 0)
    return g_bytes_new (NULL, 0);

  gsize size;
  guchar *data = g_base64_decode (padded->str, &size);
  return g_bytes_new_take (data, size);
}

/**
 * gate_constant_time_equal:
 * @a: (nullable): a text
 * @b: (nullable): a text
 *
 * Compares two secrets in a time that depends on their lengths only. %NULL equals nothing, not even %NULL.
 *
 * Returns: %TRUE when both are the same text
 */
gboolean
gate_constant_time_equal (const char *a,
                          const char *b)
{
  if (!a || !b)
    return FALSE;

  gsize length_a = strlen (a), length_b = strlen (b);
  volatile guint8 difference = length_a != length_b;
  for (gsize i = 0; i < length_a; i++)
    difference |= (guint8) (a[i] ^ b[length_b ? i % length_b : 0]);
  return difference == 0;
}
