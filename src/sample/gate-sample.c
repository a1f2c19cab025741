// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample.h"

#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-lock.h"
#include "gate-sample-challenge.h"
#include "gate-sample-endpoint.h"
#include "gate-sample-port.h"
#include "gate-sample-scope.h"

#define MESSAGE_LIMIT (1024 * 1024)
#define MAX_TRIES 50

struct _GateSample {
  GObject              parent_instance;

  char                *folder;
  int                  wanted_port;
  guint                idle_seconds;
  gboolean             no_sign_in;

  GateLock            *starting;      /* held from before the port is chosen: only one runs */
  GateLock            *running;       /* held from when it can be connected to */
  GateSampleWorkspace *workspace;
  GateSampleEndpoint  *endpoint;
  GateSampleAuth      *auth;
  GateSampleWeb       *web;
  char                *address;
  char                *notice;
};

enum {
  SIGNAL_UNUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateSample, gate_sample, G_TYPE_OBJECT)

static void
gate_sample_dispose (GObject *object)
{
  GateSample *self = GATE_SAMPLE (object);

  gate_sample_close (self);
  g_clear_object (&self->web);
  g_clear_object (&self->endpoint);
  g_clear_object (&self->auth);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (gate_sample_parent_class)->dispose (object);
}

static void
gate_sample_finalize (GObject *object)
{
  GateSample *self = GATE_SAMPLE (object);

  g_free (self->folder);
  g_free (self->address);
  g_free (self->notice);
  G_OBJECT_CLASS (gate_sample_parent_class)->finalize (object);
}

static void
gate_sample_class_init (GateSampleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_sample_dispose;
  object_class->finalize = gate_sample_finalize;

  signals[SIGNAL_UNUSED] = g_signal_new ("unused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
on_unused (GateSample *self)
{
  g_signal_emit (self, signals[SIGNAL_UNUSED], 0);
}

static void
handle_mcp (SoupServerMessage *message,
            const char        *path,
            gpointer           user_data)
{
  GateSample *self = user_data;
  g_autofree char *principal = NULL;
  guint scopes = GATE_SAMPLE_SCOPE_WORK;

  if (self->no_sign_in)
    principal = g_strdup ("everybody");
  else if (!gate_sample_auth_check (self->auth, message, &scopes, &principal))
    return;
  gate_sample_endpoint_handle (self->endpoint, message, scopes, principal);
}

static void
handle_terms (SoupServerMessage *message,
              const char        *path,
              gpointer           user_data)
{
  GateSample *self = user_data;

  gate_sample_terms_handle (gate_sample_workspace_get_terms (self->workspace), message, path);
}

static void
gate_sample_init (GateSample *self)
{
  self->web = gate_sample_web_new ();
  g_signal_connect_swapped (self->web, "unused", G_CALLBACK (on_unused), self);
}

/**
 * gate_sample_dup_folder:
 * @folder: (type filename) (nullable): a folder, %NULL for the state directory
 *
 * Returns: (transfer full) (type filename): where the Sample Workspace keeps its files
 */
char *
gate_sample_dup_folder (const char *folder)
{
  g_autofree char *file = gate_dirs_state ("sample.json");

  return folder ? g_strdup (folder) : g_path_get_dirname (file);
}

/**
 * gate_sample_dup_lock_name:
 * @what: "starting" or "running"
 * @folder: (type filename): where it keeps its files
 *
 * Returns: (transfer full): the name of a lock that a running Sample Workspace holds
 */
char *
gate_sample_dup_lock_name (const char *what,
                           const char *folder)
{
  g_autofree char *prefix = g_strconcat ("sample-", what, NULL);

  return gate_lock_name_for (prefix, folder);
}

/**
 * gate_sample_new:
 * @options: how to run
 * @error: set to %GATE_ERROR_INVALID when kept files are damaged
 *
 * Returns: (transfer full) (nullable): the Sample Workspace, not yet started
 */
GateSample *
gate_sample_new (const GateSampleOptions  *options,
                 GError                  **error)
{
  g_autoptr(GateSample) self = g_object_new (GATE_TYPE_SAMPLE, NULL);

  self->folder = gate_sample_dup_folder (options->folder);
  self->wanted_port = options->port;
  self->idle_seconds = options->idle_seconds;
  self->no_sign_in = options->no_sign_in;
  self->workspace = gate_sample_workspace_new (self->folder, error);
  if (!self->workspace)
    return NULL;
  self->auth = gate_sample_auth_new (self->folder, options->token_lifetime, options->auto_approve, error);
  if (!self->auth)
    return NULL;
  self->endpoint = gate_sample_endpoint_new (self->workspace);
  gate_sample_web_add (self->web, GATE_SAMPLE_MCP_PATH, MESSAGE_LIMIT, handle_mcp, self);
  gate_sample_web_add (self->web, GATE_SAMPLE_TERMS_PATH, MESSAGE_LIMIT, handle_terms, self);
  if (!self->no_sign_in)
    gate_sample_auth_add_to (self->auth, self->web);
  return g_steal_pointer (&self);
}

static gboolean
listen_anew (GateSample  *self,
             GError     **error)
{
  for (int i = 0; i < MAX_TRIES; i++)
    {
      g_autoptr(GError) own_error = NULL;

      if (gate_sample_web_listen (self->web, gate_sample_port_choose (), &own_error))
        return gate_sample_port_save (self->folder, gate_sample_web_get_port (self->web), error);
      if (!gate_error_matches (own_error, GATE_ERROR_EXISTS) || i == MAX_TRIES - 1)
        {
          g_propagate_error (error, g_steal_pointer (&own_error));
          return FALSE;
        }
    }
  return FALSE;
}

static gboolean
listen_at_kept (GateSample  *self,
                GError     **error)
{
  g_autoptr(GError) own_error = NULL;
  guint16 kept = 0;

  if (!gate_sample_port_load (self->folder, &kept, error))
    return FALSE;
  if (kept == 0)
    return listen_anew (self, error);
  if (gate_sample_web_listen (self->web, kept, &own_error))
    return TRUE;
  if (!gate_error_matches (own_error, GATE_ERROR_EXISTS))
    {
      g_propagate_error (error, g_steal_pointer (&own_error));
      return FALSE;
    }
  if (!listen_anew (self, error))
    return FALSE;
  self->notice = g_strdup_printf ("Port %u, where the Sample Workspace used to be, is taken by another program. It moved to port %u: "
                                  "connect to its new address and sign in again.", kept, gate_sample_web_get_port (self->web));
  return TRUE;
}

static GateLock *
hold (GateSample *self,
      const char *what,
      GError    **error)
{
  g_autofree char *name = gate_sample_dup_lock_name (what, self->folder);

  return gate_lock_take_sync (name, 0, NULL, error);
}

/**
 * gate_sample_start:
 * @self: the Sample Workspace
 * @error: set to %GATE_ERROR_EXISTS when it runs already in another process, or the port that was asked for is taken
 *
 * Begins to listen. A kept port that another program has is replaced, see gate_sample_get_notice().
 *
 * Returns: %TRUE when clients can connect
 */
gboolean
gate_sample_start (GateSample  *self,
                   GError     **error)
{
  g_autoptr(GError) own_error = NULL;
  gboolean listens = FALSE;
  const char *origin = NULL;

  self->starting = hold (self, "starting", &own_error);
  if (!self->starting && gate_error_matches (own_error, GATE_ERROR_TIMED_OUT))
    gate_error_set (error, GATE_ERROR_EXISTS, GATE_LAYER_NONE, "Use that one, or stop it first.", "The Sample Workspace runs already");
  else if (!self->starting)
    g_propagate_error (error, g_steal_pointer (&own_error));
  if (!self->starting)
    return FALSE;

  listens = self->wanted_port == GATE_SAMPLE_KEPT_PORT ? listen_at_kept (self, error)
                                                       : gate_sample_web_listen (self->web, (guint16) self->wanted_port, error);
  if (!listens)
    return FALSE;
  if (self->wanted_port > 0 && !gate_sample_port_save (self->folder, (guint16) self->wanted_port, error))
    return FALSE;
  origin = gate_sample_web_get_origin (self->web);
  self->address = g_strconcat (origin, GATE_SAMPLE_MCP_PATH, NULL);
  gate_sample_auth_set_origin (self->auth, origin);
  gate_sample_endpoint_set_origin (self->endpoint, origin);
  gate_sample_terms_set_origin (gate_sample_workspace_get_terms (self->workspace), origin);
  gate_sample_web_set_unused_time (self->web, self->idle_seconds);
  self->running = hold (self, "running", error);
  return self->running != NULL;
}

/**
 * gate_sample_get_address:
 * @self: the Sample Workspace, started
 *
 * Returns: (transfer none): the address for MCP clients
 */
const char *
gate_sample_get_address (GateSample *self)
{
  return self->address;
}

/**
 * gate_sample_get_origin:
 * @self: the Sample Workspace, started
 *
 * Returns: (transfer none): "http://127.0.0.1:PORT", which is also the issuer
 */
const char *
gate_sample_get_origin (GateSample *self)
{
  return gate_sample_web_get_origin (self->web);
}

/**
 * gate_sample_get_notice:
 * @self: the Sample Workspace, started
 *
 * Returns: (transfer none) (nullable): what the person has to know about its start: that its address is a new one
 */
const char *
gate_sample_get_notice (GateSample *self)
{
  return self->notice;
}

/**
 * gate_sample_get_workspace:
 * @self: the Sample Workspace
 *
 * Returns: (transfer none): what it offers
 */
GateSampleWorkspace *
gate_sample_get_workspace (GateSample *self)
{
  return self->workspace;
}

/**
 * gate_sample_get_tally:
 * @self: the Sample Workspace
 *
 * Returns: (transfer none): what its authorization server did so far
 */
const GateSampleTally *
gate_sample_get_tally (GateSample *self)
{
  return gate_sample_auth_get_tally (self->auth);
}

/**
 * gate_sample_expire_tokens:
 * @self: the Sample Workspace
 *
 * Ends every access token now, as if its time had come.
 */
void
gate_sample_expire_tokens (GateSample *self)
{
  gate_sample_auth_expire (self->auth);
}

/**
 * gate_sample_close:
 * @self: the Sample Workspace
 *
 * Ends what is open and stops listening; another process may start then.
 */
void
gate_sample_close (GateSample *self)
{
  if (self->workspace)
    gate_sample_workspace_close (self->workspace);
  if (self->endpoint)
    gate_sample_endpoint_close (self->endpoint);
  if (self->web)
    gate_sample_web_close (self->web);
  g_clear_pointer (&self->running, gate_lock_release);
  g_clear_pointer (&self->starting, gate_lock_release);
}
