// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-loopback-request.h"

#include "gate-random.h"
#include "gate-text.h"

#include <string.h>

/**
 * gate_loopback_request_is_whole:
 * @bytes: (array length=size): what came so far
 * @size: how many bytes
 *
 * Returns: %TRUE when the head of a request is complete: its empty line is there
 */
gboolean
gate_loopback_request_is_whole (const char *bytes,
                                gsize       size)
{
  return memmem (bytes, size, "\r\n\r\n", 4) != NULL;
}

/* The headers named @name: how many, and the value of the last. FALSE when a line is no header. */
static gboolean
find_header (char       **lines,
             const char  *name,
             guint       *n_found,
             const char **value)
{
  gsize length = strlen (name);

  *n_found = 0;
  for (guint i = 1; lines[i]; i++)
    {
      char *colon = strchr (lines[i], ':');
      g_autofree char *found = colon ? g_strndup (lines[i], (gsize) (colon - lines[i])) : NULL;

      if (!gate_text_is_token (found))
        return FALSE;
      if (strlen (found) != length || g_ascii_strcasecmp (found, name) != 0)
        continue;
      (*n_found)++;
      *value = g_strstrip (colon + 1);
    }
  return TRUE;
}

/* Whether the query has `state` exactly once, and the right one. */
static gboolean
has_state (const char *query,
           const char *state)
{
  g_auto(GStrv) pairs = g_strsplit (query, "&", -1);
  g_autofree char *given = NULL;

  for (guint i = 0; pairs[i]; i++)
    {
      if (!g_str_has_prefix (pairs[i], "state="))
        continue;
      if (given)
        return FALSE;
      g_strdelimit (pairs[i], "+", ' ');
      given = g_uri_unescape_string (pairs[i] + strlen ("state="), NULL);
      if (!given)
        return FALSE;
    }
  return given && gate_constant_time_equal (given, state);
}

static guint
check_target (const char  *given,
              const char  *path,
              const char  *state,
              char       **target)
{
  const char *query = strchr (given, '?');
  g_autofree char *given_path = query ? g_strndup (given, (gsize) (query - given)) : g_strdup (given);

  for (const char *c = given; *c; c++)
    if (*c <= 0x20 || *c >= 0x7f || *c == '#')
      return 400;
  if (strcmp (given_path, path) != 0)
    return 404;
  if (!query || !has_state (query + 1, state))
    return 403;
  *target = g_strdup (given);
  return 200;
}

static guint
check_request_line (const char  *line,
                    const char  *path,
                    const char  *state,
                    char       **target)
{
  g_auto(GStrv) words = g_strsplit (line, " ", -1);

  if (g_strv_length (words) != 3 || !gate_text_is_token (words[0]))
    return 400;
  if (strcmp (words[2], "HTTP/1.1") != 0 && strcmp (words[2], "HTTP/1.0") != 0)
    return 400;
  if (strcmp (words[0], "GET") != 0)
    return 405;
  return check_target (words[1], path, state, target);
}

/**
 * gate_loopback_request_check:
 * @head: (array length=size): the head of a request, its empty line included
 * @size: how many bytes
 * @authority: the only `Host` that is right: "127.0.0.1:41234"
 * @path: the only path that is right
 * @state: the `state` of the authorization request
 * @target: (out) (transfer full): where the target of the one right request is put
 *
 * Judges a request to the loopback listener. A browser that follows a redirect sends no `Origin`, or "null"; another one, like a
 * foreign `Host`, is the mark of a page that tries its luck (DNS rebinding, CSRF).
 *
 * Returns: the HTTP status to answer with; 200 for the right request only
 */
guint
gate_loopback_request_check (const char  *head,
                             gsize        size,
                             const char  *authority,
                             const char  *path,
                             const char  *state,
                             char       **target)
{
  const char *end = head && size > 0 ? memmem (head, size, "\r\n\r\n", 4) : NULL;
  const char *host = NULL;
  const char *origin = NULL;
  guint n_hosts, n_origins;

  if (!end || memchr (head, '\0', (gsize) (end - head)))
    return 400;

  g_autofree char *text = g_strndup (head, (gsize) (end - head));
  g_auto(GStrv) lines = g_strsplit (text, "\r\n", -1);
  if (!lines[0] || !find_header (lines, "Host", &n_hosts, &host) || !find_header (lines, "Origin", &n_origins, &origin))
    return 400;
  if (n_hosts != 1 || g_ascii_strcasecmp (host, authority) != 0)
    return 421;
  if (n_origins > 1 || (n_origins == 1 && strcmp (origin, "null") != 0))
    return 403;
  return check_request_line (lines[0], path, state, target);
}
