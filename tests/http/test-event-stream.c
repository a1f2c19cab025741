// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"
#include "gate-event-stream.h"

#include <string.h>

/* Events are written down as "type|id|data;" with "-" for no id, so that a whole stream compares as one text. */
static void
write_down (const GateEvent *event,
            gpointer         user_data)
{
  g_string_append_printf (user_data, "%s|%s|%s;", event->type, event->id ? event->id : "-", event->data);
}

typedef struct {
  const char *name;
  const char *stream;
  gssize      size; /* -1: up to its NUL */
  const char *events;
  const char *last_id;
  int         retry;
} StreamCase;

static const StreamCase stream_cases[] = {
  { "empty", "", -1, "", NULL, -1 },
  { "unfinished line", "data: x", -1, "", NULL, -1 },
  { "unfinished event", "data: x\n", -1, "", NULL, -1 },
  { "unfinished event keeps the older id", "id: 1\ndata: x\n\nid: 2\ndata: y\n", -1, "message|1|x;", "1", -1 },
  { "lf", "data: x\n\n", -1, "message|-|x;", NULL, -1 },
  { "cr", "data: x\r\r", -1, "message|-|x;", NULL, -1 },
  { "crlf", "data: x\r\n\r\n", -1, "message|-|x;", NULL, -1 },
  { "mixed ends", "data: a\rdata: b\ndata: c\r\n\rdata: d\n\r\n", -1, "message|-|a\nb\nc;message|-|d;", NULL, -1 },
  { "cr cr lf is two ends", "data: a\r\r\ndata: b\n\n", -1, "message|-|a;message|-|b;", NULL, -1 },
  { "several lines", "data: a\ndata: b\ndata:\ndata: c\n\n", -1, "message|-|a\nb\n\nc;", NULL, -1 },
  { "two events", "data: a\n\ndata: b\n\n", -1, "message|-|a;message|-|b;", NULL, -1 },
  { "type", "event: endpoint\ndata: /m?s=1\n\n", -1, "endpoint|-|/m?s=1;", NULL, -1 },
  { "type lasts one event", "event: a\ndata: 1\n\ndata: 2\n\n", -1, "a|-|1;message|-|2;", NULL, -1 },
  { "type without data", "event: ping\n\ndata: 2\n\n", -1, "message|-|2;", NULL, -1 },
  { "empty type", "event:\ndata: 2\n\n", -1, "message|-|2;", NULL, -1 },
  { "one space only is dropped", "data:  x\n\ndata:\tx\n\ndata:x\n\n", -1, "message|-| x;message|-|\tx;message|-|x;", NULL, -1 },
  { "colon in data", "data: a: b: c\n\n", -1, "message|-|a: b: c;", NULL, -1 },
  { "field without colon", "data\n\ndata\ndata\n\n", -1, "message|-|;message|-|\n;", NULL, -1 },
  { "comments", ": hello\n\n:\ndata: x\n: mid\ndata: y\n\n:end\n\n", -1, "message|-|x\ny;", NULL, -1 },
  { "unknown fields", "foo: 1\nData: no\n data: no\ndatas: no\ndata: yes\n\n", -1, "message|-|yes;", NULL, -1 },
  { "id stays", "id: 7\ndata: a\n\ndata: b\n\n", -1, "message|7|a;message|7|b;", "7", -1 },
  { "id is reset", "id: 7\ndata: a\n\nid\ndata: b\n\n", -1, "message|7|a;message|-|b;", NULL, -1 },
  { "id with NUL", "id: 7\ndata: a\n\nid: 8\0" "9\ndata: b\n\n", 33, "message|7|a;message|7|b;", "7", -1 },
  { "priming event", "id: p1\ndata: \n\n", -1, "message|p1|;", "p1", -1 },
  { "priming event without data", "id: p1\n\n", -1, "message|p1|;", "p1", -1 },
  { "retry", "retry: 500\n\ndata: x\n\n", -1, "message|-|x;", NULL, 500 },
  { "retry zero", "retry: 0\n\n", -1, "", NULL, 0 },
  { "retry without value", "retry:\n\n", -1, "", NULL, -1 },
  { "retry no digits", "retry: 5s\nretry: -5\nretry: +5\nretry: 0x5\nretry: 1 \n\n", -1, "", NULL, -1 },
  { "retry huge", "retry: 99999999999999999999999999\n\n", -1, "", NULL, G_MAXINT },
  { "byte order mark", "\xef\xbb\xbf" "data: x\n\n", -1, "message|-|x;", NULL, -1 },
  { "byte order mark, once", "\xef\xbb\xbf\xef\xbb\xbf" "data: x\n\ndata: y\n\n", -1, "message|-|y;", NULL, -1 },
  { "byte order mark, not later", "data: x\n\n\xef\xbb\xbf" "data: y\n\n", -1, "message|-|x;", NULL, -1 },
  { "UTF-8", "data: Grüße 🎉\n\n", -1, "message|-|Grüße 🎉;", NULL, -1 },
  { "not UTF-8", "data: a\xff" "b\n\n", -1, "message|-|a\xef\xbf\xbd" "b;", NULL, -1 },
  { "NUL in data", "data: a\0b\n\n", 11, "message|-|a\xef\xbf\xbd" "b;", NULL, -1 },
};

static gsize
size_of (const StreamCase *test)
{
  return test->size >= 0 ? (gsize) test->size : strlen (test->stream);
}

static void
check_end (const StreamCase *test,
           GateEventStream  *stream,
           GString          *events)
{
  g_test_message ("%s", test->name);
  g_assert_cmpstr (events->str, ==, test->events);
  g_assert_cmpstr (gate_event_stream_get_last_event_id (stream), ==, test->last_id);
  g_assert_cmpint (gate_event_stream_get_retry (stream), ==, test->retry);
}

static void
feed_part (GateEventStream *stream,
           const char      *bytes,
           gsize            size,
           GString         *events)
{
  g_autoptr(GError) error = NULL;
  /* Of its own size, so that a sanitizer sees a read past its end. */
  g_autofree char *part = g_memdup2 (bytes, size);

  g_assert_true (gate_event_stream_feed (stream, part, size, write_down, events, &error));
  g_assert_no_error (error);
}

static void
test_split (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stream_cases); i++)
    for (gsize at = 0; at <= size_of (&stream_cases[i]); at++)
      {
        g_autoptr(GateEventStream) stream = gate_event_stream_new (0);
        g_autoptr(GString) events = g_string_new (NULL);

        feed_part (stream, stream_cases[i].stream, at, events);
        feed_part (stream, stream_cases[i].stream + at, size_of (&stream_cases[i]) - at, events);
        check_end (&stream_cases[i], stream, events);
      }
}

static void
test_bytes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stream_cases); i++)
    {
      g_autoptr(GateEventStream) stream = gate_event_stream_new (0);
      g_autoptr(GString) events = g_string_new (NULL);

      for (gsize at = 0; at < size_of (&stream_cases[i]); at++)
        feed_part (stream, stream_cases[i].stream + at, 1, events);
      check_end (&stream_cases[i], stream, events);
    }
}

typedef struct {
  const char *name;
  const char *stream;
  gboolean    ok;
} LimitCase;

/* With a limit of 16 bytes. */
static const LimitCase limit_cases[] = {
  { "line at the limit", "data: 0123456789\n\n", TRUE },
  { "line over the limit", "data: 0123456789a\n\n", FALSE },
  { "line over the limit, unfinished", "data: 0123456789a", FALSE },
  { "comment over the limit", ": 0123456789abcdef\n", FALSE },
  { "data lines within", "data: 01234\ndata: 56789\n\n", TRUE },
  { "data lines over", "data: 01234567\ndata: 01234567\n\n", FALSE },
  { "empty data lines over", "data\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\ndata\n\n", FALSE },
  { "many events within", "data: 0123456789\n\ndata: 0123456789\n\n: 0123456789\n: 0123456789\ndata: 1\n\n", TRUE },
};

static void
test_limit (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limit_cases); i++)
    for (gsize at = 0; at <= strlen (limit_cases[i].stream); at++)
      {
        g_autoptr(GateEventStream) stream = gate_event_stream_new (16);
        g_autoptr(GString) events = g_string_new (NULL);
        g_autoptr(GError) error = NULL;
        const char *text = limit_cases[i].stream;
        gboolean ok = gate_event_stream_feed (stream, text, at, write_down, events, &error)
                      && gate_event_stream_feed (stream, text + at, strlen (text) - at, write_down, events, &error);

        g_test_message ("%s at %" G_GSIZE_FORMAT, limit_cases[i].name, at);
        g_assert_cmpint (ok, ==, limit_cases[i].ok);
        g_assert_cmpint (gate_error_matches (error, GATE_ERROR_TOO_LARGE), ==, !ok);
        if (!ok)
          g_assert_false (gate_event_stream_feed (stream, "\n", 1, write_down, events, NULL));
      }
}

static void
count_bytes (const GateEvent *event,
             gpointer         user_data)
{
  *(gsize *) user_data += strlen (event->data);
}

/* 16 MiB in one event of one line, of many lines, and in pieces of one byte: quadratic work would take hours. */
static void
test_big (void)
{
  const gsize size = 16 * 1024 * 1024;
  g_autofree char *line = g_malloc (size);
  gsize total = 0;

  memset (line, 'x', size);
  g_autoptr(GateEventStream) stream = gate_event_stream_new (0);
  g_assert_true (gate_event_stream_feed (stream, "data: ", 6, count_bytes, &total, NULL));
  for (gsize at = 0; at < size; at += 4096)
    g_assert_true (gate_event_stream_feed (stream, line + at, 4096, count_bytes, &total, NULL));
  g_assert_true (gate_event_stream_feed (stream, "\n\n", 2, count_bytes, &total, NULL));
  g_assert_cmpuint (total, ==, size);

  for (gsize at = 0; at + 8 <= size; at += 8)
    memcpy (line + at, "data: x\n", 8);
  total = 0;
  g_assert_true (gate_event_stream_feed (stream, line, size, count_bytes, &total, NULL));
  g_assert_true (gate_event_stream_feed (stream, "\n", 1, count_bytes, &total, NULL));
  g_assert_cmpuint (total, ==, size / 8 * 2 - 1);

  total = 0;
  for (gsize at = 0; at < 1024 * 1024; at++)
    g_assert_true (gate_event_stream_feed (stream, line + at, 1, count_bytes, &total, NULL));
  g_assert_true (gate_event_stream_feed (stream, "\n", 1, count_bytes, &total, NULL));
  g_assert_cmpuint (total, ==, 1024 * 1024 / 8 * 2 - 1);
}

/* An owner that lets go of the parser when it is told of an event. */
static void
let_go (const GateEvent *event,
        gpointer         user_data)
{
  g_clear_object ((GateEventStream **) user_data);
}

static void
test_let_go (void)
{
  GateEventStream *stream = gate_event_stream_new (0);

  g_assert_true (gate_event_stream_feed (stream, "data: a\n\n", 9, let_go, &stream, NULL));
  g_assert_null (stream);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-stream/split", test_split);
  g_test_add_func ("/event-stream/bytes", test_bytes);
  g_test_add_func ("/event-stream/limit", test_limit);
  g_test_add_func ("/event-stream/big", test_big);
  g_test_add_func ("/event-stream/let-go", test_let_go);
  return g_test_run ();
}
