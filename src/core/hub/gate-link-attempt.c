// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-link-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-sample-starter.h"
#include "gate-task.h"
#include "gate-text.h"

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

/* The one who knows the connector's id can name the command that mends it. */
static void
name_remedy (GateLink *self,
             GError   *error)
{
  const char *id = gate_connector_get_id (self->connector);

  if (!gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED) && !gate_error_matches (error, GATE_ERROR_SCOPE_NEEDED))
    return;
  g_autofree char *command = g_strconcat ("gatehousectl connect ", id, *self->account ? " --account " : "", self->account, NULL);
  g_autofree char *remedy = g_strdup_printf (_("Sign in: %s"), command);
  gate_error_set_terminal_remedy (error, remedy);
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
        g_autofree char *remedy
          = g_strdup_printf (_("In the sandbox a server sees no folder but the project’s, where its entry says so. If it should see “%s”,"
                               " make that the project’s folder, and add the connector so that it is given that."), visible);
        g_autofree char *terminal
          = g_strdup_printf (_("In the sandbox a server sees no folder but the project’s, where its entry says so. If it should see “%s”,"
                               " make that the project’s folder, and add the connector with --project-folder."), visible);
        gate_error_set_remedy (error, remedy);
        gate_error_set_terminal_remedy (error, terminal);
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
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The connection was closed"));
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
    {
      note_era (attempt->self, GATE_MCP_CLIENT (source));
      g_signal_emit_by_name (attempt->self, "connected");
    }
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
  gate_link_follow_client (self);
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

/* With what an earlier process found out about the server. Meanwhile, and while the keyring is opened, HTTP is made ready. */
static void
connect_first (Attempt *attempt)
{
  GateLink *self = attempt->self;

  if (self->memory)
    gate_server_memory_recall_era_async (self->memory, self->connector, self->starting, did_recall, attempt);
  else
    connect_client (attempt);
  if (gate_connector_get_kind (self->connector) != GATE_CONNECTOR_STDIO)
    gate_http_prepare (self->http);
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

/**
 * gate_link_start:
 * @self: a link that nobody connects yet
 *
 * Begins an attempt to connect: what the entry needs is filled in, a local command is approved, the server is connected to with what
 * was learned of it before. All that wait are answered at its end.
 */
void
gate_link_start (GateLink *self)
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
