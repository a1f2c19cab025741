// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GATE_TYPE_REVIEW_DIALOG (gate_review_dialog_get_type ())

/**
 * GateReviewDialog:
 *
 * Shows what a tool was when it was allowed and what it is now, and lets the person allow it anew or keep it blocked. Several are shown
 * one after the other.
 */
G_DECLARE_FINAL_TYPE (GateReviewDialog, gate_review_dialog, GATE, REVIEW_DIALOG, AdwWindow)

/* items: (element-type GateHubItem): tools that changed. */
void gate_review_dialog_present (GtkWidget       *near,
                                 GateProjectView *view,
                                 const char      *label,
                                 GPtrArray       *items);

G_END_DECLS
