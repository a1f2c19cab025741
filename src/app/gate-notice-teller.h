// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-notices.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_NOTICE_TELLER (gate_notice_teller_get_type ())

/**
 * GateNoticeTeller:
 *
 * Tells by desktop notifications what a window does not show to somebody who looks at it: once for each thing, with the remedy as a
 * button, and taken back when it is solved.
 */
G_DECLARE_FINAL_TYPE (GateNoticeTeller, gate_notice_teller, GATE, NOTICE_TELLER, GObject)

GateNoticeTeller *gate_notice_teller_new       (GtkWindow        *window) G_GNUC_WARN_UNUSED_RESULT;
void              gate_notice_teller_follow    (GateNoticeTeller *self,
                                                GateNotices      *notices);
void              gate_notice_teller_unfollow  (GateNoticeTeller *self,
                                                GateNotices      *notices);
/* What the window shows now. */
void              gate_notice_teller_set_shown (GateNoticeTeller *self,
                                                GateNotices      *notices);

G_END_DECLS
