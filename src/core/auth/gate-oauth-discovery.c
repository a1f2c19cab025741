// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-oauth-discovery.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-metadata-fetch.h"
#include "gate-task.h"

#include <string.h>

typedef struct {
  char             *preferred_issuer;
  gboolean          named; /* the challenge named the metadata's address */
  GateOauthService *service; /* in the making */
} DiscoverData;

GATE_DEFINE_DATA (DiscoverData, discover_data)

static void
discover_data_clear (DiscoverData *self)
{
  g_free (self->preferred_issuer);
  gate_oauth_service_unref (self->service);
}

/**
 * gate_oauth_service_ref:
 * @self: a service
 *
 * Returns: (transfer full): the same
 */
GateOauthService *
gate_oauth_service_ref (GateOauthService *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gate_oauth_service_unref:
 * @self: (transfer full) (nullable): a service
 *
 * Gives up a reference.
 */
void
gate_oauth_service_unref (GateOauthService *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->resource);
  gate_resource_metadata_unref (self->metadata);
  gate_server_metadata_unref (self->server);
  g_free (self);
}

static void
got_server (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DiscoverData *data = discover_data_of (task);
  g_autoptr(GError) error = NULL;

  data->service->server = gate_oauth_find_server_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  if (data->service->server)
    g_task_return_pointer (task, g_steal_pointer (&data->service), (GDestroyNotify) gate_oauth_service_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Where the resource trusts several: the configured one, the one that was used last, the first. */
static const char *
choose_issuer (GateSignInContext    *context,
               DiscoverData         *data,
               GateResourceMetadata *metadata)
{
  const char *wishes[] = { context->settings->issuer, data->preferred_issuer };

  for (gsize i = 0; i < G_N_ELEMENTS (wishes); i++)
    if (wishes[i] && g_strv_contains ((const char * const *) metadata->authorization_servers, wishes[i]))
      return wishes[i];
  return metadata->authorization_servers[0];
}

static void
find_server (GTask *task)
{
  GateSignInContext *context = g_task_get_source_object (task);
  DiscoverData *data = discover_data_of (task);
  GateResourceMetadata *metadata = data->service->metadata;
  g_autofree char *origin = gate_address_origin (context->address);
  const char *issuer = metadata ? choose_issuer (context, data, metadata) : context->settings->issuer;

  gate_oauth_find_server_async (context, issuer ? issuer : origin, issuer == NULL, g_task_get_cancellable (task),
                                got_server, g_object_ref (task));
}

static void
got_metadata (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateSignInContext *context = GATE_SIGN_IN_CONTEXT (source);
  DiscoverData *data = discover_data_of (task);
  GateOauthService *service = data->service;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) document = gate_metadata_fetch_finish (context, result, &error);

  if (document)
    service->metadata = gate_resource_metadata_parse (g_bytes_get_data (document, NULL), g_bytes_get_size (document),
                                                      context->address, &error);
  else if (!error && data->named)
    error = gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                            _("%s names sign-in metadata that are not there"), gate_sign_in_context_get_host (context));
  if (error)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  service->resource = service->metadata ? g_strdup (service->metadata->resource)
                                        : g_uri_to_string_partial (context->address, G_URI_HIDE_FRAGMENT);
  find_server (task);
}

/* A challenge must not make us fetch from elsewhere: internal addresses, or another's metadata (RFC 9728 §7.7). */
static char **
addresses_of (GateSignInContext  *context,
              const char         *named,
              GError            **error)
{
  const char *only[] = { named, NULL };

  if (!named)
    return gate_resource_metadata_addresses (context->address);

  g_autoptr(GUri) uri = gate_address_parse_sent (named, _("address of the sign-in metadata"), error);
  if (!uri)
    return NULL;
  if (!gate_address_same_origin (uri, context->address))
    {
      gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SIGNED_IN, _("Report it to the service."),
                      _("%s names sign-in metadata on another host, %s; they were not fetched"), gate_sign_in_context_get_host (context),
                      g_uri_get_host (uri));
      return NULL;
    }
  return g_strdupv ((char **) only);
}

/**
 * gate_oauth_discover_async:
 * @context: the sign-in, its address known
 * @metadata_address: (nullable): the `resource_metadata` of a challenge
 * @preferred_issuer: (nullable): the issuer that was used last
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Finds the resource's metadata (RFC 9728 §3, §5) and those of its authorization server; without the former, as MCP 2025-03-26 says.
 */
void
gate_oauth_discover_async (GateSignInContext   *context,
                           const char          *metadata_address,
                           const char          *preferred_issuer,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (context, cancellable, callback, user_data, gate_oauth_discover_async);
  g_autoptr(GError) error = NULL;
  DiscoverData *data = discover_data_new ();

  discover_data_attach (task, data);
  data->preferred_issuer = g_strdup (preferred_issuer);
  data->named = metadata_address != NULL;
  data->service = g_new0 (GateOauthService, 1);
  g_atomic_ref_count_init (&data->service->ref_count);

  g_auto(GStrv) addresses = addresses_of (context, metadata_address, &error);
  if (addresses)
    gate_metadata_fetch_async (context, (const char * const *) addresses, FALSE, cancellable, got_metadata, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_oauth_discover_finish:
 * @context: the sign-in
 * @result: the result
 * @error: set to %GATE_ERROR_UNTRUSTED, %GATE_ERROR_PROTOCOL, or as the parts tell it
 *
 * Returns: (transfer full) (nullable): the resource and its authorization server
 */
GateOauthService *
gate_oauth_discover_finish (GateSignInContext  *context,
                            GAsyncResult       *result,
                            GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
