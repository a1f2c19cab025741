// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-link-private.h"

#include "gate-task.h"

G_DEFINE_FINAL_TYPE (GateLink, gate_link, G_TYPE_OBJECT)

enum { SIGNAL_CONNECTED, SIGNAL_OFFER_CHANGED, SIGNAL_LOST, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Takes the connection from the link; what it says from now on is not ours any more. (transfer full) (nullable) */
static GateMcpClient *
steal_client (GateLink *self)
{
  if (self->client)
    g_signal_handlers_disconnect_by_data (self->client, self);
  return g_steal_pointer (&self->client);
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
  g_autoptr(GateMcpClient) client = steal_client (self);
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

  /**
   * GateLink::connected:
   *
   * The server answers.
   */
  signals[SIGNAL_CONNECTED] = g_signal_new ("connected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * GateLink::offer-changed:
   *
   * The server says that it offers something else than before.
   */
  signals[SIGNAL_OFFER_CHANGED] = g_signal_new ("offer-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);

  /**
   * GateLink::lost:
   *
   * The connection was lost, or the server cannot be listened to.
   */
  signals[SIGNAL_LOST] = g_signal_new ("lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_link_init (GateLink *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
offer_changed (GateLink *self)
{
  g_signal_emit (self, signals[SIGNAL_OFFER_CHANGED], 0);
}

static void
was_lost (GateLink *self)
{
  g_signal_emit (self, signals[SIGNAL_LOST], 0);
}

/**
 * gate_link_follow_client:
 * @self: a link whose client was just made
 *
 * Passes on what the server tells of itself.
 */
void
gate_link_follow_client (GateLink *self)
{
  static const char *const changes[] = { "tools-changed", "prompts-changed", "resources-changed" };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_object (self->client, changes[i], G_CALLBACK (offer_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "closed", G_CALLBACK (was_lost), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "unheard", G_CALLBACK (was_lost), self, G_CONNECT_SWAPPED);
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

static void
choose_interactive (GateLink *self)
{
  gate_sign_in_set_interactive (self->sign_in, self->asks || self->n_asking > 0);
}

/**
 * gate_link_begin_asking:
 * @self: a link
 *
 * Lets the person be asked to sign in, because of what they have just asked for. Ends with gate_link_end_asking().
 */
void
gate_link_begin_asking (GateLink *self)
{
  self->n_asking++;
  choose_interactive (self);
}

/**
 * gate_link_end_asking:
 * @self: a link
 *
 * What the person asked for has ended: nothing that happens by itself from now on opens a question.
 */
void
gate_link_end_asking (GateLink *self)
{
  g_return_if_fail (self->n_asking > 0);
  self->n_asking--;
  choose_interactive (self);
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
 * @interactive: whether the face lets all that it does ask the person to sign in
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

  self->asks = self->asks || interactive;
  choose_interactive (self);
  watch_cancellable (task);
  g_ptr_array_add (self->waiting, task);
  if (!self->starting)
    gate_link_start (self);
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
  g_autoptr(GateMcpClient) client = steal_client (self);

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
