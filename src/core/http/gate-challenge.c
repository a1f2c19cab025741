// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-challenge.h"

#include <string.h>

/* What lies beyond is not looked at: no service needs as much, and the work stays bounded. */
#define VALUE_LIMIT (16u * 1024)
#define MAX_CHALLENGES 32
#define MAX_PARAMS 64

struct _GateChallenge {
  GObject     parent_instance;

  char       *scheme; /* (owned) */
  char       *token68; /* (owned) (nullable) */
  GHashTable *params; /* (element-type utf8 utf8): by name in lower case */
};

G_DEFINE_FINAL_TYPE (GateChallenge, gate_challenge, G_TYPE_OBJECT)

static void
gate_challenge_finalize (GObject *object)
{
  GateChallenge *self = GATE_CHALLENGE (object);

  g_free (self->scheme);
  g_free (self->token68);
  g_hash_table_unref (self->params);
  G_OBJECT_CLASS (gate_challenge_parent_class)->finalize (object);
}

static void
gate_challenge_class_init (GateChallengeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_challenge_finalize;
}

static void
gate_challenge_init (GateChallenge *self)
{
  self->params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* A place in the text, which never moves past its end. */
typedef struct {
  const char *at;
  const char *end;
} Cursor;

static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c && strchr ("!#$%&'*+-.^_`|~", c));
}

static gboolean
is_token68_char (char c)
{
  return g_ascii_isalnum (c) || (c && strchr ("-._~+/", c));
}

static void
skip (Cursor     *cursor,
      const char *characters)
{
  while (cursor->at < cursor->end && *cursor->at && strchr (characters, *cursor->at))
    cursor->at++;
}

static char *
read_while (Cursor    *cursor,
            gboolean (*accept) (char c))
{
  const char *start = cursor->at;

  while (cursor->at < cursor->end && accept (*cursor->at))
    cursor->at++;
  return cursor->at > start ? g_strndup (start, (gsize) (cursor->at - start)) : NULL;
}

/* Only where nothing but a comma or the end follows; else it is the first parameter. */
static char *
read_token68 (Cursor *cursor)
{
  Cursor ahead = *cursor;
  const char *start = ahead.at;
  g_autofree char *text = read_while (&ahead, is_token68_char);

  if (!text)
    return NULL;
  skip (&ahead, "=");
  const char *end = ahead.at;
  skip (&ahead, " \t");
  if (ahead.at < ahead.end && *ahead.at != ',')
    return NULL;
  *cursor = ahead;
  return g_strndup (start, (gsize) (end - start));
}

/* From behind the opening quote to behind the closing one; NULL where that is missing. */
static char *
read_quoted (Cursor *cursor)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (; cursor->at < cursor->end && *cursor->at != '"'; cursor->at++)
    {
      if (*cursor->at == '\\' && ++cursor->at == cursor->end)
        return NULL;
      g_string_append_c (text, *cursor->at);
    }
  if (cursor->at == cursor->end)
    return NULL;
  cursor->at++;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_bare_value_char (char c)
{
  return c && !strchr (" \t,\"", c);
}

static char *
read_value (Cursor *cursor)
{
  if (cursor->at < cursor->end && *cursor->at == '"')
    {
      cursor->at++;
      return read_quoted (cursor);
    }
  /* A token by the grammar; addresses are seen here without quotes too. */
  char *bare = read_while (cursor, is_bare_value_char);
  return bare ? bare : g_strdup ("");
}

static void
take_param (GateChallenge *self,
            const char    *name,
            char          *value)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_free (value);
  if (g_hash_table_size (self->params) < MAX_PARAMS && !g_hash_table_contains (self->params, lower))
    g_hash_table_insert (self->params, g_steal_pointer (&lower), g_steal_pointer (&valid));
}

/* The parameters up to the next challenge's scheme, which is left unread. FALSE where the rest makes no sense. */
static gboolean
read_params (GateChallenge *self,
             Cursor        *cursor)
{
  while (TRUE)
    {
      skip (cursor, " \t,");

      Cursor ahead = *cursor;
      g_autofree char *name = read_while (&ahead, is_token_char);
      if (!name)
        return ahead.at == ahead.end;
      skip (&ahead, " \t");
      if (ahead.at == ahead.end || *ahead.at != '=')
        return TRUE;
      ahead.at++;
      skip (&ahead, " \t");
      char *value = read_value (&ahead);
      if (!value)
        return FALSE;
      take_param (self, name, value);
      *cursor = ahead;
    }
}

static gboolean
read_challenge (Cursor    *cursor,
                GPtrArray *challenges)
{
  g_autofree char *scheme = NULL;

  skip (cursor, " \t,");
  scheme = read_while (cursor, is_token_char);
  if (!scheme || challenges->len == MAX_CHALLENGES)
    return FALSE;

  GateChallenge *self = g_object_new (GATE_TYPE_CHALLENGE, NULL);
  self->scheme = g_steal_pointer (&scheme);
  g_ptr_array_add (challenges, self);

  gboolean spaced = cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t');
  skip (cursor, " \t");
  if (!spaced || cursor->at == cursor->end || *cursor->at == ',')
    return cursor->at == cursor->end || *cursor->at == ',';
  self->token68 = read_token68 (cursor);
  return self->token68 || read_params (self, cursor);
}

static void
parse_into (GPtrArray  *challenges,
            const char *value)
{
  Cursor cursor = { value, value + strnlen (value, VALUE_LIMIT) };

  while (cursor.at < cursor.end && read_challenge (&cursor, challenges))
    ;
}

/**
 * gate_challenge_parse:
 * @value: the value of one header
 *
 * Parses what servers send as challenges: several in one header, parameters in any order, quoted or not, with any white space. A
 * value that stops making sense is read up to there. Of a parameter that is given twice the first counts.
 *
 * Returns: (transfer full) (element-type Gate.Challenge): the challenges
 */
GPtrArray *
gate_challenge_parse (const char *value)
{
  GPtrArray *challenges = g_ptr_array_new_with_free_func (g_object_unref);

  parse_into (challenges, value);
  return challenges;
}

/**
 * gate_challenge_parse_headers:
 * @headers: the headers of a response
 * @name: "WWW-Authenticate" or "Proxy-Authenticate"
 *
 * Parses every header of that name by itself, so that a broken one spoils no other.
 *
 * Returns: (transfer full) (element-type Gate.Challenge): the challenges
 */
GPtrArray *
gate_challenge_parse_headers (SoupMessageHeaders *headers,
                              const char         *name)
{
  GPtrArray *challenges = g_ptr_array_new_with_free_func (g_object_unref);
  SoupMessageHeadersIter iter;
  const char *found, *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &found, &value))
    if (g_ascii_strcasecmp (found, name) == 0)
      parse_into (challenges, value);
  return challenges;
}

/**
 * gate_challenge_get_scheme:
 * @self: a challenge
 *
 * Returns: its scheme as the server wrote it, "Bearer"
 */
const char *
gate_challenge_get_scheme (GateChallenge *self)
{
  g_return_val_if_fail (GATE_IS_CHALLENGE (self), NULL);

  return self->scheme;
}

/**
 * gate_challenge_is:
 * @self: a challenge
 * @scheme: a scheme
 *
 * Returns: %TRUE when the challenge is of @scheme, in any case
 */
gboolean
gate_challenge_is (GateChallenge *self,
                   const char    *scheme)
{
  g_return_val_if_fail (GATE_IS_CHALLENGE (self), FALSE);

  return g_ascii_strcasecmp (self->scheme, scheme) == 0;
}

/**
 * gate_challenge_get_token68:
 * @self: a challenge
 *
 * Returns: (nullable): what stands in place of parameters
 */
const char *
gate_challenge_get_token68 (GateChallenge *self)
{
  g_return_val_if_fail (GATE_IS_CHALLENGE (self), NULL);

  return self->token68;
}

/**
 * gate_challenge_get:
 * @self: a challenge
 * @param: the name of a parameter, in any case
 *
 * Returns: (nullable): its value, unquoted, valid UTF-8
 */
const char *
gate_challenge_get (GateChallenge *self,
                    const char    *param)
{
  g_return_val_if_fail (GATE_IS_CHALLENGE (self), NULL);

  g_autofree char *lower = g_ascii_strdown (param, -1);
  return g_hash_table_lookup (self->params, lower);
}
