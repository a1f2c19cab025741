// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_ARRIVALS (gate_arrivals_get_type ())

/**
 * GateArrivals:
 *
 * What the desktop asks of the application: options of its command line, actions of its menu entry, links, results of a search. All of
 * it waits until the hub is open.
 */
G_DECLARE_FINAL_TYPE (GateArrivals, gate_arrivals, GATE, ARRIVALS, GObject)

/* application: outlives it. */
GateArrivals *gate_arrivals_new            (GtkApplication   *application) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gate_arrivals_export         (GateArrivals     *self,
                                            GDBusConnection  *connection,
                                            const char       *path,
                                            GError          **error);
void          gate_arrivals_unexport       (GateArrivals     *self);
/* From startup to shutdown of the application. */
void          gate_arrivals_start          (GateArrivals     *self,
                                            GateSession      *session);
void          gate_arrivals_stop           (GateArrivals     *self);
void          gate_arrivals_open           (GateArrivals     *self,
                                            GFile           **files,
                                            int               n_files);
/* Whether something was asked for that decides what is shown. */
gboolean      gate_arrivals_is_busy        (GateArrivals     *self);
/* -1: go on; else the status to end with. */
int           gate_arrivals_handle_options (GateArrivals     *self,
                                            GVariantDict     *options);

G_END_DECLS
