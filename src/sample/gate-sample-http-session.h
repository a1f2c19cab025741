// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-session.h"
#include "gate-sample-stream.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_HTTP_SESSION (gate_sample_http_session_get_type ())

/**
 * GateSampleHttpSession:
 *
 * A session over HTTP (up to 2025-11-25, basic/transports): an id, who it belongs to, and its streams of events.
 */
G_DECLARE_FINAL_TYPE (GateSampleHttpSession, gate_sample_http_session, GATE, SAMPLE_HTTP_SESSION, GObject)

GateSampleHttpSession *gate_sample_http_session_new           (const char             *principal) G_GNUC_WARN_UNUSED_RESULT;
const char            *gate_sample_http_session_get_id        (GateSampleHttpSession  *self);
const char            *gate_sample_http_session_get_principal (GateSampleHttpSession  *self);
GateSampleSession     *gate_sample_http_session_get_session   (GateSampleHttpSession  *self);
void                   gate_sample_http_session_touch         (GateSampleHttpSession  *self);
gint64                 gate_sample_http_session_get_used      (GateSampleHttpSession  *self);
GateSampleStream      *gate_sample_http_session_open_stream   (GateSampleHttpSession  *self);
GateSampleStream      *gate_sample_http_session_find_stream   (GateSampleHttpSession  *self,
                                                               guint                   number);
void                   gate_sample_http_session_close         (GateSampleHttpSession  *self);

G_END_DECLS
