// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-interaction.h"

G_BEGIN_DECLS

#define GATE_TYPE_CONFORMANCE_BROWSER (gate_conformance_browser_get_type ())

/**
 * GateConformanceBrowser:
 *
 * A person who agrees to everything: follows a sign-in's address as a browser would, and gives the redirect address back; accepts every
 * form with its defaults.
 */
G_DECLARE_FINAL_TYPE (GateConformanceBrowser, gate_conformance_browser, GATE, CONFORMANCE_BROWSER, GObject)

GateInteraction *gate_conformance_browser_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
