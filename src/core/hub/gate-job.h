// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GATE_TYPE_JOB (gate_job_get_type ())

/**
 * GateJob:
 *
 * A piece of work that a face starts, watches and may cancel: one progress, one result, the same in all faces. A job runs once.
 *
 * Properties: `title` (what is being done), `message` (the step it is at), `fraction` (0 to 1, or -1 where it cannot be told),
 * `running`.
 */
G_DECLARE_DERIVABLE_TYPE (GateJob, gate_job, GATE, JOB, GObject)

/**
 * GateJobClass:
 * @run: does the work and returns the task with a boolean or an error; the task's cancellable is the job's
 */
struct _GateJobClass {
  GObjectClass parent_class;

  void (*run) (GateJob *self,
               GTask   *task);
};

void         gate_job_run_async     (GateJob              *self,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean     gate_job_run_finish    (GateJob              *self,
                                     GAsyncResult         *result,
                                     GError              **error);
void         gate_job_cancel        (GateJob              *self);
const char  *gate_job_get_title     (GateJob              *self);
void         gate_job_set_title     (GateJob              *self,
                                     const char           *title);
const char  *gate_job_get_message   (GateJob              *self);
double       gate_job_get_fraction  (GateJob              *self);
gboolean     gate_job_get_running   (GateJob              *self);
void         gate_job_report        (GateJob              *self,
                                     double                fraction,
                                     const char           *message);

G_END_DECLS
