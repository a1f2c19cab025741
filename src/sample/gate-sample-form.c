// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-form.h"

#define MAX_FORM (16 * 1024)

/**
 * gate_sample_form_parse:
 * @text: (nullable): a query, or the body of a form
 *
 * Parses `application/x-www-form-urlencoded`. A parameter may be given once only (RFC 6749 §3.1).
 *
 * Returns: (transfer full) (nullable): the parameters, %NULL when something is given twice or is not UTF-8
 */
GHashTable *
gate_sample_form_parse (const char *text)
{
  g_autoptr(GHashTable) form = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GUriParamsIter iter;
  char *name = NULL, *value = NULL;
  g_autoptr(GError) error = NULL;

  if (!text)
    return g_steal_pointer (&form);
  if (strlen (text) > MAX_FORM)
    return NULL;
  g_uri_params_iter_init (&iter, text, -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &error))
    if (!g_hash_table_insert (form, name, value))
      return NULL;
  return error ? NULL : g_steal_pointer (&form);
}

/**
 * gate_sample_form_parse_body:
 * @message: a POST
 *
 * Returns: (transfer full) (nullable): the parameters in its body, %NULL when the body is no form
 */
GHashTable *
gate_sample_form_parse_body (SoupServerMessage *message)
{
  const char *type = soup_message_headers_get_content_type (soup_server_message_get_request_headers (message), NULL);
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  gsize size = 0;
  const char *data = g_bytes_get_data (body, &size);
  g_autofree char *text = g_strndup (data ? data : "", size);

  if (g_strcmp0 (type, "application/x-www-form-urlencoded") != 0 || strlen (text) != size)
    return NULL;
  return gate_sample_form_parse (text);
}

/**
 * gate_sample_form_add:
 * @uri: an address, maybe with a query
 * @...: pairs of name and value, ended by %NULL; a pair whose value is %NULL or "" is left out
 *
 * Returns: (transfer full): the address with parameters added to its query
 */
char *
gate_sample_form_add (const char *uri,
                      ...)
{
  GString *out = g_string_new (uri);
  char separator = strchr (uri, '?') ? '&' : '?';
  va_list pairs;
  const char *name = NULL;

  va_start (pairs, uri);
  while ((name = va_arg (pairs, const char *)))
    {
      const char *value = va_arg (pairs, const char *);
      g_autofree char *escaped = value && *value ? g_uri_escape_string (value, NULL, FALSE) : NULL;

      if (!escaped)
        continue;
      g_string_append_printf (out, "%c%s=%s", separator, name, escaped);
      separator = '&';
    }
  va_end (pairs);
  return g_string_free (out, FALSE);
}
