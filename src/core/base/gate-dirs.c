// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-dirs.h"

#include "gate-config.h"

/**
 * gate_dirs_config:
 * @name: a file name below our configuration directory
 *
 * Returns: (transfer full) (type filename): `$XDG_CONFIG_HOME/gatehouse/<name>`
 */
char *
gate_dirs_config (const char *name)
{
  return g_build_filename (g_get_user_config_dir (), "gatehouse", name, NULL);
}

/**
 * gate_dirs_state:
 * @name: a file name below our state directory
 *
 * Returns: (transfer full) (type filename): `$XDG_STATE_HOME/gatehouse/<name>`
 */
char *
gate_dirs_state (const char *name)
{
  return g_build_filename (g_get_user_state_dir (), "gatehouse", name, NULL);
}

/**
 * gate_dirs_cache:
 * @name: a file name below our cache directory
 *
 * Returns: (transfer full) (type filename): `$XDG_CACHE_HOME/gatehouse/<name>`
 */
char *
gate_dirs_cache (const char *name)
{
  return g_build_filename (g_get_user_cache_dir (), "gatehouse", name, NULL);
}

/**
 * gate_dirs_data:
 * @name: a file name below our data directory
 *
 * Returns: (transfer full) (type filename): `$XDG_DATA_HOME/gatehouse/<name>`
 */
char *
gate_dirs_data (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), "gatehouse", name, NULL);
}

/**
 * gate_dirs_libexec:
 * @name: a helper program's name, "gatehouse-watchdog"
 *
 * Where a helper program is: the installed place, or the build directory that GATE_LIBEXECDIR names in tests and `build-aux/run`.
 *
 * Returns: (transfer full) (type filename): its path
 */
char *
gate_dirs_libexec (const char *name)
{
  const char *uninstalled = g_getenv ("GATE_LIBEXECDIR");
  return g_build_filename (uninstalled ? uninstalled : GATE_LIBEXECDIR, name, NULL);
}

/**
 * gate_dirs_in_flatpak:
 *
 * Returns: %TRUE when this process runs inside a Flatpak sandbox
 */
gboolean
gate_dirs_in_flatpak (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}
