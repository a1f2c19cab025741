// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GATE_TYPE_ATTEMPTS (gate_attempts_get_type ())

/**
 * GateAttempts:
 *
 * How often something was tried lately, by what it was for, so that a server that is never content does not keep us going.
 */
G_DECLARE_FINAL_TYPE (GateAttempts, gate_attempts, GATE, ATTEMPTS, GObject)

GateAttempts *gate_attempts_new       (guint          limit,
                                       guint          seconds) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gate_attempts_take      (GateAttempts  *self,
                                       const char    *what);
void          gate_attempts_give_back (GateAttempts  *self,
                                       const char    *what);
void          gate_attempts_forget    (GateAttempts  *self);

G_END_DECLS
