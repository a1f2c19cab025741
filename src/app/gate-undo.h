// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateUndoFunc:
 * @user_data: what was given
 *
 * Takes a change back, or makes it final.
 */
typedef void (*GateUndoFunc) (gpointer user_data);

#define GATE_TYPE_UNDO (gate_undo_get_type ())

/**
 * GateUndo:
 *
 * The one change that can be taken back: it lasts until the next one. The property `title` says what was done, and is %NULL where nothing
 * can be taken back.
 */
G_DECLARE_FINAL_TYPE (GateUndo, gate_undo, GATE, UNDO, GObject)

GateUndo   *gate_undo_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void        gate_undo_offer      (GateUndo       *self,
                                  const char     *title,
                                  GateUndoFunc    undo,
                                  GateUndoFunc    commit,
                                  gpointer        user_data,
                                  GDestroyNotify  destroy);
void        gate_undo_undo       (GateUndo       *self);
void        gate_undo_commit     (GateUndo       *self);
const char *gate_undo_get_title  (GateUndo       *self);

G_END_DECLS
