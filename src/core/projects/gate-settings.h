// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-settings-edit.h"

G_BEGIN_DECLS

/**
 * GateSettingsFunc:
 * @edit: the settings, read anew under the lock; valid during the call
 * @data: what was given to gate_settings_change_async(), now of the worker alone
 * @error: to be set on failure
 *
 * A change of shared settings. It runs in a worker, alone in all processes. What it finds out goes into @data.
 *
 * Returns: %TRUE when the change is made
 */
typedef gboolean (*GateSettingsFunc) (GateSettingsEdit  *edit,
                                      gpointer           data,
                                      GError           **error);

#define GATE_TYPE_SETTINGS (gate_settings_get_type ())

/**
 * GateSettings:
 *
 * The one thing that knows where settings are kept: dconf, or a key file of our own backend where GSettings would use its own
 * (in a sandbox without dconf). Reading is cheap and through GSettings; shared lists are changed by
 * gate_settings_change_async(), because a GSettings left to itself loses changes that several processes make at once.
 */
G_DECLARE_FINAL_TYPE (GateSettings, gate_settings, GATE, SETTINGS, GObject)

GateSettings *gate_settings_new           (GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* "dconf", "keyfile", "memory", or a type's name. */
const char   *gate_settings_get_place     (GateSettings         *self);
GSettings    *gate_settings_get_root      (GateSettings         *self);
GSettings    *gate_settings_open_project  (GateSettings         *self,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;
/* Blocks until what was set directly on a GSettings is kept: once, at the end of a program. */
void          gate_settings_flush         (GateSettings         *self);
void          gate_settings_change_async  (GateSettings         *self,
                                           GateSettingsFunc      func,
                                           gpointer              data,
                                           GDestroyNotify        destroy,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
/* data: what was given to gate_settings_change_async(), borrowed from the result. */
gboolean      gate_settings_change_finish (GateSettings         *self,
                                           GAsyncResult         *result,
                                           gpointer             *data,
                                           GError              **error);

G_END_DECLS
