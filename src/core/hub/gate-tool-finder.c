// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-tool-finder.h"

#include "gate-error.h"
#include "gate-hub-item-private.h"
#include "gate-i18n.h"
#include "gate-judge.h"
#include "gate-task.h"

#include <string.h>

#define FRESH_US (60 * G_USEC_PER_SEC)

typedef struct {
  GateHub        *hub;
  GateHubProject *project;
  char           *full_name;
  GPtrArray      *links;   /* (element-type GateLink) */
  guint           index;
  GError         *failure; /* (nullable): of the first that could not be asked */
} FindData;

GATE_DEFINE_DATA (FindData, find_data)

static void
find_data_clear (FindData *self)
{
  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_free (self->full_name);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_error (&self->failure);
}

/**
 * gate_found_tool_free:
 * @self: (transfer full) (nullable): a found tool
 */
void
gate_found_tool_free (GateFoundTool *self)
{
  if (!self)
    return;
  gate_roster_unref (self->roster);
  g_object_unref (self->tool);
  g_object_unref (self->item);
  g_free (self);
}

static void
tools_changed (GateMcpClient *client,
               gpointer       user_data)
{
  GateHub *hub = user_data;
  g_autoptr(GList) links = g_hash_table_get_keys (hub->rosters);

  for (GList *link = links; link; link = link->next)
    if (gate_link_get_client (link->data) == client)
      gate_hub_forget_tools (hub, link->data);
}

static gboolean
is_fresh (GateRoster *roster)
{
  return roster && g_get_monotonic_time () - roster->taken_at < FRESH_US;
}

static GateFoundTool *
found_tool_copy (const GateFoundTool *self)
{
  GateFoundTool *copy = g_new0 (GateFoundTool, 1);

  copy->roster = gate_roster_ref (self->roster);
  copy->tool = g_object_ref (self->tool);
  copy->item = g_object_ref (self->item);
  return copy;
}

static char *
make_key (FindData *data)
{
  return g_strjoin ("\n", gate_hub_project_get_id (data->project), data->full_name, NULL);
}

/* As long as the rosters stand, a name leads to the same tool. */
static GateFoundTool *
recall (FindData *data)
{
  g_autofree char *key = make_key (data);
  const GateFoundTool *found = g_hash_table_lookup (data->hub->found, key);

  return found && g_ptr_array_find (data->links, found->roster->link, NULL) ? found_tool_copy (found) : NULL;
}

static GateFoundTool *
search (FindData *data)
{
  g_autoptr(GPtrArray) rosters = g_ptr_array_new ();

  for (guint i = 0; i < data->links->len; i++)
    {
      GateRoster *roster = g_hash_table_lookup (data->hub->rosters, data->links->pdata[i]);

      if (roster)
        g_ptr_array_add (rosters, roster);
    }
  g_autoptr(GPtrArray) items = gate_judge_items (data->hub, data->project, rosters);
  for (guint i = 0; i < items->len; i++)
    {
      GateHubItem *item = items->pdata[i];

      if (strcmp (gate_hub_item_get_full_name (item), data->full_name) != 0)
        continue;
      GateFoundTool *found = g_new0 (GateFoundTool, 1);
      found->item = g_object_ref (item);
      found->tool = g_object_ref (gate_hub_item_get_object (item));
      for (guint j = 0; j < rosters->len; j++)
        if (!found->roster && g_ptr_array_find (((GateRoster *) rosters->pdata[j])->objects, found->tool, NULL))
          found->roster = gate_roster_ref (rosters->pdata[j]);
      return found;
    }
  return NULL;
}

static void
finish (GTask *task)
{
  FindData *data = find_data_of (task);
  GateFoundTool *found = recall (data);

  if (!found && (found = search (data)))
    g_hash_table_insert (data->hub->found, make_key (data), found_tool_copy (found));
  if (found)
    g_task_return_pointer (task, found, (GDestroyNotify) gate_found_tool_free);
  else if (data->failure)
    g_task_return_error (task, g_steal_pointer (&data->failure));
  else
    {
      GError *error = gate_error_new (GATE_ERROR_NOT_FOUND, GATE_LAYER_SERVICE, _("Look at the list of its tools."),
                                      _("The service lists no tool “%s”"), data->full_name);
      gate_error_set_terminal_remedy (error, _("See: gatehousectl tools"));
      g_task_return_error (task, error);
    }
  g_object_unref (task);
}

static void list_next (GTask *task);

static void
got_roster (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  FindData *data = find_data_of (task);
  GateLink *link = data->links->pdata[data->index];
  g_autoptr(GError) error = NULL;
  GateRoster *roster = gate_roster_take_finish (result, &error);

  gate_hub_note_failure (data->hub, link, error);
  if (roster)
    {
      GateMcpClient *client = gate_link_get_client (link);

      g_hash_table_remove_all (data->hub->found);
      g_hash_table_replace (data->hub->rosters, g_object_ref (link), roster);
      g_signal_handlers_disconnect_by_func (client, tools_changed, data->hub);
      g_signal_connect_object (client, "tools-changed", G_CALLBACK (tools_changed), data->hub, 0);
    }
  else if (!data->failure)
    data->failure = g_steal_pointer (&error);
  data->index++;
  list_next (task);
}

static void
list_next (GTask *task)
{
  FindData *data = find_data_of (task);

  while (data->index < data->links->len && is_fresh (g_hash_table_lookup (data->hub->rosters, data->links->pdata[data->index])))
    data->index++;
  if (data->index == data->links->len)
    finish (task);
  else
    gate_roster_take_async (data->links->pdata[data->index], data->hub->state, GATE_HUB_ITEM_TOOL, FALSE, gate_hub_is_interactive (data->hub),
                            g_task_get_cancellable (task), got_roster, task);
}

/**
 * gate_tool_finder_find_async:
 * @hub: an open hub
 * @project: a project
 * @full_name: the tool's full name
 * @cancellable: (nullable): ends it
 * @callback: called with the tool
 * @user_data: for @callback
 *
 * Finds a tool by its full name among the project's active connectors.
 */
void
gate_tool_finder_find_async (GateHub             *hub,
                             GateHubProject      *project,
                             const char          *full_name,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_tool_finder_find_async);
  FindData *data = find_data_new ();
  GError *error = NULL;

  data->hub = g_object_ref (hub);
  data->project = g_object_ref (project);
  data->full_name = g_strdup (full_name);
  data->links = gate_judge_candidates (hub, project, full_name, &error);
  find_data_attach (task, data);
  if (data->links)
    {
      list_next (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * gate_tool_finder_find_finish:
 * @result: the result
 * @error: set to which layer is off, or %GATE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the tool
 */
GateFoundTool *
gate_tool_finder_find_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
