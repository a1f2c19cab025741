// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-message.h"
#include "gate-sample-session.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_CALL (gate_sample_call_get_type ())

/**
 * GateSampleCall:
 *
 * One request while it is served, in either era. Whoever serves it holds a reference until it gave exactly one answer: a result, an
 * error or a refusal. Once the client took the request back, an answer is dropped.
 */
G_DECLARE_FINAL_TYPE (GateSampleCall, gate_sample_call, GATE, SAMPLE_CALL, GObject)

GateSampleCall    *gate_sample_call_new             (JsonNode             *request,
                                                     GateSampleChannel    *channel,
                                                     GateSampleSession    *session,
                                                     guint                 scopes,
                                                     const char           *principal) G_GNUC_WARN_UNUSED_RESULT;
const char        *gate_sample_call_get_method      (GateSampleCall       *self);
JsonObject        *gate_sample_call_get_params      (GateSampleCall       *self);
JsonNode          *gate_sample_call_get_id          (GateSampleCall       *self);
gboolean           gate_sample_call_is_modern       (GateSampleCall       *self);
const char        *gate_sample_call_get_version     (GateSampleCall       *self);
GateSampleSession *gate_sample_call_get_session     (GateSampleCall       *self);
GateSampleChannel *gate_sample_call_get_channel     (GateSampleCall       *self);
GCancellable      *gate_sample_call_get_cancellable (GateSampleCall       *self);
const char        *gate_sample_call_get_principal   (GateSampleCall       *self);
gboolean           gate_sample_call_is_done         (GateSampleCall       *self);
gboolean           gate_sample_call_can_elicit      (GateSampleCall       *self,
                                                     const char           *mode);

/* Ahead of the answer. */
void               gate_sample_call_notify          (GateSampleCall       *self,
                                                     const char           *method,
                                                     JsonObject           *params);
void               gate_sample_call_progress        (GateSampleCall       *self,
                                                     double                done,
                                                     double                total,
                                                     const char           *text);
void               gate_sample_call_log             (GateSampleCall       *self,
                                                     const char           *level,
                                                     const char           *text);

/* The answer. */
gboolean           gate_sample_call_require         (GateSampleCall       *self,
                                                     guint                 scopes);
void               gate_sample_call_return_result   (GateSampleCall       *self,
                                                     JsonObject           *result);
void               gate_sample_call_return_cached   (GateSampleCall       *self,
                                                     JsonObject           *result,
                                                     gint64                ttl_ms);
void               gate_sample_call_return_error    (GateSampleCall       *self,
                                                     int                   code,
                                                     const char           *format,
                                                     ...) G_GNUC_PRINTF (3, 4);
void               gate_sample_call_return_message  (GateSampleCall       *self,
                                                     JsonNode             *message,
                                                     guint                 status);
void               gate_sample_call_drop            (GateSampleCall       *self);

JsonObject        *gate_sample_server_info          (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
