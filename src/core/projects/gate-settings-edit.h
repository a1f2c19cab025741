// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateSettingsEdit:
 *
 * Settings that are being changed, seen from the worker that holds the lock. A project of %NULL is the root.
 */
typedef struct _GateSettingsEdit GateSettingsEdit;

GVariant *gate_settings_edit_get           (GateSettingsEdit    *self,
                                            const char          *project,
                                            const char          *key) G_GNUC_WARN_UNUSED_RESULT;
char    **gate_settings_edit_get_strv      (GateSettingsEdit    *self,
                                            const char          *project,
                                            const char          *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_settings_edit_is_set        (GateSettingsEdit    *self,
                                            const char          *project,
                                            const char          *key);
gboolean  gate_settings_edit_is_writable   (GateSettingsEdit    *self,
                                            const char          *project,
                                            const char          *key);
gboolean  gate_settings_edit_set           (GateSettingsEdit    *self,
                                            const char          *project,
                                            const char          *key,
                                            GVariant            *value,
                                            GError             **error);
gboolean  gate_settings_edit_set_strv      (GateSettingsEdit    *self,
                                            const char          *project,
                                            const char          *key,
                                            const char * const  *value,
                                            GError             **error);
gboolean  gate_settings_edit_set_member    (GateSettingsEdit    *self,
                                            const char          *project,
                                            const char          *key,
                                            const char          *member,
                                            gboolean             present,
                                            GError             **error);
void      gate_settings_edit_reset_project (GateSettingsEdit    *self,
                                            const char          *project);

G_END_DECLS
