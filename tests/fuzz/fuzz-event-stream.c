// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-error.h"
#include "gate-event-stream.h"

#include <string.h>

#define MAX_EVENT_SIZE 512

static void
write_down (const GateEvent *event,
            gpointer         user_data)
{
  g_assert_true (g_utf8_validate (event->data, -1, NULL));
  g_assert_true (g_utf8_validate (event->type, -1, NULL) && *event->type);
  g_assert_true (!event->id || (*event->id && !strpbrk (event->id, "\r\n")));
  g_string_append_printf (user_data, "%s|%s|%s;", event->type, event->id ? event->id : "-", event->data);
}

/* Feeds pieces of a size each; returns how it ended, as text. */
static char *
run (const uint8_t *data,
     size_t         size,
     size_t         piece)
{
  g_autoptr(GateEventStream) stream = gate_event_stream_new (MAX_EVENT_SIZE);
  g_autoptr(GString) events = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  gboolean ok = TRUE;

  for (size_t at = 0; at < size && ok; at += piece)
    {
      size_t length = MIN (piece, size - at);
      /* Of its own size, so that a sanitizer sees a read past its end. */
      g_autofree uint8_t *copy = g_memdup2 (data + at, length);

      ok = gate_event_stream_feed (stream, copy, length, write_down, events, &error);
    }
  g_assert_true (ok == (error == NULL));
  g_assert_true (ok || gate_error_matches (error, GATE_ERROR_TOO_LARGE));
  return g_strdup_printf ("%s %d %d %s", ok ? "ok" : "too large", gate_event_stream_get_retry (stream), (int) events->len, events->str);
}

/* However the bytes are cut, the same events come out of them. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *whole = run (data, size, size > 0 ? size : 1);
  const size_t pieces[] = { 1, 2, 3, 7, 64 };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *cut = run (data, size, pieces[i]);
      g_assert_cmpstr (cut, ==, whole);
    }
  return 0;
}
