// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-keyring-service.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-keyring-prompt.h"
#include "gate-keyring-session.h"
#include "gate-secret-schema.h"
#include "gate-worker.h"

#define SERVICE_PATH "/org/freedesktop/secrets"
#define DEFAULT_PATH "/org/freedesktop/secrets/aliases/default"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"

struct _GateKeyringService {
  GObject             parent_instance;

  GMutex              mutex;
  GateKeyringSession *session; /* (owned) (nullable): that the last request used */
};

/* What is asked of the service in one go; the members that a request does not need are zero. */
typedef struct {
  const GateSecretKey *key;
  gboolean             exact;
  const char          *label;
  GateSecret          *secret;
  GateSecret          *found; /* (owned) (nullable) */
  GateSecretState      state;
} Request;

typedef gboolean (*RequestFunc) (SecretService  *service,
                                 Request        *request,
                                 GCancellable   *cancellable,
                                 GError        **error);

/* The collection that new secrets go to, as it is now: the properties of a proxy may be out of date. */
typedef struct {
  char     *path; /* (owned) (nullable): NULL when there is none */
  gboolean  locked;
  gboolean  shows_items;
} DefaultCollection;

static void gate_keyring_service_iface_init (GateKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateKeyringService, gate_keyring_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GATE_TYPE_KEYRING, gate_keyring_service_iface_init))

static void
default_collection_clear (DefaultCollection *self)
{
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DefaultCollection, default_collection_clear)

static void
object_list_free (GList *list)
{
  g_list_free_full (list, g_object_unref);
}

typedef GList ObjectList;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ObjectList, object_list_free)

/* The session of the last request, or a new one. */
static GateKeyringSession *
get_session (GateKeyringService  *self,
             gboolean             anew,
             GCancellable        *cancellable,
             GError             **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (anew)
    g_clear_pointer (&self->session, gate_keyring_session_unref);
  if (!self->session)
    self->session = gate_keyring_session_open (cancellable, error);
  return self->session ? gate_keyring_session_ref (self->session) : NULL;
}

/* Only a failure that is no answer: a daemon that was restarted knows our session no more. */
static gboolean
is_worth_a_new_session (const GError *error,
                        GCancellable *cancellable)
{
  return error->domain != GATE_ERROR && !g_cancellable_is_cancelled (cancellable)
         && !g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
}

static gboolean
run_in_context (GateKeyringService  *self,
                RequestFunc          func,
                Request             *request,
                GCancellable        *cancellable,
                GError             **error)
{
  for (gboolean again = FALSE;; again = TRUE)
    {
      g_autoptr(GError) local_error = NULL;
      g_autoptr(GateKeyringSession) session = get_session (self, again, cancellable, error);

      if (!session)
        return FALSE;
      if (func (gate_keyring_session_get_service (session), request, cancellable, &local_error))
        return TRUE;
      if (again || !is_worth_a_new_session (local_error, cancellable))
        {
          gate_keyring_session_tell (error, local_error);
          return FALSE;
        }
      g_debug ("The Secret Service is asked again: %s", local_error->message);
    }
}

/* Every request may be repeated. The proxies that it makes live in a context of its own. */
static gboolean
run (GateKeyring   *keyring,
     RequestFunc    func,
     Request       *request,
     GCancellable  *cancellable,
     GError       **error)
{
  GMainContext *context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  gboolean done = run_in_context (GATE_KEYRING_SERVICE (keyring), func, request, cancellable, error);
  g_main_context_pop_thread_default (context);
  gate_worker_free_context (context);
  return done;
}

static GDBusConnection *
bus_of (SecretService *service)
{
  return g_dbus_proxy_get_connection (G_DBUS_PROXY (service));
}

static GVariant *
ask (SecretService       *service,
     const char          *path,
     const char          *interface,
     const char          *method,
     GVariant            *arguments,
     const char          *type,
     GCancellable        *cancellable,
     GError             **error)
{
  return g_dbus_connection_call_sync (bus_of (service), GATE_SECRET_SERVICE_NAME, path, interface, method, arguments,
                                      G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE, -1, cancellable, error);
}

static gboolean
read_collection (SecretService      *service,
                 const char         *path,
                 DefaultCollection  *collection,
                 GCancellable       *cancellable,
                 GError            **error)
{
  g_autoptr(GVariant) reply = ask (service, path, "org.freedesktop.DBus.Properties", "GetAll",
                                   g_variant_new ("(s)", COLLECTION_INTERFACE), "(a{sv})", cancellable, error);

  if (!reply)
    return FALSE;

  g_autoptr(GVariant) properties = g_variant_get_child_value (reply, 0);
  g_autoptr(GVariant) items = g_variant_lookup_value (properties, "Items", G_VARIANT_TYPE_OBJECT_PATH_ARRAY);
  collection->path = g_strdup (path);
  collection->shows_items = items && g_variant_n_children (items) > 0;
  if (!g_variant_lookup (properties, "Locked", "b", &collection->locked))
    collection->locked = FALSE;
  return TRUE;
}

static gboolean
read_default_collection (SecretService      *service,
                         DefaultCollection  *collection,
                         GCancellable       *cancellable,
                         GError            **error)
{
  g_autoptr(GVariant) alias = ask (service, SERVICE_PATH, SERVICE_INTERFACE, "ReadAlias", g_variant_new ("(s)", "default"),
                                   "(o)", cancellable, error);
  const char *path;

  if (!alias)
    return FALSE;
  g_variant_get (alias, "(&o)", &path);
  return g_str_equal (path, "/") || read_collection (service, path, collection, cancellable, error);
}

/* The same where its own path does not matter, with one question instead of two: the collection has its alias as a path, too. A service
 * that does not have it so, or has no such collection, is asked in the long way. */
static gboolean
peek_default_collection (SecretService      *service,
                         DefaultCollection  *collection,
                         GCancellable       *cancellable,
                         GError            **error)
{
  return read_collection (service, DEFAULT_PATH, collection, cancellable, NULL)
         || read_default_collection (service, collection, cancellable, error);
}

static gboolean
request_state (SecretService  *service,
               Request        *request,
               GCancellable   *cancellable,
               GError        **error)
{
  g_auto(DefaultCollection) collection = { 0 };

  if (!read_default_collection (service, &collection, cancellable, error))
    return FALSE;
  request->state = !collection.path || collection.locked ? GATE_SECRET_STATE_LOCKED : GATE_SECRET_STATE_AVAILABLE;
  return TRUE;
}

static GateSecret *
secret_of_item (SecretItem *item)
{
  g_autoptr(SecretValue) value = secret_item_get_secret (item);
  gsize size;

  if (!value)
    return NULL;
  const char *text = secret_value_get (value, &size);
  return gate_secret_new_take (g_strndup (text, size));
}

/* Nothing matched: is nothing there? A GNOME keyring that is locked still shows its items and finds them; others hide them, and
 * then a locked collection without any item tells nothing. */
static gboolean
check_absence (SecretService  *service,
               GCancellable   *cancellable,
               GError        **error)
{
  g_auto(DefaultCollection) collection = { 0 };

  if (!peek_default_collection (service, &collection, cancellable, error))
    return FALSE;
  if (collection.locked && !collection.shows_items)
    {
      gate_keyring_set_locked (error);
      return FALSE;
    }
  return TRUE;
}

/* A search that is not asked to unlock answers with locked and unlocked items alike, and never prompts. */
static ObjectList *
search (SecretService        *service,
        const GateSecretKey  *key,
        gboolean              exact,
        SecretSearchFlags     flags,
        GCancellable         *cancellable,
        GError              **error)
{
  g_autoptr(GHashTable) attributes = gate_secret_schema_attributes (key, exact);

  return secret_service_search_sync (service, gate_secret_schema_get (), attributes, SECRET_SEARCH_ALL | flags, cancellable, error);
}

static gboolean
request_lookup (SecretService  *service,
                Request        *request,
                GCancellable   *cancellable,
                GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(ObjectList) items = search (service, request->key, request->exact, SECRET_SEARCH_LOAD_SECRETS, cancellable,
                                        &local_error);
  SecretItem *newest = NULL;

  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!items)
    return check_absence (service, cancellable, error);

  for (GList *l = items; l; l = l->next)
    if (!secret_item_get_locked (l->data)
        && (!newest || secret_item_get_modified (l->data) > secret_item_get_modified (newest)))
      newest = l->data;
  if (!newest)
    {
      gate_keyring_set_locked (error);
      return FALSE;
    }

  request->found = secret_of_item (newest);
  if (!request->found)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("it did not hand out the secret"));
  return request->found != NULL;
}

static gboolean
request_store (SecretService  *service,
               Request        *request,
               GCancellable   *cancellable,
               GError        **error)
{
  g_auto(DefaultCollection) collection = { 0 };

  /* libsecret would prompt to unlock the collection, or to make one. */
  if (!read_default_collection (service, &collection, cancellable, error))
    return FALSE;
  if (!collection.path || collection.locked)
    {
      gate_keyring_set_locked (error);
      return FALSE;
    }

  g_autoptr(GHashTable) attributes = gate_secret_schema_attributes (request->key, TRUE);
  g_autoptr(SecretValue) value = secret_value_new (gate_secret_peek (request->secret), -1, "text/plain");
  return secret_service_store_sync (service, gate_secret_schema_get (), attributes, SECRET_COLLECTION_DEFAULT, request->label,
                                    value, cancellable, error);
}

static gboolean
request_clear (SecretService  *service,
               Request        *request,
               GCancellable   *cancellable,
               GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(ObjectList) items = search (service, request->key, FALSE, SECRET_SEARCH_NONE, cancellable, &local_error);

  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!items)
    return check_absence (service, cancellable, error);

  /* Nothing is removed unless all can be: deleting a locked item would prompt. */
  for (GList *l = items; l; l = l->next)
    if (secret_item_get_locked (l->data))
      {
        gate_keyring_set_locked (error);
        return FALSE;
      }
  for (GList *l = items; l; l = l->next)
    if (!secret_item_delete_sync (l->data, cancellable, error))
      return FALSE;
  return TRUE;
}

/* Answers with a prompt for the person, or "/" when it is done already. */
static GVariant *
ask_to_unlock (SecretService  *service,
               const char     *collection,
               GCancellable   *cancellable,
               GError        **error)
{
  GVariantBuilder properties;

  if (collection)
    return ask (service, SERVICE_PATH, SERVICE_INTERFACE, "Unlock", g_variant_new_parsed ("([%o],)", collection), "(aoo)",
                cancellable, error);
  g_variant_builder_init (&properties, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&properties, "{sv}", COLLECTION_INTERFACE ".Label", g_variant_new_string (_("Default keyring")));
  return ask (service, SERVICE_PATH, SERVICE_INTERFACE, "CreateCollection", g_variant_new ("(a{sv}s)", &properties, "default"),
              "(oo)", cancellable, error);
}

static gboolean
unlock_or_make (SecretService  *service,
                const char     *collection,
                GCancellable   *cancellable,
                GError        **error)
{
  g_autoptr(GVariant) reply = ask_to_unlock (service, collection, cancellable, error);
  const char *prompt;

  if (!reply)
    return FALSE;
  g_variant_get_child (reply, 1, "&o", &prompt);
  return g_str_equal (prompt, "/")
         || gate_keyring_prompt_perform (bus_of (service), GATE_SECRET_SERVICE_NAME, prompt, cancellable, error);
}

/* A prompt that was dismissed, or could not be shown, is told in several ways: what counts is how the collection is after it. */
static gboolean
request_unlock (SecretService  *service,
                Request        *request,
                GCancellable   *cancellable,
                GError        **error)
{
  g_auto(DefaultCollection) collection = { 0 };
  g_autoptr(GError) local_error = NULL;

  if (!read_default_collection (service, &collection, cancellable, error))
    return FALSE;
  if (collection.path && !collection.locked)
    return TRUE;
  if (!unlock_or_make (service, collection.path, cancellable, &local_error))
    g_debug ("The prompt of the Secret Service: %s", local_error->message);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !request_state (service, request, cancellable, error))
    return FALSE;
  if (request->state != GATE_SECRET_STATE_AVAILABLE)
    {
      gate_keyring_set_dismissed (error);
      return FALSE;
    }
  return TRUE;
}

/* With a session everything is there that a request needs. */
static gboolean
request_nothing (SecretService  *service,
                 Request        *request,
                 GCancellable   *cancellable,
                 GError        **error)
{
  return TRUE;
}

static GateSecret *
gate_keyring_service_lookup (GateKeyring          *keyring,
                             const GateSecretKey  *key,
                             gboolean              exact,
                             gboolean              fresh,
                             GCancellable         *cancellable,
                             GError              **error)
{
  Request request = { .key = key, .exact = exact };

  return run (keyring, request_lookup, &request, cancellable, error) ? request.found : NULL;
}

static gboolean
gate_keyring_service_store (GateKeyring          *keyring,
                            const GateSecretKey  *key,
                            const char           *label,
                            GateSecret           *secret,
                            GCancellable         *cancellable,
                            GError              **error)
{
  Request request = { .key = key, .label = label, .secret = secret };

  return run (keyring, request_store, &request, cancellable, error);
}

static gboolean
gate_keyring_service_clear (GateKeyring          *keyring,
                            const GateSecretKey  *key,
                            GCancellable         *cancellable,
                            GError              **error)
{
  Request request = { .key = key };

  return run (keyring, request_clear, &request, cancellable, error);
}

static gboolean
gate_keyring_service_get_state (GateKeyring      *keyring,
                                GateSecretState  *state,
                                GCancellable     *cancellable,
                                GError          **error)
{
  g_autoptr(GError) local_error = NULL;
  Request request = { .state = GATE_SECRET_STATE_ABSENT };

  if (!run (keyring, request_state, &request, cancellable, &local_error)
      && !gate_error_matches (local_error, GATE_ERROR_KEYRING_ABSENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  *state = request.state;
  return TRUE;
}

static gboolean
gate_keyring_service_unlock (GateKeyring   *keyring,
                             GCancellable  *cancellable,
                             GError       **error)
{
  Request request = { .state = GATE_SECRET_STATE_LOCKED };

  return run (keyring, request_unlock, &request, cancellable, error);
}

static gboolean
gate_keyring_service_open (GateKeyring   *keyring,
                           GCancellable  *cancellable,
                           GError       **error)
{
  Request request = { 0 };

  return run (keyring, request_nothing, &request, cancellable, error);
}

static gboolean
gate_keyring_service_is_shared (GateKeyring *keyring)
{
  return TRUE;
}

static void
gate_keyring_service_iface_init (GateKeyringInterface *iface)
{
  iface->lookup = gate_keyring_service_lookup;
  iface->store = gate_keyring_service_store;
  iface->clear = gate_keyring_service_clear;
  iface->get_state = gate_keyring_service_get_state;
  iface->unlock = gate_keyring_service_unlock;
  iface->is_shared = gate_keyring_service_is_shared;
  iface->open = gate_keyring_service_open;
}

static void
gate_keyring_service_finalize (GObject *object)
{
  GateKeyringService *self = GATE_KEYRING_SERVICE (object);

  g_clear_pointer (&self->session, gate_keyring_session_unref);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (gate_keyring_service_parent_class)->finalize (object);
}

static void
gate_keyring_service_class_init (GateKeyringServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_keyring_service_finalize;
}

static void
gate_keyring_service_init (GateKeyringService *self)
{
  g_mutex_init (&self->mutex);
}

/**
 * gate_keyring_service_new:
 *
 * Returns: (transfer full): the keyring on the session bus; it is not asked for anything yet
 */
GateKeyring *
gate_keyring_service_new (void)
{
  return g_object_new (GATE_TYPE_KEYRING_SERVICE, NULL);
}
