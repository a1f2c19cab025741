// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-channel.h"

G_DEFINE_INTERFACE (GateSampleChannel, gate_sample_channel, G_TYPE_OBJECT)

static void
gate_sample_channel_default_init (GateSampleChannelInterface *iface)
{
}

/**
 * gate_sample_channel_send:
 * @self: a channel
 * @message: a notification or a request that belongs to the request in hand
 *
 * Sends a message ahead of the answer.
 */
void
gate_sample_channel_send (GateSampleChannel *self,
                          JsonNode          *message)
{
  GATE_SAMPLE_CHANNEL_GET_IFACE (self)->send (self, message);
}

/**
 * gate_sample_channel_answer:
 * @self: a channel
 * @message: the answer
 * @status: the HTTP status that goes with it, where the transport is HTTP and nothing was sent yet
 *
 * Sends the answer; nothing may follow.
 */
void
gate_sample_channel_answer (GateSampleChannel *self,
                            JsonNode          *message,
                            guint              status)
{
  GATE_SAMPLE_CHANNEL_GET_IFACE (self)->answer (self, message, status);
}

/**
 * gate_sample_channel_refuse:
 * @self: a channel
 * @id: the request's id
 * @scopes: what to sign in for
 *
 * Answers that the sign-in may not do this (RFC 6750 §3.1, insufficient_scope); nothing may follow.
 */
void
gate_sample_channel_refuse (GateSampleChannel *self,
                            JsonNode          *id,
                            guint              scopes)
{
  GATE_SAMPLE_CHANNEL_GET_IFACE (self)->refuse (self, id, scopes);
}

/**
 * gate_sample_channel_drop:
 * @self: a channel
 *
 * Tells that there will be no answer, since the request was cancelled.
 */
void
gate_sample_channel_drop (GateSampleChannel *self)
{
  GATE_SAMPLE_CHANNEL_GET_IFACE (self)->drop (self);
}

/**
 * gate_sample_channel_interrupt:
 * @self: a channel
 *
 * Ends the connection where the client can come back for the answer; elsewhere nothing happens.
 */
void
gate_sample_channel_interrupt (GateSampleChannel *self)
{
  if (GATE_SAMPLE_CHANNEL_GET_IFACE (self)->interrupt)
    GATE_SAMPLE_CHANNEL_GET_IFACE (self)->interrupt (self);
}
