// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-proxy-resolver.h"

#include "gate-address.h"
#include "gate-task.h"

#include <string.h>

typedef struct {
  char       *user; /* (owned) */
  GateSecret *password; /* (owned) */
} Credentials;

struct _GateProxyResolver {
  GObject         parent_instance;

  GMutex          mutex;
  GHashTable     *credentials; /* (element-type utf8 Credentials): by authority; guarded, since GIO may ask from a thread */
};

static void
credentials_free (Credentials *self)
{
  g_free (self->user);
  gate_secret_unref (self->password);
  g_free (self);
}

/* Not before it is needed: it loads a module, which may start threads. */
static GProxyResolver *
system_resolver (void)
{
  return g_proxy_resolver_get_default ();
}

static gboolean
is_here (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_ENCODED, NULL);

  return parsed && g_uri_get_host (parsed) && gate_address_is_loopback (parsed);
}

/**
 * gate_proxy_authority:
 * @uri: the address of a proxy
 *
 * Returns: (transfer full) (nullable): its host and port, "proxy.example.com:3128"
 */
char *
gate_proxy_authority (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_NON_DNS, NULL);

  if (!parsed || !g_uri_get_host (parsed))
    return NULL;

  const char *host = g_uri_get_host (parsed);
  int port = g_uri_get_port (parsed) > 0 ? g_uri_get_port (parsed) : 80;
  return strchr (host, ':') ? g_strdup_printf ("[%s]:%d", host, port) : g_strdup_printf ("%s:%d", host, port);
}

/* Takes the user name and the password out of the address of an HTTP proxy. What speaks to the other kinds (SOCKS, https) is GIO, which
 * wants them there. */
static char *
take_credentials (GateProxyResolver *self,
                  char              *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_NON_DNS, NULL);

  if (!uri || g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 || !g_uri_get_host (uri) || !g_uri_get_user (uri))
    return text;

  Credentials *found = g_new0 (Credentials, 1);
  found->user = g_strdup (g_uri_get_user (uri));
  found->password = gate_secret_new (g_uri_get_password (uri) ? g_uri_get_password (uri) : "");
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->credentials, gate_proxy_authority (text), found);
  g_mutex_unlock (&self->mutex);

  g_autoptr(GUri) bare = g_uri_build (G_URI_FLAGS_NON_DNS, "http", NULL, g_uri_get_host (uri), g_uri_get_port (uri), "/", NULL, NULL);
  gate_secret_wipe (text);
  g_free (text);
  return g_uri_to_string (bare);
}

static char **
take_all_credentials (GateProxyResolver *self,
                      char             **uris)
{
  for (guint i = 0; uris && uris[i]; i++)
    uris[i] = take_credentials (self, uris[i]);
  return uris;
}

static char **
direct (void)
{
  static const char *const only[] = { "direct://", NULL };
  return g_strdupv ((char **) only);
}

static gboolean
gate_proxy_resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
gate_proxy_resolver_lookup (GProxyResolver  *resolver,
                            const char      *uri,
                            GCancellable    *cancellable,
                            GError         **error)
{
  GateProxyResolver *self = GATE_PROXY_RESOLVER (resolver);

  if (is_here (uri))
    return direct ();
  return take_all_credentials (self, g_proxy_resolver_lookup (system_resolver (), uri, cancellable, error));
}

static void
got_proxies (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateProxyResolver *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  char **uris = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, take_all_credentials (self, uris), (GDestroyNotify) g_strfreev);
}

static void
gate_proxy_resolver_lookup_async (GProxyResolver      *resolver,
                                  const char          *uri,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GateProxyResolver *self = GATE_PROXY_RESOLVER (resolver);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_proxy_resolver_lookup_async);

  if (is_here (uri))
    g_task_return_pointer (task, direct (), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (system_resolver (), uri, cancellable, got_proxies, g_steal_pointer (&task));
}

static char **
gate_proxy_resolver_lookup_finish (GProxyResolver  *resolver,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
gate_proxy_resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = gate_proxy_resolver_is_supported;
  iface->lookup = gate_proxy_resolver_lookup;
  iface->lookup_async = gate_proxy_resolver_lookup_async;
  iface->lookup_finish = gate_proxy_resolver_lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GateProxyResolver, gate_proxy_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, gate_proxy_resolver_iface_init))

static void
gate_proxy_resolver_finalize (GObject *object)
{
  GateProxyResolver *self = GATE_PROXY_RESOLVER (object);

  g_hash_table_unref (self->credentials);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (gate_proxy_resolver_parent_class)->finalize (object);
}

static void
gate_proxy_resolver_class_init (GateProxyResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_proxy_resolver_finalize;
}

static void
gate_proxy_resolver_init (GateProxyResolver *self)
{
  g_mutex_init (&self->mutex);
  self->credentials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) credentials_free);
}

/**
 * gate_proxy_resolver_new:
 *
 * Returns: (transfer full): a resolver around the system's
 */
GateProxyResolver *
gate_proxy_resolver_new (void)
{
  return g_object_new (GATE_TYPE_PROXY_RESOLVER, NULL);
}

/**
 * gate_proxy_resolver_get_credentials:
 * @self: a resolver
 * @authority: host and port of a proxy
 * @user: (out) (transfer full): where its user name is put
 * @password: (out) (transfer full): where its password is put
 *
 * Returns: %TRUE when the proxy setting held a user name
 */
gboolean
gate_proxy_resolver_get_credentials (GateProxyResolver  *self,
                                     const char         *authority,
                                     char              **user,
                                     GateSecret        **password)
{
  g_mutex_lock (&self->mutex);
  Credentials *found = g_hash_table_lookup (self->credentials, authority);
  if (found)
    {
      *user = g_strdup (found->user);
      *password = gate_secret_ref (found->password);
    }
  g_mutex_unlock (&self->mutex);
  return found != NULL;
}
