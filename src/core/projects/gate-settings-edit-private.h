// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gio.h>
#include <gio/gsettingsbackend.h>

#include "gate-settings-edit.h"

G_BEGIN_DECLS

/* For gate-settings.c alone. */
GateSettingsEdit *gate_settings_edit_new    (GSettingsBackend  *backend,
                                             GSettingsSchema   *root_schema,
                                             GSettingsSchema   *project_schema) G_GNUC_WARN_UNUSED_RESULT;
void              gate_settings_edit_free   (GateSettingsEdit  *self);
gboolean          gate_settings_edit_verify (GateSettingsEdit  *self,
                                             const char        *problem,
                                             GError           **error);
char             *gate_settings_project_path (GSettingsSchema  *root_schema,
                                              const char       *id) G_GNUC_WARN_UNUSED_RESULT;
void              gate_settings_backend_flush (GSettingsBackend *backend);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSettingsEdit, gate_settings_edit_free)

G_END_DECLS
