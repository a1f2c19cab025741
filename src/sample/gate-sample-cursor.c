// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-cursor.h"

#include "gate-random.h"

#define MAX_CURSOR 1000

/**
 * gate_sample_cursor_new:
 * @list: what is being listed, filters included
 * @start: the index at which the next page starts
 *
 * Returns: (transfer full): a text that only this server can read
 */
char *
gate_sample_cursor_new (const char *list,
                        guint       start)
{
  g_autofree char *plain = g_strdup_printf ("%u %s", start, list);

  return gate_base64url_encode (plain, strlen (plain));
}

/**
 * gate_sample_cursor_read:
 * @cursor: (nullable): what a client sent; %NULL for the first page
 * @list: what is being listed, filters included
 * @start: (out): the index at which the page starts
 *
 * Returns: %FALSE when the cursor was not made for that list
 */
gboolean
gate_sample_cursor_read (const char *cursor,
                         const char *list,
                         guint      *start)
{
  g_autoptr(GBytes) decoded = NULL;
  g_autofree char *plain = NULL;
  char *end = NULL;
  guint64 number = 0;

  *start = 0;
  if (!cursor)
    return TRUE;
  if (strlen (cursor) > MAX_CURSOR)
    return FALSE;
  decoded = gate_base64url_decode (cursor, NULL);
  if (!decoded || g_bytes_get_size (decoded) == 0)
    return FALSE;

  plain = g_strndup (g_bytes_get_data (decoded, NULL), g_bytes_get_size (decoded));
  if (!g_ascii_isdigit (*plain))
    return FALSE;
  number = g_ascii_strtoull (plain, &end, 10);
  if (number > G_MAXINT || *end != ' ' || strcmp (end + 1, list) != 0)
    return FALSE;
  *start = (guint) number;
  return TRUE;
}
