// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-usage-log.h"

#include "gate-task.h"
#include "gate-usage.h"

#define DELAY_SECONDS 1

struct _GateUsageLog {
  GObject     parent_instance;

  GateStore  *state;
  GHashTable *counts;    /* (element-type utf8 uint): uses not yet written, by the four parts of the key */
  guint       timer;
  guint       n_writing;
  GPtrArray  *waiting;   /* (element-type GTask) (owned): flushes */
};

G_DEFINE_FINAL_TYPE (GateUsageLog, gate_usage_log, G_TYPE_OBJECT)

static void
gate_usage_log_dispose (GObject *object)
{
  GateUsageLog *self = GATE_USAGE_LOG (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_object (&self->state);
  G_OBJECT_CLASS (gate_usage_log_parent_class)->dispose (object);
}

static void
gate_usage_log_class_init (GateUsageLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_usage_log_dispose;
}

static void
gate_usage_log_init (GateUsageLog *self)
{
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_usage_log_new:
 * @state: where uses are kept
 *
 * Returns: (transfer full): the log
 */
GateUsageLog *
gate_usage_log_new (GateStore *state)
{
  GateUsageLog *self = g_object_new (GATE_TYPE_USAGE_LOG, NULL);

  self->state = g_object_ref (state);
  return self;
}

static void
settle (GateUsageLog *self)
{
  g_autoptr(GPtrArray) waiting = NULL;

  if (self->n_writing > 0)
    return;
  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (waiting->pdata[i], TRUE);
}

static void
did_touch (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GateUsageLog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_usage_touch_finish (GATE_STORE (source), result, &error))
    g_warning ("The use of a tool could not be noted: %s", error->message);
  self->n_writing--;
  settle (self);
}

static void
write_all (GateUsageLog *self)
{
  GHashTableIter iter;
  gpointer key, count;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, &key, &count))
    {
      g_auto(GStrv) parts = g_strsplit (key, "\n", 4);

      self->n_writing++;
      gate_usage_touch_async (self->state, parts[0], parts[1], parts[2], parts[3], GPOINTER_TO_UINT (count), NULL, did_touch,
                              g_object_ref (self));
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
timer_ended (gpointer user_data)
{
  GateUsageLog *self = user_data;

  self->timer = 0;
  write_all (self);
  return G_SOURCE_REMOVE;
}

/**
 * gate_usage_log_note:
 * @self: the log
 * @connector: a connector's id
 * @account: an account's id, "" for the first
 * @project: a project's id
 * @tool: a tool's name
 *
 * Notes that a tool is used now.
 */
void
gate_usage_log_note (GateUsageLog *self,
                     const char   *connector,
                     const char   *account,
                     const char   *project,
                     const char   *tool)
{
  g_autofree char *key = g_strjoin ("\n", connector, account, project, tool, NULL);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));

  g_hash_table_replace (self->counts, g_steal_pointer (&key), GUINT_TO_POINTER (count + 1));
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (DELAY_SECONDS, timer_ended, self);
}

/**
 * gate_usage_log_flush_async:
 * @self: the log
 * @callback: called when everything that was noted is written
 * @user_data: for @callback
 */
void
gate_usage_log_flush_async (GateUsageLog        *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_ptr_array_add (self->waiting, gate_task_new (self, NULL, callback, user_data, gate_usage_log_flush_async));
  write_all (self);
  settle (self);
}

/**
 * gate_usage_log_flush_finish:
 * @self: the log
 * @result: the result
 * @error: not set so far
 *
 * Returns: %TRUE
 */
gboolean
gate_usage_log_flush_finish (GateUsageLog  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
