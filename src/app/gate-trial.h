// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GATE_TYPE_TRIAL (gate_trial_get_type ())

/**
 * GateTrial:
 *
 * What was tried once: with which arguments, and what came of it. Immutable.
 */
G_DECLARE_FINAL_TYPE (GateTrial, gate_trial, GATE, TRIAL, GObject)

GateTrial    *gate_trial_new           (const char    *address,
                                        JsonObject    *arguments,
                                        JsonNode      *result,
                                        const GError  *error,
                                        gint64         elapsed) G_GNUC_WARN_UNUSED_RESULT;
const char   *gate_trial_get_address   (GateTrial     *self);
JsonObject   *gate_trial_get_arguments (GateTrial     *self);
JsonNode     *gate_trial_get_result    (GateTrial     *self);
const GError *gate_trial_get_error     (GateTrial     *self);
/* One line for a list, safe to show. */
char         *gate_trial_dup_title     (GateTrial     *self) G_GNUC_WARN_UNUSED_RESULT;
char         *gate_trial_dup_failure   (GateTrial     *self) G_GNUC_WARN_UNUSED_RESULT;
char         *gate_trial_dup_outcome   (GateTrial     *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
