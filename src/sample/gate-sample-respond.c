// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-respond.h"

/**
 * gate_sample_respond_body:
 * @message: a request
 * @status: the HTTP status
 * @type: the media type
 * @body: the answer's body
 *
 * Answers with a text that is not to be kept.
 */
void
gate_sample_respond_body (SoupServerMessage *message,
                          guint              status,
                          const char        *type,
                          const char        *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, strlen (body));
}

/**
 * gate_sample_respond_json:
 * @message: a request
 * @status: the HTTP status
 * @body: the answer
 *
 * Answers with JSON.
 */
void
gate_sample_respond_json (SoupServerMessage *message,
                          guint              status,
                          JsonNode          *body)
{
  g_autofree char *text = gate_json_to_text (body);

  gate_sample_respond_body (message, status, "application/json", text);
}

/**
 * gate_sample_respond_error:
 * @message: a request
 * @status: the HTTP status
 * @error: an error code (RFC 6749 §5.2)
 * @description: one sentence
 *
 * Answers with an OAuth error.
 */
void
gate_sample_respond_error (SoupServerMessage *message,
                           guint              status,
                           const char        *error,
                           const char        *description)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error", error);
  json_object_set_string_member (object, "error_description", description);

  g_autoptr(JsonNode) body = gate_json_take_object (object);
  gate_sample_respond_json (message, status, body);
}

/**
 * gate_sample_respond_text:
 * @message: a request
 * @status: the HTTP status
 * @text: one sentence
 *
 * Answers with plain text.
 */
void
gate_sample_respond_text (SoupServerMessage *message,
                          guint              status,
                          const char        *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  gate_sample_respond_body (message, status, "text/plain; charset=utf-8", line);
}

/**
 * gate_sample_respond_redirect:
 * @message: a request
 * @status: 302 or 303
 * @uri: where to go
 *
 * Answers with a redirect.
 */
void
gate_sample_respond_redirect (SoupServerMessage *message,
                              guint              status,
                              const char        *uri)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Location", uri);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_server_message_set_status (message, status, NULL);
}

/**
 * gate_sample_respond_method:
 * @message: a request
 * @allowed: the methods that are understood, "GET, POST"
 *
 * Answers 405 to any other method.
 *
 * Returns: %TRUE when the method is one of them
 */
gboolean
gate_sample_respond_method (SoupServerMessage *message,
                            const char        *allowed)
{
  g_auto(GStrv) names = g_strsplit (allowed, ", ", -1);

  if (g_strv_contains ((const char *const *) names, soup_server_message_get_method (message)))
    return TRUE;
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", allowed);
  gate_sample_respond_text (message, 405, "This address does not understand that method.");
  return FALSE;
}
