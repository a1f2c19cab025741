// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-envelope.h"

G_DEFINE_FINAL_TYPE (GateMcpEnvelope, gate_mcp_envelope, G_TYPE_OBJECT)

static void
gate_mcp_envelope_finalize (GObject *object)
{
  GateMcpEnvelope *self = GATE_MCP_ENVELOPE (object);

  g_strfreev (self->headers);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->id, json_node_unref);
  G_OBJECT_CLASS (gate_mcp_envelope_parent_class)->finalize (object);
}

static void
gate_mcp_envelope_class_init (GateMcpEnvelopeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_envelope_finalize;
}

static void
gate_mcp_envelope_init (GateMcpEnvelope *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * gate_mcp_envelope_new:
 * @headers: (nullable): name, value, …, copied
 *
 * Returns: (transfer full): an envelope
 */
GateMcpEnvelope *
gate_mcp_envelope_new (const char *const *headers)
{
  GateMcpEnvelope *self = g_object_new (GATE_TYPE_MCP_ENVELOPE, NULL);

  self->headers = g_strdupv ((char **) headers);
  return self;
}
