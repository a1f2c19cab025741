// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-field-aws.h"

#include "gate-aws-signature.h"
#include "gate-digest.h"

#include <string.h>

#define HEADERS_MAX 4

static GateSecret *
aws_value (GateSignInContext *context,
           GateFieldValues   *values,
           const char        *key)
{
  GPtrArray *fields = context->settings->fields;

  for (guint i = 0; i < fields->len; i++)
    {
      const GateSignInField *field = g_ptr_array_index (fields, i);

      if (field->place == GATE_FIELD_AWS && g_strcmp0 (field->key, key) == 0)
        return gate_field_values_get (values, field->name);
    }
  return NULL;
}

/* Where region and service are not given, an AWS host name has them: service.region.amazonaws.com, service.region.api.aws. */
static char *
aws_part (GateSignInContext *context,
          GateFieldValues   *values,
          const char        *key,
          guint              label,
          const char        *fallback)
{
  GateSecret *given = aws_value (context, values, key);
  g_auto(GStrv) labels = g_strsplit (gate_sign_in_context_get_host (context), ".", 4);

  if (given)
    return g_strdup (gate_secret_peek (given));
  return g_strdup (g_strv_length (labels) == 4 ? labels[label] : fallback);
}

static char *
host_header (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  int port = g_uri_get_port (uri);
  gboolean usual = port <= 0 || port == (g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80);
  g_autofree char *name = strchr (host, ':') ? g_strdup_printf ("[%s]", host) : g_strdup (host);

  return usual ? g_steal_pointer (&name) : g_strdup_printf ("%s:%d", name, port);
}

static void
sign (GateSignInContext *context,
      GateFieldValues   *values,
      SoupMessage       *message,
      GBytes            *body,
      GateSecret        *id,
      GateSecret        *key)
{
  GUri *uri = soup_message_get_uri (message);
  SoupMessageHeaders *request_headers = soup_message_get_request_headers (message);
  GateSecret *token = aws_value (context, values, "session-token");
  g_autofree char *region = aws_part (context, values, "region", 1, "us-east-1");
  g_autofree char *service = aws_part (context, values, "service", 0, "execute-api");
  g_autofree char *host = host_header (uri);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  GateAwsRequest request = { soup_message_get_method (message), g_uri_get_path (uri), g_uri_get_query (uri), NULL, 0, NULL, 0 };
  request.body = body ? g_bytes_get_data (body, &request.body_size) : NULL;

  g_autofree char *digest = gate_sha256_hex (request.body, request.body_size);
  GateAwsHeader headers[HEADERS_MAX] = { { "host", host }, { "x-amz-content-sha256", digest }, { "x-amz-date", date } };
  request.headers = headers;
  request.n_headers = 3;
  if (token)
    headers[request.n_headers++] = (GateAwsHeader) { "x-amz-security-token", gate_secret_peek (token) };

  g_autofree char *authorization = gate_aws_authorization (&request, gate_secret_peek (id), key, region, service, date);
  for (gsize i = 1; i < request.n_headers; i++)
    soup_message_headers_replace (request_headers, headers[i].name, headers[i].value);
  soup_message_headers_replace (request_headers, "Authorization", authorization);
}

/**
 * gate_field_aws_sign:
 * @context: the sign-in
 * @values: its values, read
 * @message: a request, its other headers complete
 * @body: (nullable): what will be sent
 * @error: set to %GATE_ERROR_UNTRUSTED
 *
 * Signs a request where the values hold AWS keys (AWS Signature Version 4); else leaves it as it is.
 *
 * Returns: %TRUE when done
 */
gboolean
gate_field_aws_sign (GateSignInContext  *context,
                     GateFieldValues    *values,
                     SoupMessage        *message,
                     GBytes             *body,
                     GError            **error)
{
  GateSecret *id = aws_value (context, values, "access-key-id"), *key = aws_value (context, values, "secret-access-key");

  if (!id || !key)
    return TRUE;
  if (!gate_sign_in_context_is_home (context, message, error))
    return FALSE;
  sign (context, values, message, body, id, key);
  return TRUE;
}
