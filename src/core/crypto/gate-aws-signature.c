// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-aws-signature.h"

#include "gate-digest.h"

#include <string.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define DAY_LENGTH 8

typedef struct {
  char *name;
  char *value;
} Pair;

static void
pair_clear (gpointer data)
{
  Pair *pair = data;

  g_free (pair->name);
  g_free (pair->value);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const Pair *first = a, *second = b;
  int order = strcmp (first->name, second->name);

  return order != 0 ? order : strcmp (first->value, second->value);
}

static char *
encode (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

/* A part of a query comes encoded; it is decoded and encoded anew, so that there is one way to write it. */
static char *
reencode (const char *text,
          gsize       length)
{
  g_autofree char *part = g_strndup (text, length);
  g_autofree char *plain = g_uri_unescape_string (part, NULL);

  return encode (plain ? plain : part);
}

static void
append_query (GString    *text,
              const char *query)
{
  g_autoptr(GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (pairs, pair_clear);

  for (const char *at = query; at && *at;)
    {
      gsize length = strcspn (at, "&");
      gsize name = MIN (strcspn (at, "="), length);

      if (length > 0)
        {
          Pair pair = { reencode (at, name), name < length ? reencode (at + name + 1, length - name - 1) : g_strdup ("") };
          g_array_append_val (pairs, pair);
        }
      at += length + (at[length] == '&');
    }
  g_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);
      g_string_append_printf (text, "%s%s=%s", i > 0 ? "&" : "", pair->name, pair->value);
    }
  g_string_append_c (text, '\n');
}

/* Removes “.”, “..” and empty segments (RFC 3986 §6), then encodes once more what is already encoded. */
static void
append_path (GString    *text,
             const char *path)
{
  g_auto(GStrv) segments = g_strsplit (path, "/", -1);
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();
  guint count = g_strv_length (segments);
  gboolean ends_open = count > 0 && (!*segments[count - 1] || strcmp (segments[count - 1], ".") == 0
                                     || strcmp (segments[count - 1], "..") == 0);

  for (guint i = 0; i < count; i++)
    if (strcmp (segments[i], "..") == 0)
      g_ptr_array_set_size (kept, MAX ((int) kept->len - 1, 0));
    else if (*segments[i] && strcmp (segments[i], ".") != 0)
      g_ptr_array_add (kept, segments[i]);

  for (guint i = 0; i < kept->len; i++)
    {
      g_autofree char *segment = encode (g_ptr_array_index (kept, i));
      g_string_append_printf (text, "/%s", segment);
    }
  if (kept->len == 0 || ends_open)
    g_string_append_c (text, '/');
  g_string_append_c (text, '\n');
}

/* Trimmed, and every run of blanks inside is one space. */
static char *
normalize_value (const char *value)
{
  GString *text = g_string_new (NULL);

  for (const char *c = value; *c; c++)
    if (!g_ascii_isspace (*c))
      g_string_append_c (text, *c);
    else if (text->len > 0 && text->str[text->len - 1] != ' ')
      g_string_append_c (text, ' ');
  if (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (((const Pair *) a)->name, ((const Pair *) b)->name);
}

static GArray *
sorted_headers (const GateAwsRequest *request)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  g_array_set_clear_func (pairs, pair_clear);
  for (gsize i = 0; i < request->n_headers; i++)
    {
      Pair pair = { g_ascii_strdown (request->headers[i].name, -1), normalize_value (request->headers[i].value) };
      g_array_append_val (pairs, pair);
    }
  /* Stable (GLib sorts arrays by merging), so values of one name stay in their order. */
  g_array_sort (pairs, compare_names);
  return pairs;
}

static gboolean
continues_name (GArray *pairs,
                guint   index)
{
  return index > 0 && strcmp (g_array_index (pairs, Pair, index).name, g_array_index (pairs, Pair, index - 1).name) == 0;
}

static char *
signed_names (GArray *pairs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    if (!continues_name (pairs, i))
      g_string_append_printf (text, "%s%s", i > 0 ? ";" : "", g_array_index (pairs, Pair, i).name);
  return g_string_free (text, FALSE);
}

/**
 * gate_aws_canonical_request:
 * @request: a request
 *
 * The first step of AWS Signature Version 4, for tests and for comparing with what a service complains about.
 *
 * Returns: (transfer full): the canonical request
 */
char *
gate_aws_canonical_request (const GateAwsRequest *request)
{
  g_autoptr(GArray) headers = sorted_headers (request);
  g_autofree char *names = signed_names (headers);
  g_autofree char *digest = gate_sha256_hex (request->body, request->body_size);
  GString *text = g_string_new (request->method);

  g_string_append_c (text, '\n');
  append_path (text, request->path);
  append_query (text, request->query);
  for (guint i = 0; i < headers->len; i++)
    {
      const Pair *pair = &g_array_index (headers, Pair, i);

      if (continues_name (headers, i))
        g_string_append_printf (text, ",%s", pair->value);
      else
        g_string_append_printf (text, "%s%s:%s", i > 0 ? "\n" : "", pair->name, pair->value);
    }
  g_string_append_printf (text, "\n\n%s\n%s", names, digest);
  return g_string_free (text, FALSE);
}

/* The key of one day, region and service, derived step by step. */
static void
derive_key (GateSecret *secret,
            const char *day,
            const char *region,
            const char *service,
            guint8     *key)
{
  const char *steps[] = { day, region, service, "aws4_request" };
  char *start = g_strconcat ("AWS4", gate_secret_peek (secret), NULL);

  gate_hmac_sha256 (start, strlen (start), steps[0], strlen (steps[0]), key);
  for (guint i = 1; i < G_N_ELEMENTS (steps); i++)
    {
      guint8 next[GATE_SHA256_SIZE];

      gate_hmac_sha256 (key, GATE_SHA256_SIZE, steps[i], strlen (steps[i]), next);
      memcpy (key, next, sizeof next);
    }
  gate_secret_wipe (start);
  g_free (start);
}

/**
 * gate_aws_authorization:
 * @request: the request, its headers complete but for `Authorization`
 * @access_key_id: the access key's id
 * @secret_access_key: the secret access key
 * @region: the region, "us-east-1"
 * @service: the service's signing name
 * @date: the value of the `x-amz-date` header, "20150830T123600Z"
 *
 * Signs a request with AWS Signature Version 4. The body's digest is part of what is signed; the path is signed as services other
 * than S3 want it, encoded twice.
 *
 * Returns: (transfer full): the value of the `Authorization` header
 */
char *
gate_aws_authorization (const GateAwsRequest *request,
                        const char           *access_key_id,
                        GateSecret           *secret_access_key,
                        const char           *region,
                        const char           *service,
                        const char           *date)
{
  g_autofree char *canonical = gate_aws_canonical_request (request);
  g_autofree char *digest = gate_sha256_hex (canonical, strlen (canonical));
  g_autofree char *day = g_strndup (date, DAY_LENGTH);
  g_autofree char *scope = g_strdup_printf ("%s/%s/%s/aws4_request", day, region, service);
  g_autofree char *to_sign = g_strdup_printf (ALGORITHM "\n%s\n%s\n%s", date, scope, digest);
  g_autoptr(GArray) headers = sorted_headers (request);
  g_autofree char *names = signed_names (headers);
  guint8 key[GATE_SHA256_SIZE], mac[GATE_SHA256_SIZE];

  derive_key (secret_access_key, day, region, service, key);
  gate_hmac_sha256 (key, sizeof key, to_sign, strlen (to_sign), mac);
  explicit_bzero (key, sizeof key);

  g_autofree char *signature = gate_hex_encode (mac, sizeof mac);
  return g_strdup_printf (ALGORITHM " Credential=%s/%s, SignedHeaders=%s, Signature=%s", access_key_id, scope, names, signature);
}
