// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_SSE (gate_sample_sse_get_type ())

/**
 * GateSampleSse:
 *
 * The answer to a request as a stream of events (WHATWG HTML §9.2), with a comment now and then that keeps it from being cut.
 *
 * Signals: `closed` once, when either side ended it.
 */
G_DECLARE_FINAL_TYPE (GateSampleSse, gate_sample_sse, GATE, SAMPLE_SSE, GObject)

GateSampleSse *gate_sample_sse_new   (SoupServerMessage  *message) G_GNUC_WARN_UNUSED_RESULT;
void           gate_sample_sse_send  (GateSampleSse      *self,
                                      const char         *id,
                                      const char         *data);
void           gate_sample_sse_prime (GateSampleSse      *self,
                                      const char         *id,
                                      guint               retry_ms);
void           gate_sample_sse_close (GateSampleSse      *self);

G_END_DECLS
