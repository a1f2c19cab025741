// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-error.h"
#include "gate-json.h"
#include "gate-rpc-line-buffer.h"
#include "gate-rpc-message-list.h"

#include <string.h>

#define MAX_LINE_SIZE 512

/* A message that was read is written and read again as the same. */
static void
check_messages (GBytes *line)
{
  g_autoptr(GPtrArray) messages = gate_rpc_message_list_parse (line, NULL);

  for (guint i = 0; messages && i < messages->len; i++)
    {
      g_autoptr(GBytes) text = gate_rpc_message_to_bytes (messages->pdata[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) again = gate_rpc_message_list_parse (text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (again->len, ==, 1);
      g_autoptr(JsonNode) first = gate_rpc_message_to_json (messages->pdata[i]);
      g_autoptr(JsonNode) second = gate_rpc_message_to_json (again->pdata[0]);
      g_assert_true (gate_json_equal (first, second));
    }
}

static void
take_lines (GateRpcLineBuffer *buffer,
            GString           *seen,
            gboolean           parse,
            GError           **error)
{
  GBytes *line;

  while ((line = gate_rpc_line_buffer_take (buffer, error)))
    {
      gsize size;
      const char *data = g_bytes_get_data (line, &size);

      g_assert_true (size > 0 && size <= MAX_LINE_SIZE && !memchr (data, '\n', size));
      g_string_append_len (seen, data, (gssize) size);
      g_string_append_c (seen, '\n');
      if (parse)
        check_messages (line);
      g_bytes_unref (line);
    }
}

/* Feeds pieces of a size each; returns what came out of them. */
static GString *
run (const uint8_t *data,
     size_t         size,
     size_t         piece)
{
  g_autoptr(GateRpcLineBuffer) buffer = gate_rpc_line_buffer_new (MAX_LINE_SIZE);
  GString *seen = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  for (size_t at = 0; at < size && !error; at += piece)
    {
      size_t length = MIN (piece, size - at);
      g_autofree uint8_t *copy = g_memdup2 (data + at, length);

      if (gate_rpc_line_buffer_append (buffer, copy, length, &error))
        take_lines (buffer, seen, piece >= size, &error);
    }
  g_assert_true (!error || gate_error_matches (error, GATE_ERROR_TOO_LARGE));
  if (!error)
    {
      g_autoptr(GBytes) rest = gate_rpc_line_buffer_take_rest (buffer);

      if (rest)
        g_string_append_len (seen, g_bytes_get_data (rest, NULL), (gssize) g_bytes_get_size (rest));
    }
  return seen;
}

/* However the bytes are cut, the same lines come out of them, as long as none is too long. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GString) whole = run (data, size, size > 0 ? size : 1);
  const size_t pieces[] = { 1, 3, 64 };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) cut = run (data, size, pieces[i]);

      g_assert_cmpmem (cut->str, cut->len, whole->str, whole->len);
    }
  return 0;
}
