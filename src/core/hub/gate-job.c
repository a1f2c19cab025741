// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-job.h"

#include "gate-property.h"
#include "gate-task.h"

typedef struct {
  char         *title;
  char         *message;
  double        fraction;
  gboolean      running;
  gboolean      started;
  GCancellable *cancellable;
  GCancellable *outer;
  gulong        outer_handler;
} GateJobPrivate;

enum { PROP_0, PROP_TITLE, PROP_MESSAGE, PROP_FRACTION, PROP_RUNNING, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GateJob, gate_job, G_TYPE_OBJECT)

#define PRIVATE(self) ((GateJobPrivate *) gate_job_get_instance_private (self))

static void
gate_job_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  GateJobPrivate *priv = PRIVATE (GATE_JOB (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, priv->message);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, priv->fraction);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, priv->running);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_job_dispose (GObject *object)
{
  GateJobPrivate *priv = PRIVATE (GATE_JOB (object));

  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->outer);
  g_clear_pointer (&priv->title, g_free);
  g_clear_pointer (&priv->message, g_free);
  G_OBJECT_CLASS (gate_job_parent_class)->dispose (object);
}

static void
gate_job_class_init (GateJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_job_get_property;
  object_class->dispose = gate_job_dispose;
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, GATE_PARAM_READABLE);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_job_init (GateJob *self)
{
  PRIVATE (self)->fraction = -1;
  PRIVATE (self)->cancellable = g_cancellable_new ();
}

static void
set_running (GateJob  *self,
             gboolean  running)
{
  PRIVATE (self)->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

static void
cancel_inner (GCancellable *outer,
              gpointer      inner)
{
  g_cancellable_cancel (inner);
}

static void
did_run (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GateJob *self = GATE_JOB (source);
  GateJobPrivate *priv = PRIVATE (self);
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  /* Not g_cancellable_disconnect(): this may run inside the outer cancellable's own emission, where it would wait for itself. */
  if (priv->outer_handler)
    g_signal_handler_disconnect (priv->outer, priv->outer_handler);
  priv->outer_handler = 0;
  g_clear_object (&priv->outer);
  set_running (self, FALSE);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * gate_job_run_async:
 * @self: a job that has not run yet
 * @cancellable: (nullable): cancels the job
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Starts the job. Its results are asked of the subclass once it has ended well.
 */
void
gate_job_run_async (GateJob             *self,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_return_if_fail (GATE_IS_JOB (self));
  GateJobPrivate *priv = PRIVATE (self);
  g_return_if_fail (!priv->started);

  GTask *task = gate_task_new (self, NULL, callback, user_data, gate_job_run_async);
  priv->started = TRUE;
  if (cancellable)
    {
      priv->outer = g_object_ref (cancellable);
      priv->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (cancel_inner),
                                                   g_object_ref (priv->cancellable), g_object_unref);
    }
  set_running (self, TRUE);

  g_autoptr(GTask) inner = g_task_new (self, priv->cancellable, did_run, task);
  g_task_set_source_tag (inner, gate_job_run_async);
  GATE_JOB_GET_CLASS (self)->run (self, inner);
}

/**
 * gate_job_run_finish:
 * @self: a job
 * @result: the result
 * @error: set to what the job met, of [error@Gate.Error] or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the job ended well
 */
gboolean
gate_job_run_finish (GateJob       *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_job_cancel:
 * @self: a job
 *
 * Asks a running job to end; it ends with %G_IO_ERROR_CANCELLED unless it was done already.
 */
void
gate_job_cancel (GateJob *self)
{
  g_return_if_fail (GATE_IS_JOB (self));
  g_cancellable_cancel (PRIVATE (self)->cancellable);
}

/**
 * gate_job_get_title:
 * @self: a job
 *
 * Returns: (nullable): what is being done, plain text
 */
const char *
gate_job_get_title (GateJob *self)
{
  g_return_val_if_fail (GATE_IS_JOB (self), NULL);
  return PRIVATE (self)->title;
}

/**
 * gate_job_set_title:
 * @self: a job
 * @title: what is being done
 *
 * For subclasses.
 */
void
gate_job_set_title (GateJob    *self,
                    const char *title)
{
  g_return_if_fail (GATE_IS_JOB (self));
  gate_set_str_property (self, &PRIVATE (self)->title, title, props[PROP_TITLE]);
}

/**
 * gate_job_get_message:
 * @self: a job
 *
 * Returns: (nullable): the step that it is at; may hold a server's words
 */
const char *
gate_job_get_message (GateJob *self)
{
  g_return_val_if_fail (GATE_IS_JOB (self), NULL);
  return PRIVATE (self)->message;
}

/**
 * gate_job_get_fraction:
 * @self: a job
 *
 * Returns: how far it is, 0 to 1, or -1 where that cannot be told
 */
double
gate_job_get_fraction (GateJob *self)
{
  g_return_val_if_fail (GATE_IS_JOB (self), -1);
  return PRIVATE (self)->fraction;
}

/**
 * gate_job_get_running:
 * @self: a job
 *
 * Returns: %TRUE between start and end
 */
gboolean
gate_job_get_running (GateJob *self)
{
  g_return_val_if_fail (GATE_IS_JOB (self), FALSE);
  return PRIVATE (self)->running;
}

/**
 * gate_job_report:
 * @self: a job
 * @fraction: how far it is, 0 to 1, or -1
 * @message: (nullable): the step that it is at; %NULL leaves the last one
 *
 * For subclasses: moves the progress.
 */
void
gate_job_report (GateJob    *self,
                 double      fraction,
                 const char *message)
{
  g_return_if_fail (GATE_IS_JOB (self));
  GateJobPrivate *priv = PRIVATE (self);

  if (message)
    gate_set_str_property (self, &priv->message, message, props[PROP_MESSAGE]);
  fraction = CLAMP (fraction, -1, 1);
  if (fraction > priv->fraction || fraction < priv->fraction)
    {
      priv->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
}
