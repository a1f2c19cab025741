// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-notice.h"
#include "gate-project-view.h"

G_BEGIN_DECLS

#define GATE_TYPE_NOTICES (gate_notices_get_type ())

/**
 * GateNotices:
 *
 * A [iface@Gio.ListModel] of [class@Gate.Notice]: what is worth telling about the accounts that are on in a project, at most one for
 * each, and one for all where there is no network; the most urgent first. It follows the project's view, and the clock.
 */
G_DECLARE_FINAL_TYPE (GateNotices, gate_notices, GATE, NOTICES, GObject)

GateNotices     *gate_notices_new            (GateProjectView *view) G_GNUC_WARN_UNUSED_RESULT;
GateProjectView *gate_notices_get_view       (GateNotices     *self);
/* (element-type GateHubItem): tools that are to be looked at. */
GPtrArray       *gate_notices_dup_changed    (GateHubAccount  *account) G_GNUC_WARN_UNUSED_RESULT;
/* How long before its end a sign-in is told of, in seconds. */
gint64           gate_notices_get_ahead      (gint64           signed_in_at,
                                              gint64           expires);

G_END_DECLS
