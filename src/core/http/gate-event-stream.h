// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateEvent:
 * @type: the event's type, "message" where none was given
 * @data: its data, lines joined with line feeds; "" for an event that only carries an id
 * @id: (nullable): the last event id as of this event
 */
typedef struct {
  const char *type;
  const char *data;
  const char *id;
} GateEvent;

typedef void (*GateEventFunc) (const GateEvent *event,
                               gpointer         user_data);

#define GATE_TYPE_EVENT_STREAM (gate_event_stream_get_type ())

/**
 * GateEventStream:
 *
 * A parser of server-sent events (WHATWG HTML §9.2), fed with bytes as they come, linear in time, bounded in memory. Unlike in a
 * browser, an event with an id and empty data is reported too (MCP's priming event).
 */
G_DECLARE_FINAL_TYPE (GateEventStream, gate_event_stream, GATE, EVENT_STREAM, GObject)

GateEventStream *gate_event_stream_new               (gsize             max_event_size) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gate_event_stream_feed              (GateEventStream  *self,
                                                      const void       *data,
                                                      gsize             size,
                                                      GateEventFunc     function,
                                                      gpointer          user_data,
                                                      GError          **error);
const char      *gate_event_stream_get_last_event_id (GateEventStream  *self);
/* Milliseconds of the last `retry:` line, or -1. */
int              gate_event_stream_get_retry         (GateEventStream  *self);

G_END_DECLS
