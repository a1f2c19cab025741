// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret-words.h"

#include <math.h>
#include <string.h>

#define LONG_VALUE 24
#define RANDOM_BITS_PER_CHARACTER 3.6

/* A beginning that a kind of token always has, and the least length of the whole. */
typedef struct {
  const char *prefix;
  gsize       size;
} KnownPrefix;

static const KnownPrefix known_prefixes[] = {
  { "sk-", 20 }, { "sk_live_", 20 }, { "sk_test_", 20 }, { "rk_live_", 20 }, { "rk_test_", 20 },
  { "ghp_", 20 }, { "gho_", 20 }, { "ghu_", 20 }, { "ghs_", 20 }, { "ghr_", 20 }, { "github_pat_", 20 }, { "glpat-", 16 },
  { "xoxb-", 12 }, { "xoxp-", 12 }, { "xoxa-", 12 }, { "xoxr-", 12 }, { "xoxs-", 12 }, { "xoxe-", 12 }, { "xapp-", 12 },
  { "AKIA", 20 }, { "ASIA", 20 }, { "AIza", 30 }, { "ya29.", 20 }, { "GOCSPX-", 20 }, { "1//0", 30 },
  { "ntn_", 20 }, { "secret_", 30 }, { "lin_api_", 20 }, { "lin_oauth_", 20 }, { "pat-na1-", 20 }, { "pat-eu1-", 20 },
  { "hf_", 20 }, { "npm_", 20 }, { "pypi-", 20 }, { "dop_v1_", 20 }, { "shpat_", 20 }, { "shpss_", 20 }, { "SG.", 30 },
  { "ATATT3", 20 }, { "ATCTT3", 20 }, { "figd_", 20 }, { "sbp_", 20 }, { "tvly-", 16 }, { "gsk_", 20 }, { "r8_", 20 },
  { "pplx-", 20 }, { "dapi", 32 }, { "sntrys_", 20 }, { "sntryu_", 20 }, { "glsa_", 20 }, { "PMAK-", 20 }, { "hvs.", 20 },
  { "EAACEdEose0cBA", 20 }, { "-----BEGIN ", 30 },
};

/* Words of a name that say "secret", compared word by word in lower case. */
static const char *const secret_words[] = {
  "token", "secret", "password", "passwd", "passphrase", "pwd", "credential", "credentials", "apikey", "accesskey", "privatekey",
  "secretkey", "authkey", "authorization", "auth", "cookie", "key", "pat", "bearer", "jwt", "accesstoken", "authtoken", "apitoken", NULL
};

/* Words that make of it something about a secret. */
static const char *const harmless_words[] = {
  "file", "path", "dir", "directory", "url", "uri", "endpoint", "host", "id", "name", "type", "public", "expiry", "ttl", "limit",
  "lifetime", "method", "mode", "enabled", "disabled", "max", "min", "count", "scheme", "server", "region", "header", "prefix", "size",
  "store", "provider", "algorithm", "version", "mapping", "sock", "socket", NULL
};

static const char *const placeholder_words[] = {
  "your_", "your-", "your ", "_here", "-here", "xxxx", "changeme", "change_me", "replace", "placeholder", "insert", "<", "...", "…", "****", NULL
};

/* "X-Api-Key", "GITHUB_TOKEN", "apiKey", "access token" → words in lower case. */
static char **
split_words (const char *name)
{
  GString *spaced = g_string_new (NULL);

  for (const char *c = name; *c; c++)
    {
      gboolean starts = c > name && g_ascii_isupper (*c) && g_ascii_islower (c[-1]);

      if (starts)
        g_string_append_c (spaced, ' ');
      g_string_append_c (spaced, g_ascii_isalnum (*c) ? g_ascii_tolower (*c) : ' ');
    }

  char **words = g_strsplit (spaced->str, " ", -1);
  g_string_free (spaced, TRUE);
  return words;
}

/**
 * gate_secret_words_in_name:
 * @name: the name of a header, a variable, a parameter, an option
 *
 * Returns: %TRUE when the name says that its value is secret
 */
gboolean
gate_secret_words_in_name (const char *name)
{
  g_auto(GStrv) words = split_words (name);
  gboolean found = FALSE;

  for (guint i = 0; words[i]; i++)
    {
      if (g_strv_contains (harmless_words, words[i]))
        return FALSE;
      found |= g_strv_contains (secret_words, words[i]);
    }
  return found;
}

/**
 * gate_secret_words_is_filled_in:
 * @value: a value
 *
 * Returns: %FALSE for nothing, and for what stands in instructions where the reader's own value is to go
 */
gboolean
gate_secret_words_is_filled_in (const char *value)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);

  if (strlen (value) < 4)
    return FALSE;
  for (guint i = 0; placeholder_words[i]; i++)
    if (strstr (lower, placeholder_words[i]))
      return FALSE;
  return strstr (lower, "://") || !strstr (lower, "example");
}

static double
bits_per_character (const char *value)
{
  guint counts[256] = { 0 };
  gsize size = strlen (value);
  double bits = 0;

  for (const guchar *c = (const guchar *) value; *c; c++)
    counts[*c]++;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > 0)
      bits -= counts[i] / (double) size * log2 (counts[i] / (double) size);
  return bits;
}

static gboolean
is_uuid (const char *value)
{
  if (strlen (value) != 36)
    return FALSE;
  for (guint i = 0; i < 36; i++)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? value[i] != '-' : !g_ascii_isxdigit (value[i]))
      return FALSE;
  return TRUE;
}

/* One long word of letters and digits mixed, as only machines write them. */
static gboolean
looks_random (const char *value)
{
  guint upper = 0, lower = 0, digits = 0, marks = 0;

  if (strlen (value) < LONG_VALUE || is_uuid (value))
    return FALSE;
  for (const char *c = value; *c; c++)
    {
      upper += g_ascii_isupper (*c) ? 1 : 0;
      lower += g_ascii_islower (*c) ? 1 : 0;
      digits += g_ascii_isdigit (*c) ? 1 : 0;
      marks += strchr ("-_.", *c) ? 1 : 0;
      if (!g_ascii_isalnum (*c) && !strchr ("-_.+=~", *c))
        return FALSE;
    }
  return digits >= 3 && upper + lower >= 3 && marks * 6 <= strlen (value) && bits_per_character (value) >= RANDOM_BITS_PER_CHARACTER;
}

/* RFC 7519: three parts, the first of which is the base64url of an object. */
static gboolean
is_jwt (const char *value)
{
  const char *dot = strchr (value, '.');
  return g_str_has_prefix (value, "eyJ") && dot && strchr (dot + 1, '.');
}

/**
 * gate_secret_words_in_value:
 * @value: a value
 *
 * Returns: %TRUE when the value itself looks like a secret, whatever its name
 */
gboolean
gate_secret_words_in_value (const char *value)
{
  if (!gate_secret_words_is_filled_in (value))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (known_prefixes); i++)
    if (g_str_has_prefix (value, known_prefixes[i].prefix) && strlen (value) >= known_prefixes[i].size)
      return TRUE;
  return is_jwt (value) || looks_random (value);
}
