// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateLogRing:
 *
 * The last lines of what a program writes to its standard error: at most 500 lines and 64 KiB, a line cut at 4 KiB. What is kept
 * is safe to show: colours and other control sequences are gone, invisible characters are made visible, and the values of the
 * variables that the program was given are replaced by the variables' names.
 */
typedef struct _GateLogRing GateLogRing;

/**
 * GateLogRingFunc:
 * @line: one line, without its line feed
 * @user_data: what was given with the function
 *
 * Called for each line as it becomes complete.
 */
typedef void (*GateLogRingFunc) (const char *line,
                                 gpointer    user_data);

GateLogRing *gate_log_ring_new            (const char * const *environment) G_GNUC_WARN_UNUSED_RESULT;
void         gate_log_ring_free           (GateLogRing        *self);
void         gate_log_ring_feed           (GateLogRing        *self,
                                           const char         *data,
                                           gsize               size,
                                           GateLogRingFunc     func,
                                           gpointer            user_data);
void         gate_log_ring_end            (GateLogRing        *self,
                                           GateLogRingFunc     func,
                                           gpointer            user_data);
char        *gate_log_ring_dup_text       (GateLogRing        *self) G_GNUC_WARN_UNUSED_RESULT;
char        *gate_log_ring_dup_last_words (GateLogRing        *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateLogRing, gate_log_ring_free)

G_END_DECLS
