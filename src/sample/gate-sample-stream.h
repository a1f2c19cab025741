// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"
#include "gate-sample-sse.h"

G_BEGIN_DECLS

#define GATE_SAMPLE_STREAM_NEW G_MAXUINT

#define GATE_TYPE_SAMPLE_STREAM (gate_sample_stream_get_type ())

/**
 * GateSampleStream:
 *
 * What is sent to a client on one stream of events, kept so that the client can come back for what it missed (2025-11-25,
 * basic/transports, resumability). It outlives the connections that carry it.
 */
G_DECLARE_FINAL_TYPE (GateSampleStream, gate_sample_stream, GATE, SAMPLE_STREAM, GObject)

GateSampleStream *gate_sample_stream_new         (guint              number) G_GNUC_WARN_UNUSED_RESULT;
guint             gate_sample_stream_get_number  (GateSampleStream  *self);
gboolean          gate_sample_stream_is_attached (GateSampleStream  *self);
gboolean          gate_sample_stream_is_finished (GateSampleStream  *self);
void              gate_sample_stream_attach      (GateSampleStream  *self,
                                                  GateSampleSse     *sse,
                                                  guint              after,
                                                  gboolean           prime);
void              gate_sample_stream_send        (GateSampleStream  *self,
                                                  JsonNode          *message);
void              gate_sample_stream_interrupt   (GateSampleStream  *self);
void              gate_sample_stream_finish      (GateSampleStream  *self);
gboolean          gate_sample_stream_parse_id    (const char        *id,
                                                  guint             *number,
                                                  guint             *event);

G_END_DECLS
