// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_CHANNEL (gate_sample_channel_get_type ())

/**
 * GateSampleChannel:
 *
 * The way back to the client for one request. A transport implements it; what serves the request knows nothing else of the transport.
 */
G_DECLARE_INTERFACE (GateSampleChannel, gate_sample_channel, GATE, SAMPLE_CHANNEL, GObject)

struct _GateSampleChannelInterface {
  GTypeInterface parent;

  void (*send)      (GateSampleChannel *self,
                     JsonNode          *message);
  void (*answer)    (GateSampleChannel *self,
                     JsonNode          *message,
                     guint              status);
  void (*refuse)    (GateSampleChannel *self,
                     JsonNode          *id,
                     guint              scopes);
  void (*drop)      (GateSampleChannel *self);
  void (*interrupt) (GateSampleChannel *self);
};

void gate_sample_channel_send      (GateSampleChannel  *self,
                                    JsonNode           *message);
void gate_sample_channel_answer    (GateSampleChannel  *self,
                                    JsonNode           *message,
                                    guint               status);
void gate_sample_channel_refuse    (GateSampleChannel  *self,
                                    JsonNode           *id,
                                    guint               scopes);
void gate_sample_channel_drop      (GateSampleChannel  *self);
void gate_sample_channel_interrupt (GateSampleChannel  *self);

G_END_DECLS
