// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-channel.h"

G_BEGIN_DECLS

#define GATE_SAMPLE_MAX_SUBSCRIPTIONS 200

#define GATE_TYPE_SAMPLE_SESSION (gate_sample_session_get_type ())

/**
 * GateSampleSession:
 *
 * What the server remembers of one client: what they agreed on by `initialize`, the requests that are being served, the questions
 * that wait for an answer, the subscriptions. Over HTTP only the revisions up to 2025-11-25 have one; over stdio it is the process.
 *
 * Signals: `push` (JsonNode) with a message that belongs to no request.
 */
G_DECLARE_FINAL_TYPE (GateSampleSession, gate_sample_session, GATE, SAMPLE_SESSION, GObject)

GateSampleSession *gate_sample_session_new              (void) G_GNUC_WARN_UNUSED_RESULT;

/* What was agreed on. */
void               gate_sample_session_set_up           (GateSampleSession    *self,
                                                         const char           *version,
                                                         JsonObject           *capabilities);
const char        *gate_sample_session_get_version      (GateSampleSession    *self);
JsonObject        *gate_sample_session_get_capabilities (GateSampleSession    *self);
void               gate_sample_session_set_log_level    (GateSampleSession    *self,
                                                         const char           *level);
const char        *gate_sample_session_get_log_level    (GateSampleSession    *self);

/* Requests in hand, by the key of their id. */
gboolean           gate_sample_session_begin            (GateSampleSession    *self,
                                                         const char           *key,
                                                         GCancellable         *cancellable);
void               gate_sample_session_end              (GateSampleSession    *self,
                                                         const char           *key);
void               gate_sample_session_cancel           (GateSampleSession    *self,
                                                         const char           *key);
void               gate_sample_session_cancel_all       (GateSampleSession    *self);

/* Questions to the client. */
void               gate_sample_session_ask_async        (GateSampleSession    *self,
                                                         GateSampleChannel    *channel,
                                                         const char           *method,
                                                         JsonObject           *params,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
JsonNode          *gate_sample_session_ask_finish       (GateSampleSession    *self,
                                                         GAsyncResult         *result,
                                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void               gate_sample_session_take_response    (GateSampleSession    *self,
                                                         JsonNode             *message);

/* Messages that belong to no request. */
gboolean           gate_sample_session_subscribe        (GateSampleSession    *self,
                                                         const char           *uri);
void               gate_sample_session_unsubscribe      (GateSampleSession    *self,
                                                         const char           *uri);
gboolean           gate_sample_session_is_subscribed    (GateSampleSession    *self,
                                                         const char           *uri);
void               gate_sample_session_await_page       (GateSampleSession    *self,
                                                         const char           *id);
gboolean           gate_sample_session_take_page        (GateSampleSession    *self,
                                                         const char           *id);
void               gate_sample_session_push             (GateSampleSession    *self,
                                                         const char           *method,
                                                         JsonObject           *params);

G_END_DECLS
