// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-channel.h"
#include "gate-sample-http-session.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_REPLY (gate_sample_reply_get_type ())

/**
 * GateSampleReply:
 *
 * The answer to one POST: JSON when it is there at once, else a stream of events. In the older era the stream can be taken up again
 * after a break, and a break does not cancel anything; in the newer one the end of the connection cancels the request.
 */
G_DECLARE_FINAL_TYPE (GateSampleReply, gate_sample_reply, GATE, SAMPLE_REPLY, GObject)

GateSampleReply *gate_sample_reply_new    (SoupServerMessage      *message,
                                           const char             *origin,
                                           GateSampleHttpSession  *session) G_GNUC_WARN_UNUSED_RESULT;
void             gate_sample_reply_settle (GateSampleReply        *self,
                                           GCancellable           *cancellable);

G_END_DECLS
