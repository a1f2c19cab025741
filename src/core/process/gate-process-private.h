// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-log-ring.h"
#include "gate-process.h"

G_BEGIN_DECLS

struct _GateProcess {
  GObject           parent_instance;

  char             *name;        /* the program, as it was asked for, safe to show */
  char             *program;     /* its path */
  gboolean          sandboxed;
  GSubprocess      *watchdog;
  GDataInputStream *control;
  int               control_fd;  /* (unowned): of control */
  GOutputStream    *stdin_stream;
  GInputStream     *stdout_stream;
  GInputStream     *stderr_stream;
  GateLogRing      *log;
  GCancellable     *cancellable; /* ends our reading when we go */
  GTask            *spawning;    /* (nullable): until the program runs */
  GPtrArray        *stops;       /* (element-type GTask): those who wait for the end */
  guint             patience;    /* source: until the tree is stopped by force */
  guint             drain;       /* source: until standard error is given up */

  gboolean          watchdog_ended;
  gboolean          log_ended;
  gboolean          exited;
  gboolean          stopping;
  gboolean          stopped;     /* by us, and not ended before by itself */
  int               status;      /* -1 while unknown */
  int               signal;      /* 0: none */
};

gpointer     gate_process_weak_new   (GateProcess *self) G_GNUC_WARN_UNUSED_RESULT;
GateProcess *gate_process_weak_steal (gpointer     user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
