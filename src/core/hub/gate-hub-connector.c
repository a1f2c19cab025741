// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-connector-private.h"

#include "gate-address.h"
#include "gate-json.h"
#include "gate-secret-scan.h"
#include "gate-text.h"

#include <string.h>

struct _GateHubConnector {
  GObject        parent_instance;

  GateConnector *connector;
  GateConnector *shown;     /* the same, without what may stand in it in the clear */
  char          *target;
  char         **accounts;
};

G_DEFINE_FINAL_TYPE (GateHubConnector, gate_hub_connector, G_TYPE_OBJECT)

static void
gate_hub_connector_finalize (GObject *object)
{
  GateHubConnector *self = GATE_HUB_CONNECTOR (object);

  g_clear_object (&self->connector);
  g_clear_object (&self->shown);
  g_free (self->target);
  g_strfreev (self->accounts);
  G_OBJECT_CLASS (gate_hub_connector_parent_class)->finalize (object);
}

static void
gate_hub_connector_class_init (GateHubConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_hub_connector_finalize;
}

static void
gate_hub_connector_init (GateHubConnector *self)
{
}

static char *
join_command (const char * const *argv)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; argv && argv[i]; i++)
    g_ptr_array_add (words, strpbrk (argv[i], " \t\n'\"\\$`") || !*argv[i] ? g_shell_quote (argv[i]) : g_strdup (argv[i]));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

static char **
collect_accounts (GateConnector      *connector,
                  const char * const *without)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char * const *more = gate_connector_get_accounts (connector);

  g_strv_builder_add (builder, "");
  for (guint i = 0; more && more[i]; i++)
    if (!without || !g_strv_contains (without, more[i]))
      g_strv_builder_add (builder, more[i]);
  return g_strv_builder_end (builder);
}

/**
 * gate_hub_connector_new:
 * @connector: a server entry
 *
 * Returns: (transfer full): it as faces see it
 */
GateHubConnector *
gate_hub_connector_new (GateConnector *connector)
{
  return gate_hub_connector_new_without (connector, NULL);
}

/**
 * gate_hub_connector_new_without:
 * @connector: a server entry
 * @accounts: (nullable) (array zero-terminated=1): accounts that are not to be seen
 *
 * Returns: (transfer full): it as faces see it
 */
GateHubConnector *
gate_hub_connector_new_without (GateConnector      *connector,
                                const char * const *accounts)
{
  GateHubConnector *self = g_object_new (GATE_TYPE_HUB_CONNECTOR, NULL);
  gboolean local = gate_connector_get_kind (connector) == GATE_CONNECTOR_STDIO;

  self->connector = g_object_ref (connector);
  self->shown = gate_secret_scan_conceal (connector);
  self->target = local ? join_command (gate_connector_get_argv (self->shown)) : g_strdup (gate_connector_get_address (self->shown));
  self->accounts = collect_accounts (connector, accounts);
  return self;
}

/**
 * gate_hub_connector_get_connector:
 * @self: a connector
 *
 * Returns: (transfer none): the server entry
 */
GateConnector *
gate_hub_connector_get_connector (GateHubConnector *self)
{
  return self->connector;
}

/**
 * gate_hub_connector_needs_network:
 * @self: a connector
 *
 * Returns: %TRUE unless its server runs on this computer
 */
gboolean
gate_hub_connector_needs_network (GateHubConnector *self)
{
  const char *address = gate_connector_get_address (self->connector);
  g_autoptr(GUri) uri = address ? gate_address_parse (address, NULL) : NULL;

  return gate_connector_get_kind (self->connector) != GATE_CONNECTOR_STDIO && (!uri || !gate_address_is_loopback (uri));
}

/**
 * gate_hub_connector_starts_here:
 * @self: a connector
 *
 * Returns: %TRUE when asking it starts a program on this computer where that does not run
 */
gboolean
gate_hub_connector_starts_here (GateHubConnector *self)
{
  JsonObject *entry = gate_json_node_object (gate_connector_get_source (self->connector));
  JsonObject *own = gate_json_get_object (entry, "gatehouse");

  return gate_connector_get_kind (self->connector) == GATE_CONNECTOR_STDIO || (own && gate_json_get_boolean (own, "sample", FALSE));
}

/**
 * gate_hub_connector_get_id:
 * @self: a connector
 *
 * Returns: its id, the first part of its tools' full names
 */
const char *
gate_hub_connector_get_id (GateHubConnector *self)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return gate_connector_get_id (self->connector);
}

/**
 * gate_hub_connector_get_label:
 * @self: a connector
 *
 * Returns: what people read
 */
const char *
gate_hub_connector_get_label (GateHubConnector *self)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return gate_connector_get_label (self->connector);
}

/**
 * gate_hub_connector_get_kind:
 * @self: a connector
 *
 * Returns: "http", "sse" or "stdio"
 */
const char *
gate_hub_connector_get_kind (GateHubConnector *self)
{
  static const char *const names[] = { "http", "sse", "stdio" };

  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return names[gate_connector_get_kind (self->connector)];
}

/**
 * gate_hub_connector_get_origin:
 * @self: a connector
 *
 * Returns: who brought it: "managed", "organization" or "user"
 */
const char *
gate_hub_connector_get_origin (GateHubConnector *self)
{
  static const char *const names[] = { "managed", "organization", "user" };

  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return names[gate_connector_get_origin (self->connector)];
}

/**
 * gate_hub_connector_get_target:
 * @self: a connector
 *
 * Returns: the address of a remote one, the command line of a local one, as written in the entry
 */
const char *
gate_hub_connector_get_target (GateHubConnector *self)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return self->target;
}

/**
 * gate_hub_connector_get_sign_in_kind:
 * @self: a connector
 *
 * Returns: the stable name of its kind of sign-in
 */
const char *
gate_hub_connector_get_sign_in_kind (GateHubConnector *self)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return gate_sign_in_kind_to_string (gate_connector_get_sign_in (self->connector)->kind);
}

/**
 * gate_hub_connector_get_source:
 * @self: a connector
 *
 * Returns: (transfer none): its entry as it stands in `mcp.json`, but for secrets: in their place are references to the keyring
 */
JsonNode *
gate_hub_connector_get_source (GateHubConnector *self)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return gate_connector_get_source (self->shown);
}

/**
 * gate_hub_connector_get_accounts:
 * @self: a connector
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids of its accounts; the first is ""
 */
const char * const *
gate_hub_connector_get_accounts (GateHubConnector *self)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return (const char * const *) self->accounts;
}

/**
 * gate_hub_connector_get_account_label:
 * @self: a connector
 * @account: (nullable): an account's id
 *
 * Returns: (nullable): what people read
 */
const char *
gate_hub_connector_get_account_label (GateHubConnector *self,
                                      const char       *account)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return gate_connector_get_account_label (self->connector, account);
}

/**
 * gate_hub_connector_dup_exposed:
 * @self: a connector
 *
 * Looks through the entry for secrets that were written into `mcp.json` by hand. They work, but any program can read them there:
 * [method@Gate.Hub.secure_connector_async] moves them to the keyring.
 *
 * Returns: (transfer full) (array zero-terminated=1): where each stands, safe to show, never the secret itself
 */
char **
gate_hub_connector_dup_exposed (GateHubConnector *self)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(JsonNode) entry = gate_secret_scan_entry (gate_connector_get_source (self->connector), &found);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; entry && i < found->len; i++)
    {
      g_autofree char *where = gate_text_make_visible (((GateFoundSecret *) found->pdata[i])->where, GATE_TEXT_LINE);
      g_strv_builder_add (builder, where);
    }
  return g_strv_builder_end (builder);
}

/**
 * gate_hub_connector_get_warnings:
 * @self: a connector
 *
 * Returns: (transfer none) (array zero-terminated=1): what is odd about the entry although it works, one sentence each
 */
const char * const *
gate_hub_connector_get_warnings (GateHubConnector *self)
{
  g_return_val_if_fail (GATE_IS_HUB_CONNECTOR (self), NULL);
  return gate_connector_get_warnings (self->connector);
}
