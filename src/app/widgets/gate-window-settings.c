// SPDX-License-Identifier: GPL-3.0-or-later
#define G_SETTINGS_ENABLE_BACKEND
#include "gate-window-settings.h"

#include "gate-config.h"
#include "gate-dirs.h"

#include <gio/gsettingsbackend.h>
#include <string.h>

#define SCHEMA GATE_APPLICATION_ID ".Window"
#define FILE_NAME "window"

/**
 * gate_window_settings_new:
 *
 * The settings of windows. Where GSettings has its key file only, as in a Flatpak, they are in a file of their own: GLib's writes the
 * whole file from what it remembers, and would take back what another process of ours changed in the projects meanwhile. Nobody but the
 * one application has windows.
 *
 * Returns: (transfer full): the settings
 */
GSettings *
gate_window_settings_new (void)
{
  g_autoptr(GSettingsBackend) usual = g_settings_backend_get_default ();
  g_autoptr(GSettingsBackend) own = NULL;

  if (strcmp (G_OBJECT_TYPE_NAME (usual), "GKeyfileSettingsBackend") == 0)
    {
      g_autofree char *path = gate_dirs_config (FILE_NAME);

      own = g_keyfile_settings_backend_new (path, GATE_RESOURCE_PATH "/", NULL);
    }
  return g_settings_new_with_backend (SCHEMA, own ? own : usual);
}
