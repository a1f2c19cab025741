// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-complete.h"

#include "gate-error.h"
#include "gate-hub-private.h"
#include "gate-task.h"

#include <string.h>

/* What is longer is no value to choose from a list. */
#define VALUE_MAX 1000

typedef struct {
  gboolean    is_prompt;
  char       *reference;
  char       *argument;
  char       *value;
  JsonObject *context;  /* (nullable) */
} CompleteData;

GATE_DEFINE_DATA (CompleteData, complete_data)

static void
complete_data_clear (CompleteData *self)
{
  g_free (self->reference);
  g_free (self->argument);
  g_free (self->value);
  g_clear_pointer (&self->context, json_object_unref);
}

static void
did_complete (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GError *error = NULL;
  g_auto(GStrv) values = gate_mcp_client_complete_finish (GATE_MCP_CLIENT (source), result, &error);

  if (!values)
    {
      g_task_return_error (task, error);
      return;
    }
  for (char **value = values; *value; value++)
    if (strlen (*value) <= VALUE_MAX)
      g_strv_builder_add (builder, *value);
  g_task_return_pointer (task, g_strv_builder_end (builder), (GDestroyNotify) g_strfreev);
}

static void
did_ensure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  CompleteData *data = complete_data_of (task);
  GError *error = NULL;
  GateMcpClient *client = gate_link_ensure_finish (GATE_LINK (source), result, &error);

  if (client)
    {
      gate_mcp_client_complete_async (client, data->is_prompt, data->reference, data->argument, data->value, data->context,
                                      g_task_get_cancellable (task), did_complete, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * gate_hub_complete_async:
 * @self: an open hub
 * @project: a project
 * @item: a prompt or a template
 * @argument: the name of one of its arguments
 * @value: what was typed so far
 * @context: (nullable): the other arguments, as far as they are known
 * @cancellable: (nullable): to give up
 * @callback: called with the values
 * @user_data: for @callback
 *
 * Asks the server what an argument may be (`completion/complete`). Nobody is asked to sign in for it.
 */
void
gate_hub_complete_async (GateHub             *self,
                         GateHubProject      *project,
                         GateHubItem         *item,
                         const char          *argument,
                         const char          *value,
                         JsonObject          *context,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (GATE_IS_HUB (self) && GATE_IS_HUB_PROJECT (project) && GATE_IS_HUB_ITEM (item));
  const char *connector = gate_hub_item_get_connector (item), *account = gate_hub_item_get_account (item);
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_hub_complete_async);
  CompleteData *data = complete_data_new ();
  GError *error = NULL;
  GateLink *link = NULL;

  data->is_prompt = gate_hub_item_get_kind (item) == GATE_HUB_ITEM_PROMPT;
  data->reference = g_strdup (gate_hub_item_get_name (item));
  data->argument = g_strdup (argument);
  data->value = g_strdup (value);
  data->context = context ? json_object_ref (context) : NULL;
  complete_data_attach (task, data);
  if (gate_hub_check_active (self, project, connector, account, &error))
    link = gate_hub_get_link (self, project, connector, account, &error);
  if (link)
    gate_link_ensure_async (link, FALSE, cancellable, did_ensure, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * gate_hub_complete_finish:
 * @self: the hub
 * @result: the result
 * @error: set as by a connection, or when the project has the connector off
 *
 * Returns: (transfer full) (nullable): at most 100 values, the server's own words; empty where the server cannot say
 */
char **
gate_hub_complete_finish (GateHub       *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
