// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-settings-text.h"

#include "gate-error.h"
#include "gate-file.h"
#include "gate-i18n.h"

#include <string.h>

#define FILE_LIMIT (4u * 1024 * 1024)

/**
 * gate_settings_text_new_map:
 *
 * Returns: (transfer full): no settings
 */
GHashTable *
gate_settings_text_new_map (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * gate_settings_text_map:
 * @key_file: a settings file
 *
 * Returns: (transfer full) (element-type utf8 utf8): paths of keys, and their values as texts in GVariant's form; not to be changed once
 *   it is shared
 */
GHashTable *
gate_settings_text_map (GKeyFile *key_file)
{
  GHashTable *map = gate_settings_text_new_map ();
  g_auto(GStrv) groups = g_key_file_get_groups (key_file, NULL);

  for (guint i = 0; groups[i]; i++)
    {
      g_auto(GStrv) keys = g_key_file_get_keys (key_file, groups[i], NULL, NULL);

      for (guint j = 0; keys && keys[j]; j++)
        g_hash_table_insert (map, g_strdup_printf ("/%s/%s", groups[i], keys[j]),
                             g_key_file_get_value (key_file, groups[i], keys[j], NULL));
    }
  return map;
}

/**
 * gate_file_identity_of:
 * @path: (type filename): a file that is written to a new file each time, so that its inode changes
 *
 * Returns: which state of it is there, all zero for none
 */
GateFileIdentity
gate_file_identity_of (const char *path)
{
  GateFileIdentity identity = { 0 };
  struct stat status;

  if (stat (path, &status) == 0)
    identity = (GateFileIdentity) { status.st_ino, status.st_size, status.st_mtim };
  return identity;
}

/**
 * gate_file_identity_equal:
 * @a: a state
 * @b: a state
 *
 * Returns: %TRUE when they are the same
 */
gboolean
gate_file_identity_equal (const GateFileIdentity *a,
                          const GateFileIdentity *b)
{
  return a->inode == b->inode && a->size == b->size && a->modified.tv_sec == b->modified.tv_sec
         && a->modified.tv_nsec == b->modified.tv_nsec;
}

/**
 * gate_settings_text_load:
 * @path: (type filename): the file
 * @error: set to %GATE_ERROR_INVALID, or to what gate_file_read() tells
 *
 * A file that is not there is empty; one that cannot be read is an error, so that it is never overwritten.
 *
 * Returns: (transfer full) (nullable): what it says
 */
GKeyFile *
gate_settings_text_load (const char  *path,
                         GError     **error)
{
  g_autoptr(GKeyFile) key_file = g_key_file_new ();
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) content = gate_file_read (path, FILE_LIMIT, &local_error);

  if (gate_error_matches (local_error, GATE_ERROR_NOT_FOUND))
    return g_steal_pointer (&key_file);
  if (!content)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (g_bytes_get_size (content) > 0
      && !g_key_file_load_from_bytes (key_file, content, G_KEY_FILE_KEEP_COMMENTS, &local_error))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Correct the file or rename it."),
                      _("The settings file “%s” cannot be read: %s"), path, local_error->message);
      return NULL;
    }
  return g_steal_pointer (&key_file);
}

static gboolean
split_path (const char  *path,
            char       **group,
            const char **key)
{
  const char *slash = strrchr (path, '/');

  if (!slash || slash == path || path[0] != '/')
    return FALSE;
  *group = g_strndup (path + 1, (gsize) (slash - path - 1));
  *key = slash + 1;
  return TRUE;
}

/**
 * gate_settings_text_apply:
 * @key_file: a settings file
 * @changes: (element-type utf8 GVariant): values by path; %NULL is a reset
 *
 * Changes what the file says.
 */
void
gate_settings_text_apply (GKeyFile   *key_file,
                          GHashTable *changes)
{
  GHashTableIter iter;
  gpointer path, value;

  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      g_autofree char *group = NULL;
      const char *key;

      if (!split_path (path, &group, &key))
        continue;
      if (value)
        {
          g_autofree char *text = g_variant_print (value, FALSE);
          g_key_file_set_value (key_file, group, key, text);
          continue;
        }
      g_key_file_remove_key (key_file, group, key, NULL);
      g_auto(GStrv) keys = g_key_file_get_keys (key_file, group, NULL, NULL);
      if (keys && !keys[0])
        g_key_file_remove_group (key_file, group, NULL);
    }
}
