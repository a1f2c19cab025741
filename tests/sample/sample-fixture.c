// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample-fixture.h"

#include <glib/gstdio.h>

void
fixture_start (Fixture           *self,
               GateSampleOptions  options)
{
  g_autoptr(GError) error = NULL;

  if (!self->folder)
    self->folder = g_dir_make_tmp ("sample-XXXXXX", &error);
  g_assert_no_error (error);
  options.folder = self->folder;
  if (options.token_lifetime == 0)
    options.token_lifetime = 3600;
  self->sample = gate_sample_new (&options, &error);
  g_assert_no_error (error);
  g_assert_true (gate_sample_start (self->sample, &error));
  g_assert_no_error (error);
  self->session = soup_session_new_with_options ("max-conns", 64, "max-conns-per-host", 32, NULL);
  soup_session_set_timeout (self->session, 30);
}

static void
close_all (Fixture *self)
{
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  gate_sample_close (self->sample);
  gate_test_finalize (self->sample);
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

void
fixture_stop (Fixture *self)
{
  close_all (self);
  remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

void
fixture_restart (Fixture           *self,
                 GateSampleOptions  options)
{
  close_all (self);
  fixture_start (self, options);
}

char *
fixture_address (Fixture    *self,
                 const char *path)
{
  return g_strconcat (gate_sample_get_origin (self->sample), path, NULL);
}

SoupMessage *
fixture_message (Fixture    *self,
                 const char *method,
                 const char *path,
                 const char *type,
                 const char *body,
                 ...)
{
  g_autofree char *address = *path == '/' ? fixture_address (self, path) : g_strdup (path);
  SoupMessage *message = soup_message_new (method, address);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  va_list pairs;
  const char *name = NULL;

  g_assert_nonnull (message);
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (body)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));
      soup_message_set_request_body_from_bytes (message, type, bytes);
    }
  va_start (pairs, body);
  while ((name = va_arg (pairs, const char *)))
    soup_message_headers_replace (headers, name, va_arg (pairs, const char *));
  va_end (pairs);
  return message;
}

/* Takes the first whole event out of a text; FALSE when there is none. An event without data gives NULL. */
static gboolean
take_event (GString   *text,
            JsonNode **event,
            char     **last_id)
{
  const char *end = strstr (text->str, "\n\n");
  g_auto(GStrv) lines = NULL;

  *event = NULL;
  if (!end)
    return FALSE;
  g_autofree char *block = g_strndup (text->str, (gsize) (end - text->str));
  g_string_erase (text, 0, end - text->str + 2);
  lines = g_strsplit (block, "\n", -1);
  for (char **line = lines; *line; line++)
    {
      if (g_str_has_prefix (*line, "id: "))
        {
          g_free (*last_id);
          *last_id = g_strdup (*line + 4);
        }
      if (g_str_has_prefix (*line, "data: ") && (*line)[6])
        {
          *event = gate_json_parse (*line + 6, -1, GATE_JSON_MESSAGE_LIMIT, NULL);
          g_assert_nonnull (*event);
        }
    }
  return TRUE;
}

static void
read_events (Answer *self)
{
  g_autoptr(GString) text = g_string_new (self->body);
  JsonNode *event = NULL;

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  while (take_event (text, &event, &self->last_id))
    if (event)
      g_ptr_array_add (self->events, event);
  if (self->events->len > 0)
    self->json = json_node_ref (self->events->pdata[self->events->len - 1]);
}

Answer *
fixture_send (Fixture     *self,
              SoupMessage *message)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  const char *type = NULL;

  answer->message = message;
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  bytes = soup_session_send_and_read_finish (self->session, result, &error);
  g_assert_no_error (error);
  answer->status = soup_message_get_status (message);
  answer->body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);
  if (g_strcmp0 (type, "application/json") == 0)
    {
      answer->json = gate_json_parse (answer->body, -1, GATE_JSON_MESSAGE_LIMIT, &error);
      g_assert_no_error (error);
    }
  else if (g_strcmp0 (type, "text/event-stream") == 0)
    read_events (answer);
  return answer;
}

Answer *
fixture_get (Fixture    *self,
             const char *path)
{
  return fixture_send (self, fixture_message (self, "GET", path, NULL, NULL, NULL));
}

Answer *
fixture_post_form (Fixture    *self,
                   const char *path,
                   const char *form)
{
  return fixture_send (self, fixture_message (self, "POST", path, "application/x-www-form-urlencoded", form, NULL));
}

Stream *
fixture_open (Fixture     *self,
              SoupMessage *message)
{
  Stream *stream = g_new0 (Stream, 1);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  stream->message = message;
  stream->text = g_string_new (NULL);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  stream->body = soup_session_send_finish (self->session, result, &error);
  g_assert_no_error (error);
  stream->status = soup_message_get_status (message);
  return stream;
}

static void
read_more (Stream *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  g_input_stream_read_bytes_async (self->body, 4096, G_PRIORITY_DEFAULT, NULL, gate_test_keep_result, &result);
  gate_test_wait (result);
  bytes = g_input_stream_read_bytes_finish (self->body, result, &error);
  g_assert_no_error (error);
  self->ended = g_bytes_get_size (bytes) == 0;
  g_string_append_len (self->text, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
}

/* The next message on the stream, or NULL at its end. */
JsonNode *
stream_next (Stream *self)
{
  JsonNode *event = NULL;

  while (!event)
    {
      if (take_event (self->text, &event, &self->last_id))
        continue;
      if (self->ended)
        return NULL;
      read_more (self);
    }
  return event;
}

void
stream_read_to_end (Stream *self)
{
  while (!self->ended)
    read_more (self);
}

void
stream_free (Stream *self)
{
  if (!self)
    return;
  g_input_stream_close (self->body, NULL, NULL);
  g_object_unref (self->body);
  g_object_unref (self->message);
  g_string_free (self->text, TRUE);
  g_free (self->last_id);
  g_free (self);
}

void
answer_free (Answer *self)
{
  if (!self)
    return;
  g_object_unref (self->message);
  g_free (self->body);
  g_free (self->last_id);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}

const char *
answer_header (Answer     *self,
               const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

/* A member by its path, "result/content/0/text"; NULL when it is not there. */
JsonNode *
json_find (JsonNode   *root,
           const char *path)
{
  g_auto(GStrv) steps = g_strsplit (path, "|", -1);
  JsonNode *at = root;

  for (char **step = steps; at && *step; step++)
    {
      if (JSON_NODE_HOLDS_OBJECT (at))
        at = gate_json_get (json_node_get_object (at), *step);
      else if (JSON_NODE_HOLDS_ARRAY (at) && g_ascii_strtoull (*step, NULL, 10) < json_array_get_length (json_node_get_array (at)))
        at = json_array_get_element (json_node_get_array (at), (guint) g_ascii_strtoull (*step, NULL, 10));
      else
        at = NULL;
    }
  return at;
}

const char *
json_text (JsonNode   *root,
           const char *path)
{
  JsonNode *found = json_find (root, path);

  return found ? gate_json_node_string (found) : NULL;
}

JsonNode *
answer_find (Answer     *self,
             const char *path)
{
  return self->json ? json_find (self->json, path) : NULL;
}

const char *
answer_string (Answer     *self,
               const char *path)
{
  return self->json ? json_text (self->json, path) : NULL;
}

gint64
answer_int (Answer     *self,
            const char *path)
{
  JsonNode *found = answer_find (self, path);

  return found && gate_json_node_is_integer (found) ? json_node_get_int (found) : G_MININT64;
}

char *
query_value (const char *address,
             const char *name)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr(GHashTable) query = soup_form_decode (g_uri_get_query (uri));

  return g_strdup (g_hash_table_lookup (query, name));
}

char *
fixture_register (Fixture *self)
{
  g_autoptr(Answer) answer = fixture_send (self, fixture_message (self, "POST", "/register", "application/json",
                                                                  "{\"client_name\":\"A test\",\"application_type\":\"native\","
                                                                  "\"redirect_uris\":[\"http://127.0.0.1/callback\"]}", NULL));

  g_assert_cmpuint (answer->status, ==, 201);
  return g_strdup (answer_string (answer, "client_id"));
}

Answer *
fixture_authorize (Fixture    *self,
                   const char *app,
                   const char *scope)
{
  g_autofree char *resource = fixture_address (self, MCP);
  g_autofree char *query = soup_form_encode ("response_type", "code", "client_id", app, "redirect_uri", REDIRECT, "state", "the state",
                                             "code_challenge", CHALLENGE, "code_challenge_method", "S256", "scope", scope,
                                             "resource", resource, NULL);
  g_autofree char *path = g_strconcat ("/authorize?", query, NULL);

  return fixture_get (self, path);
}

char *
fixture_code (Fixture    *self,
              const char *app,
              const char *scope)
{
  g_autoptr(Answer) answer = fixture_authorize (self, app, scope);

  g_assert_cmpuint (answer->status, ==, 303);
  return query_value (answer_header (answer, "Location"), "code");
}

Answer *
fixture_redeem (Fixture    *self,
                const char *app,
                const char *code)
{
  g_autofree char *resource = fixture_address (self, MCP);
  g_autofree char *form = soup_form_encode ("grant_type", "authorization_code", "client_id", app, "code", code, "redirect_uri", REDIRECT,
                                            "code_verifier", VERIFIER, "resource", resource, NULL);

  return fixture_post_form (self, "/token", form);
}

/* The value of an Authorization header. */
char *
fixture_sign_in (Fixture    *self,
                 const char *scope)
{
  g_autofree char *app = fixture_register (self);
  g_autofree char *code = fixture_code (self, app, scope);
  g_autoptr(Answer) answer = fixture_redeem (self, app, code);

  g_assert_cmpuint (answer->status, ==, 200);
  return g_strconcat ("Bearer ", answer_string (answer, "access_token"), NULL);
}
