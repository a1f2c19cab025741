// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-link.h"

#include "gate-approvals.h"
#include "gate-error.h"
#include "gate-json.h"
#include "gate-sample-starter.h"
#include "gate-task.h"
#include "gate-text.h"

#include <string.h>

struct _GateLink {
  GObject          parent_instance;

  GateConnector   *connector;
  char            *account;
  char            *folder; /* (nullable) */
  GateHttp        *http;
  GateInteraction *interaction;
  GateApprovals   *approvals;
  GateServerMemory *memory;
  GateMcpEra       expected; /* what was remembered of the server when the client was made */
  GateSignIn      *sign_in;
  GateMcpClient   *client;  /* (nullable) */
  GPtrArray       *waiting; /* (element-type GTask) (owned) */
  GCancellable    *starting; /* (nullable): the running attempt */
};

G_DEFINE_FINAL_TYPE (GateLink, gate_link, G_TYPE_OBJECT)

/* One attempt to connect, shared by all that wait. */
typedef struct {
  GateLink  *self;
  char      *address;
  char     **argv;
  char     **environment;
  gboolean   confined;
} Attempt;

GATE_DEFINE_DATA (Attempt, attempt)

static void
attempt_clear (Attempt *self)
{
  g_clear_object (&self->self);
  g_free (self->address);
  g_strfreev (self->argv);
  g_strfreev (self->environment);
}

static void
gate_link_dispose (GObject *object)
{
  GateLink *self = GATE_LINK (object);

  g_clear_object (&self->connector);
  g_clear_object (&self->http);
  g_clear_object (&self->interaction);
  g_clear_object (&self->approvals);
  g_clear_object (&self->memory);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->client);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_object (&self->starting);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (gate_link_parent_class)->dispose (object);
}

static void
gate_link_class_init (GateLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_link_dispose;
}

static void
gate_link_init (GateLink *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_link_new:
 * @connector: a server entry
 * @account: (nullable): one of its accounts
 * @folder: (nullable): the project's folder, for the roots
 * @http: where requests are made
 * @secrets: the keyring
 * @interaction: whom to ask
 * @approvals: what was approved before
 * @memory: (nullable): what was learned of servers before; %NULL: nothing is learned of this one
 *
 * Returns: (transfer full): a link that is not connected
 */
GateLink *
gate_link_new (GateConnector   *connector,
               const char      *account,
               const char      *folder,
               GateHttp        *http,
               GateSecretStore *secrets,
               GateInteraction *interaction,
               GateApprovals   *approvals,
               GateServerMemory *memory)
{
  GateLink *self = g_object_new (GATE_TYPE_LINK, NULL);

  self->connector = g_object_ref (connector);
  self->account = g_strdup (account ? account : "");
  self->folder = folder && *folder ? g_strdup (folder) : NULL;
  self->http = g_object_ref (http);
  self->interaction = g_object_ref (interaction);
  self->approvals = g_object_ref (approvals);
  self->memory = memory ? g_object_ref (memory) : NULL;
  self->sign_in = gate_sign_in_new (connector, *self->account ? self->account : NULL, http, secrets, interaction);
  return self;
}

/**
 * gate_link_get_connector:
 * @self: a link
 *
 * Returns: (transfer none): the server entry
 */
GateConnector *
gate_link_get_connector (GateLink *self)
{
  return self->connector;
}

/**
 * gate_link_get_account:
 * @self: a link
 *
 * Returns: the account's id, "" for the first
 */
const char *
gate_link_get_account (GateLink *self)
{
  return self->account;
}

/**
 * gate_link_get_folder:
 * @self: a link
 *
 * Returns: (nullable): the project's folder
 */
const char *
gate_link_get_folder (GateLink *self)
{
  return self->folder;
}

/**
 * gate_link_get_sign_in:
 * @self: a link
 *
 * Returns: (transfer none): its sign-in
 */
GateSignIn *
gate_link_get_sign_in (GateLink *self)
{
  return self->sign_in;
}

/**
 * gate_link_get_memory:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): where what is learned of its server is kept
 */
GateServerMemory *
gate_link_get_memory (GateLink *self)
{
  return self->memory;
}

/**
 * gate_link_get_client:
 * @self: a link
 *
 * Returns: (transfer none) (nullable): its connection, %NULL before the first
 */
GateMcpClient *
gate_link_get_client (GateLink *self)
{
  return self->client;
}

/* The one who knows the connector's id can name the command that mends it. */
static void
name_remedy (GateLink *self,
             GError   *error)
{
  const char *id = gate_connector_get_id (self->connector);

  if (!gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED) && !gate_error_matches (error, GATE_ERROR_SCOPE_NEEDED))
    return;
  g_autofree char *remedy = g_strdup_printf ("Sign in: gatehousectl connect %s%s%s", id, *self->account ? " --account " : "", self->account);
  gate_error_set_remedy (error, remedy);
}

/* A server that was told of a folder, and cannot see it for the sandbox, ends with words that do not say why. */
static void
name_hidden_folder (Attempt *attempt,
                    GError  *error)
{
  const char *folder = attempt->self->folder;

  if (!attempt->confined || !gate_error_matches (error, GATE_ERROR_SERVER_EXITED))
    return;
  for (char **word = attempt->argv + 1; *word; word++)
    if (g_path_is_absolute (*word) && g_file_test (*word, G_FILE_TEST_IS_DIR)
        && !(gate_approvals_gives_folder (attempt->self->connector) && g_strcmp0 (folder, *word) == 0))
      {
        g_autofree char *visible = gate_text_make_visible (*word, GATE_TEXT_LINE);
        g_autofree char *remedy = g_strdup_printf ("In the sandbox a server sees no folder but the project’s, where its entry says so. If it should see ‘%s’,"
                                                   " make that the project’s folder, and add the connector with --project-folder.", visible);
        gate_error_set_remedy (error, remedy);
        return;
      }
}

static void
end_attempt (Attempt *attempt_data,
             GError  *error)
{
  g_autoptr(Attempt) attempt = attempt_data;
  g_autoptr(GError) owned = error;
  GateLink *self = attempt->self;
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_object (&self->starting);
  if (owned)
    {
      name_remedy (self, owned);
      name_hidden_folder (attempt, owned);
    }
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = waiting->pdata[i];

      if (g_task_return_error_if_cancelled (task))
        continue;
      if (owned)
        g_task_return_error (task, g_error_copy (owned));
      else if (!self->client)
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The connection was closed");
      else
        g_task_return_pointer (task, g_object_ref (self->client), g_object_unref);
    }
}

/* What was expected and came true need not be written again. */
static void
note_era (GateLink      *self,
          GateMcpClient *client)
{
  GateMcpEra era = gate_mcp_client_get_era (client);

  if (era == self->expected || !self->memory)
    return;
  self->expected = era;
  gate_server_memory_note_era (self->memory, self->connector, era, gate_mcp_client_get_protocol_version (client));
}

static void
did_connect (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Attempt *attempt = user_data;
  GError *error = NULL;

  if (gate_mcp_client_connect_finish (GATE_MCP_CLIENT (source), result, &error))
    note_era (attempt->self, GATE_MCP_CLIENT (source));
  end_attempt (attempt, error);
}

static void
set_up_client (GateLink *self)
{
  const GateMcpLimits limits = {
    .connect_ms = gate_connector_get_limit (self->connector, GATE_CONNECTOR_LIMIT_CONNECT),
    .request_ms = gate_connector_get_limit (self->connector, GATE_CONNECTOR_LIMIT_REQUEST),
    .total_ms = gate_connector_get_limit (self->connector, GATE_CONNECTOR_LIMIT_TOTAL),
  };

  gate_mcp_client_set_name (self->client, gate_connector_get_label (self->connector));
  gate_mcp_client_set_limits (self->client, &limits);
  gate_mcp_client_set_mask (self->client, gate_sign_in_get_mask (self->sign_in));
  if (self->folder)
    {
      g_autofree char *uri = g_filename_to_uri (self->folder, NULL, NULL);
      const char *roots[] = { uri, NULL };

      gate_mcp_client_set_roots (self->client, roots);
    }
}

static void
connect_client (Attempt *attempt)
{
  gate_mcp_client_connect_async (attempt->self->client, attempt->self->starting, did_connect, attempt);
}

static void
did_recall (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Attempt *attempt = user_data;
  GateLink *self = attempt->self;

  self->expected = gate_server_memory_recall_era_finish (GATE_SERVER_MEMORY (source), result);
  if (self->client && self->expected != GATE_MCP_ERA_UNKNOWN)
    gate_mcp_client_set_era_hint (self->client, self->expected);
  if (self->client)
    connect_client (attempt);
  else
    end_attempt (attempt, NULL);
}

/* With what an earlier process found out about the server. */
static void
connect_first (Attempt *attempt)
{
  GateLink *self = attempt->self;

  if (self->memory)
    gate_server_memory_recall_era_async (self->memory, self->connector, self->starting, did_recall, attempt);
  else
    connect_client (attempt);
}

static void
did_approve (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Attempt *attempt = user_data;
  GateLink *self = attempt->self;
  g_autoptr(GateSandbox) sandbox = NULL;
  GError *error = NULL;

  if (!gate_approvals_approve_command_finish (GATE_APPROVALS (source), result, &sandbox, &error))
    {
      end_attempt (attempt, error);
      return;
    }
  attempt->confined = sandbox != NULL;
  self->client = gate_mcp_client_new_local ((const char * const *) attempt->argv, (const char * const *) attempt->environment,
                                            gate_connector_get_directory (self->connector), sandbox, self->interaction);
  set_up_client (self);
  connect_first (attempt);
}

static void
did_resolve (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Attempt *attempt = user_data;
  GateLink *self = attempt->self;
  GError *error = NULL;

  if (!gate_sign_in_resolve_finish (self->sign_in, result, &attempt->address, &attempt->argv, &attempt->environment, &error))
    {
      end_attempt (attempt, error);
      return;
    }
  if (gate_connector_get_kind (self->connector) == GATE_CONNECTOR_STDIO)
    {
      gate_approvals_approve_command_async (self->approvals, self->connector, (const char * const *) attempt->argv, self->folder,
                                            self->starting, did_approve, attempt);
      return;
    }

  gboolean sse = gate_connector_get_kind (self->connector) == GATE_CONNECTOR_SSE;
  self->client = gate_mcp_client_new_remote (self->http, attempt->address, sse ? GATE_MCP_REMOTE_SSE : GATE_MCP_REMOTE_AUTO,
                                             GATE_AUTHORIZER (self->sign_in), self->interaction);
  set_up_client (self);
  connect_first (attempt);
}

static void
did_start_sample (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Attempt *attempt = user_data;
  GError *error = NULL;
  g_autofree char *address = gate_sample_start_finish (result, &error);

  if (!address)
    end_attempt (attempt, error);
  else
    gate_sign_in_resolve_async (attempt->self->sign_in, attempt->self->starting, did_resolve, attempt);
}

static gboolean
is_sample (GateLink *self)
{
  JsonObject *entry = gate_json_node_object (gate_connector_get_source (self->connector));
  JsonObject *own = gate_json_get_object (entry, "gatehouse");

  return own && gate_json_get_boolean (own, "sample", FALSE);
}

static void
start (GateLink *self)
{
  Attempt *attempt = attempt_new ();

  attempt->self = g_object_ref (self);
  self->starting = g_cancellable_new ();
  if (self->client)
    connect_client (attempt);
  else if (is_sample (self))
    gate_sample_start_async (self->starting, did_start_sample, attempt);
  else
    gate_sign_in_resolve_async (self->sign_in, self->starting, did_resolve, attempt);
}

/* The attempt goes on for the others; when nobody waits any more it ends too. */
static gboolean
waiter_cancelled (GCancellable *cancellable,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  GateLink *self = g_task_get_source_object (task);

  if (!g_ptr_array_remove (self->waiting, task))
    return G_SOURCE_REMOVE;
  g_task_return_error_if_cancelled (task);
  if (self->waiting->len == 0 && self->starting)
    g_cancellable_cancel (self->starting);
  return G_SOURCE_REMOVE;
}

static void
destroy_source (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

static void
watch_cancellable (GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!cancellable)
    return;
  GSource *source = g_cancellable_source_new (cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (waiter_cancelled), task, NULL);
  g_source_attach (source, g_task_get_context (task));
  g_task_set_task_data (task, source, destroy_source);
}

/**
 * gate_link_ensure_async:
 * @self: a link
 * @interactive: whether the person may be asked to sign in
 * @cancellable: (nullable): ends the wait of this caller
 * @callback: called when it is connected, or not
 * @user_data: for @callback
 *
 * Connects if it is not connected. Callers at the same time share one attempt.
 */
void
gate_link_ensure_async (GateLink            *self,
                        gboolean             interactive,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_link_ensure_async);

  if (interactive)
    gate_sign_in_set_interactive (self->sign_in, TRUE);
  watch_cancellable (task);
  g_ptr_array_add (self->waiting, task);
  if (!self->starting)
    start (self);
}

/**
 * gate_link_ensure_finish:
 * @self: a link
 * @result: the result
 * @error: set to what layer 3, the service or the network said
 *
 * Returns: (transfer none) (nullable): the connection
 */
GateMcpClient *
gate_link_ensure_finish (GateLink      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_autoptr(GateMcpClient) client = g_task_propagate_pointer (G_TASK (result), error);
  return client ? self->client : NULL;
}

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_mcp_client_close_finish (GATE_MCP_CLIENT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_link_close_async:
 * @self: a link
 * @cancellable: (nullable): ends the wait, not the closing
 * @callback: called when it is closed
 * @user_data: for @callback
 *
 * Ends the connection in good order; the next need makes a new one.
 */
void
gate_link_close_async (GateLink            *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_link_close_async);
  g_autoptr(GateMcpClient) client = g_steal_pointer (&self->client);

  if (self->starting)
    g_cancellable_cancel (self->starting);
  if (client)
    gate_mcp_client_close_async (client, cancellable, did_close, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * gate_link_close_finish:
 * @self: a link
 * @result: the result
 * @error: set to what went wrong while closing
 *
 * Returns: %TRUE when it closed in good order
 */
gboolean
gate_link_close_finish (GateLink      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
