// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-target.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-mcp-sse-transport.h"
#include "gate-mcp-stdio-transport.h"

struct _GateMcpTarget {
  GObject             parent_instance;

  char              **argv;        /* (nullable): of a local one */
  char              **environment; /* (nullable) */
  char               *directory;   /* (nullable) */
  GateSandbox        *sandbox;     /* (nullable) */

  GateHttp           *http;        /* (nullable): of a remote one */
  char               *address;     /* (nullable) */
  GateMcpRemoteKind   kind;
  GateAuthorizer     *authorizer;  /* (nullable) */

  GateSecretMask     *mask;        /* (nullable) */
};

G_DEFINE_FINAL_TYPE (GateMcpTarget, gate_mcp_target, G_TYPE_OBJECT)

static void
gate_mcp_target_finalize (GObject *object)
{
  GateMcpTarget *self = GATE_MCP_TARGET (object);

  g_strfreev (self->argv);
  g_strfreev (self->environment);
  g_free (self->directory);
  g_clear_object (&self->sandbox);
  g_clear_object (&self->http);
  g_free (self->address);
  g_clear_object (&self->authorizer);
  g_clear_object (&self->mask);
  G_OBJECT_CLASS (gate_mcp_target_parent_class)->finalize (object);
}

static void
gate_mcp_target_class_init (GateMcpTargetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_target_finalize;
}

static void
gate_mcp_target_init (GateMcpTarget *self)
{
}

/**
 * gate_mcp_target_new_remote:
 * @http: where requests are made
 * @address: the server’s address, not yet checked
 * @kind: which transports to try
 * @authorizer: (nullable): what puts credentials on requests
 *
 * Returns: (transfer full): a target
 */
GateMcpTarget *
gate_mcp_target_new_remote (GateHttp          *http,
                            const char        *address,
                            GateMcpRemoteKind  kind,
                            GateAuthorizer    *authorizer)
{
  GateMcpTarget *self = g_object_new (GATE_TYPE_MCP_TARGET, NULL);

  self->http = g_object_ref (http);
  self->address = g_strdup (address);
  self->kind = kind;
  self->authorizer = authorizer ? g_object_ref (authorizer) : NULL;
  return self;
}

/**
 * gate_mcp_target_new_local:
 * @argv: the program and its arguments
 * @environment: (nullable): `NAME=value` for each variable
 * @directory: (nullable): where it runs
 * @sandbox: (nullable): how it is confined
 *
 * Returns: (transfer full): a target
 */
GateMcpTarget *
gate_mcp_target_new_local (const char *const *argv,
                           const char *const *environment,
                           const char        *directory,
                           GateSandbox       *sandbox)
{
  GateMcpTarget *self = g_object_new (GATE_TYPE_MCP_TARGET, NULL);

  self->argv = g_strdupv ((char **) argv);
  self->environment = g_strdupv ((char **) environment);
  self->directory = g_strdup (directory);
  self->sandbox = sandbox ? g_object_ref (sandbox) : NULL;
  return self;
}

/**
 * gate_mcp_target_is_local:
 * @self: a target
 *
 * Returns: %TRUE for a program that is run
 */
gboolean
gate_mcp_target_is_local (GateMcpTarget *self)
{
  return self->argv != NULL;
}

/**
 * gate_mcp_target_get_kind:
 * @self: a target
 *
 * Returns: which transports to try for a remote one
 */
GateMcpRemoteKind
gate_mcp_target_get_kind (GateMcpTarget *self)
{
  return self->kind;
}

/**
 * gate_mcp_target_set_mask:
 * @self: a target
 * @mask: (nullable): the secrets that the server is given
 *
 * Has secrets taken out of all that comes from connections that are made from now on.
 */
void
gate_mcp_target_set_mask (GateMcpTarget  *self,
                          GateSecretMask *mask)
{
  g_set_object (&self->mask, mask);
}

/* What private answers are kept for: one that is kept for one account is never given to another. */
char *
gate_mcp_target_dup_context (GateMcpTarget *self)
{
  char *context = self->authorizer ? gate_authorizer_dup_context (self->authorizer) : NULL;

  return context ? context : g_strdup ("");
}

/* Makes what carries the messages; kind counts for remote targets only. Sets GATE_ERROR_INVALID where the address is wrong. */
GateMcpTransport *
gate_mcp_target_create_transport (GateMcpTarget      *self,
                                  GateMcpRemoteKind   kind,
                                  guint               total_ms,
                                  GError            **error)
{
  g_autoptr(GUri) uri = NULL;

  if (self->argv && self->argv[0])
    return gate_mcp_stdio_transport_new ((const char *const *) self->argv, (const char *const *) self->environment, self->directory,
                                         self->sandbox, self->mask);
  if (self->argv)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, _("Correct the connector’s command."), _("The server has no command."));
      return NULL;
    }
  uri = gate_address_parse (self->address, error);
  if (!uri)
    return NULL;
  if (kind == GATE_MCP_REMOTE_SSE)
    return gate_mcp_sse_transport_new (self->http, uri, self->authorizer, self->mask);
  return gate_mcp_http_transport_new (self->http, uri, self->authorizer, self->mask, total_ms);
}
