// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_MCP_ENVELOPE (gate_mcp_envelope_get_type ())

/**
 * GateMcpEnvelope:
 * @headers: (nullable): headers beside the message: name, value, …, only used by Streamable HTTP
 * @cancellable: ends the carrying when nobody waits for the answer any more
 * @is_silent: whether the server is not to be told when nobody waits any more
 * @id: (nullable): the request's id, once it was sent
 * @status: the status of the HTTP answer, or 0
 * @received: the bytes of the answer
 * @was_forgotten: the server had forgotten the session, so that it did not take the request
 * @was_broken: the stream of the answer ended before it, so that the request is lost
 *
 * What goes beside a request to the transport, and what the transport tells about the answer. Private to the room.
 */
G_DECLARE_FINAL_TYPE (GateMcpEnvelope, gate_mcp_envelope, GATE, MCP_ENVELOPE, GObject)

struct _GateMcpEnvelope {
  GObject        parent_instance;

  char         **headers;
  GCancellable  *cancellable;
  gboolean       is_silent;
  JsonNode      *id;
  guint          status;
  gsize          received;
  gboolean       was_forgotten;
  gboolean       was_broken;
};

GateMcpEnvelope *gate_mcp_envelope_new (const char *const *headers) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
