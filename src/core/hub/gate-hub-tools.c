// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-error.h"
#include "gate-hub-item-private.h"
#include "gate-hub-project-private.h"
#include "gate-judge.h"
#include "gate-json.h"
#include "gate-pin.h"
#include "gate-task.h"

#include <string.h>

typedef struct {
  GateHubProject *project;
  GPtrArray      *items;   /* (element-type GateHubItem) */
} ToolsData;

GATE_DEFINE_DATA (ToolsData, tools_data)

static void
tools_data_clear (ToolsData *self)
{
  g_clear_object (&self->project);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

static ToolsData *
tools_data_for (GateHubProject *project,
                GPtrArray      *items)
{
  ToolsData *data = tools_data_new ();

  data->project = g_object_ref (project);
  data->items = g_ptr_array_copy (items, (GCopyFunc) (GCallback) g_object_ref, NULL);
  g_ptr_array_set_free_func (data->items, g_object_unref);
  return data;
}

/* What calls remember of an account's tools is older than what the person just said of them. */
static void
forget_listed (GateHub     *self,
               GateHubItem *item)
{
  GHashTableIter iter;
  gpointer link;

  g_hash_table_iter_init (&iter, self->links);
  while (g_hash_table_iter_next (&iter, NULL, &link))
    if (strcmp (gate_connector_get_id (gate_link_get_connector (link)), gate_hub_item_get_connector (item)) == 0 &&
        g_strcmp0 (gate_link_get_account (link), gate_hub_item_get_account (item)) == 0)
      gate_hub_forget_tools (self, link);
}

static void
judge_all (GateHub   *self,
           ToolsData *data)
{
  for (guint i = 0; i < data->items->len; i++)
    {
      forget_listed (self, data->items->pdata[i]);
      gate_judge_again (self, data->project, data->items->pdata[i]);
    }
}

static void
did_pin (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateHub *self = g_task_get_source_object (task);
  ToolsData *data = tools_data_of (task);
  GError *error = NULL;

  if (!gate_pin_save_finish (GATE_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  gate_hub_touch_pins ();
  for (guint i = 0; i < data->items->len; i++)
    if (gate_hub_item_get_review (data->items->pdata[i]) == GATE_REVIEW_NEVER || data->items->len == 1)
      gate_hub_item_set_review (data->items->pdata[i], GATE_REVIEW_SAME, NULL);
  judge_all (self, data);
  if (data->items->len > 0)
    gate_hub_tell_offer_changed (self, gate_hub_item_get_connector (data->items->pdata[0]), gate_hub_item_get_account (data->items->pdata[0]),
                                 FALSE);
  g_task_return_boolean (task, TRUE);
}

static void
add_pin (GPtrArray   *pins,
         GateHubItem *item)
{
  GatePin *pin = g_new0 (GatePin, 1);

  pin->connector = g_strdup (gate_hub_item_get_connector (item));
  pin->account = g_strdup (gate_hub_item_get_account (item));
  pin->tool = g_strdup (gate_hub_item_get_name (item));
  pin->digest = g_strdup (gate_hub_item_get_digest (item));
  pin->definition = gate_json_to_text (gate_hub_item_get_source (item));
  g_ptr_array_add (pins, pin);
}

/* What the person allows is what is remembered. A definition that changed is another matter: it is looked at by itself. */
static void
pin_new_ones (GTask *task)
{
  GateHub *self = g_task_get_source_object (task);
  ToolsData *data = tools_data_of (task);
  g_autoptr(GPtrArray) pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_pin_free);

  for (guint i = 0; i < data->items->len; i++)
    if (gate_hub_item_get_review (data->items->pdata[i]) == GATE_REVIEW_NEVER)
      add_pin (pins, data->items->pdata[i]);
  if (pins->len > 0)
    {
      gate_pin_save_async (self->state, pins, g_task_get_cancellable (task), did_pin, task);
      return;
    }
  judge_all (self, data);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
did_choose (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateHub *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!gate_project_set_tool_choices_finish (GATE_PROJECT (source), result, &error))
    g_task_return_error (task, error);
  else if (g_task_get_source_tag (task) == (gpointer) gate_hub_allow_tools_async)
    pin_new_ones (g_steal_pointer (&task));
  else
    {
      judge_all (self, tools_data_of (task));
      g_task_return_boolean (task, TRUE);
    }
}

static void
choose (GTask      *task,
        const char *choice)
{
  ToolsData *data = tools_data_of (task);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < data->items->len; i++)
    g_ptr_array_add (names, (gpointer) gate_hub_item_get_full_name (data->items->pdata[i]));
  g_ptr_array_add (names, NULL);
  gate_project_set_tool_choices_async (gate_hub_project_get_project (data->project), (const char * const *) names->pdata, choice,
                                       g_task_get_cancellable (task), did_choose, task);
}

/**
 * gate_hub_allow_tools_async:
 * @self: an open hub
 * @project: a project
 * @items: (element-type GateHubItem): tools, as they were listed
 * @cancellable: (nullable): ends it
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Allows tools in a project, all of them in one step, and pins the definitions that the person saw. One whose definition changed since
 * it was allowed still has to be looked at.
 */
void
gate_hub_allow_tools_async (GateHub             *self,
                            GateHubProject      *project,
                            GPtrArray           *items,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_allow_tools_async));

  tools_data_attach (task, tools_data_for (project, items));
  choose (task, "allow");
}

/**
 * gate_hub_choose_tool_async:
 * @self: an open hub
 * @project: a project
 * @item: a tool, as it was listed
 * @choice: (nullable): "allow", "ask" or "block"; %NULL: back to the default
 * @cancellable: (nullable): ends it
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps what the person chose for a tool, and judges it anew.
 */
void
gate_hub_choose_tool_async (GateHub             *self,
                            GateHubProject      *project,
                            GateHubItem         *item,
                            const char          *choice,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new ();
  GTask *task;

  g_ptr_array_add (items, item);
  if (g_strcmp0 (choice, "allow") == 0)
    {
      gate_hub_allow_tools_async (self, project, items, cancellable, callback, user_data);
      return;
    }
  task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_choose_tool_async));
  tools_data_attach (task, tools_data_for (project, items));
  choose (task, choice);
}

/**
 * gate_hub_accept_tool_async:
 * @self: an open hub
 * @project: a project
 * @item: a tool whose definition changed, as it was listed
 * @cancellable: (nullable): ends it
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Pins a definition that the person looked at. What was chosen for the tool stays.
 */
void
gate_hub_accept_tool_async (GateHub             *self,
                            GateHubProject      *project,
                            GateHubItem         *item,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = gate_hub_note_change (self, gate_task_new (self, cancellable, callback, user_data, gate_hub_accept_tool_async));
  g_autoptr(GPtrArray) items = g_ptr_array_new ();
  g_autoptr(GPtrArray) pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_pin_free);

  g_ptr_array_add (items, item);
  tools_data_attach (task, tools_data_for (project, items));
  add_pin (pins, item);
  gate_pin_save_async (self->state, pins, cancellable, did_pin, task);
}

/**
 * gate_hub_change_tools_finish:
 * @self: an open hub
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID, %GATE_ERROR_LOCKED_BY_ADMIN, or what the settings or the file said
 *
 * Ends gate_hub_allow_tools_async(), gate_hub_choose_tool_async() and gate_hub_accept_tool_async().
 *
 * Returns: %TRUE when it is kept
 */
gboolean
gate_hub_change_tools_finish (GateHub       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_hub_judge_tool:
 * @self: an open hub
 * @project: a project
 * @item: a tool, as it was listed
 *
 * Looks again what policy says of a tool, for what was chosen elsewhere.
 */
void
gate_hub_judge_tool (GateHub        *self,
                     GateHubProject *project,
                     GateHubItem    *item)
{
  g_return_if_fail (GATE_IS_HUB (self) && GATE_IS_HUB_PROJECT (project) && GATE_IS_HUB_ITEM (item));
  gate_judge_again (self, project, item);
}
