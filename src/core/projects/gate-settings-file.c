// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-settings-file.h"

#include "gate-file.h"
#include "gate-lock.h"
#include "gate-settings-text.h"

#include <string.h>

#define LOCK_NAME "settings-file"
#define LOCK_TIMEOUT_MS 30000

struct _GateSettingsFile {
  GSettingsBackend  parent_instance;

  char             *path; /* (owned) (nullable) */
  GHashTable       *defaults; /* (owned): the administrator's */
  GHashTable       *locks; /* (owned): the administrator's, a set of paths */
  GThreadPool      *writer; /* (owned): one thread */
  GFileMonitor     *monitor; /* (owned) (nullable) */
  GHashTable       *announced; /* (owned): what listeners know; of the main context */

  GMutex            mutex; /* for all below */
  GCond             written;
  guint             n_writes; /* given to the thread and not done */
  GHashTable       *kept; /* (owned): what the file said when last read */
  GateFileIdentity  identity;
  GHashTable       *pending; /* (owned) (element-type utf8 GVariant): not on disk yet; NULL is a reset */
  char             *problem; /* (owned) (nullable): why the last write failed */
};

G_DEFINE_FINAL_TYPE (GateSettingsFile, gate_settings_file, G_TYPE_SETTINGS_BACKEND)

static void
variant_unref0 (gpointer value)
{
  if (value)
    g_variant_unref (value);
}

static GHashTable *
pending_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, variant_unref0);
}

static void
set_problem (GateSettingsFile *self,
             const GError     *error)
{
  g_free (self->problem);
  self->problem = error ? g_strdup (error->message) : NULL;
}

/* With the mutex held. The identity is taken first: a file that changes meanwhile is read again the next time. */
static void
refresh (GateSettingsFile *self)
{
  if (!self->path)
    return;

  GateFileIdentity now = gate_file_identity_of (self->path);
  if (gate_file_identity_equal (&now, &self->identity))
    return;

  g_autoptr(GError) error = NULL;
  g_autoptr(GKeyFile) key_file = gate_settings_text_load (self->path, &error);
  self->identity = now;
  if (key_file)
    {
      g_hash_table_unref (self->kept);
      self->kept = gate_settings_text_map (key_file);
    }
  else
    g_debug ("The settings stay as they were: %s", error->message);
}

/* Reads the file anew, changes it and replaces it: alone in all processes. */
static GHashTable *
write_changes (GateSettingsFile  *self,
               GHashTable        *changes,
               GateFileIdentity  *identity,
               GError           **error)
{
  g_autoptr(GateLock) lock = gate_lock_take_sync (LOCK_NAME, LOCK_TIMEOUT_MS, NULL, error);
  if (!lock)
    return NULL;

  g_autoptr(GKeyFile) key_file = gate_settings_text_load (self->path, error);
  if (!key_file)
    return NULL;
  gate_settings_text_apply (key_file, changes);

  gsize size;
  g_autofree char *text = g_key_file_to_data (key_file, &size, NULL);
  if (!gate_file_write (self->path, text, (gssize) size, error))
    return NULL;
  *identity = gate_file_identity_of (self->path);
  return gate_settings_text_map (key_file);
}

static GHashTable *
copy_pending (GHashTable *pending)
{
  GHashTable *copy = pending_new ();
  GHashTableIter iter;
  gpointer path, value;

  g_hash_table_iter_init (&iter, pending);
  while (g_hash_table_iter_next (&iter, &path, &value))
    g_hash_table_insert (copy, g_strdup (path), value ? g_variant_ref (value) : NULL);
  return copy;
}

/* What was set again in the meantime stays pending. */
static void
drop_written (GHashTable *pending,
              GHashTable *written)
{
  GHashTableIter iter;
  gpointer path, value, current;

  g_hash_table_iter_init (&iter, written);
  while (g_hash_table_iter_next (&iter, &path, &value))
    if (g_hash_table_lookup_extended (pending, path, NULL, &current) && current == value)
      g_hash_table_remove (pending, path);
}

typedef struct {
  GateSettingsFile *self; /* (owned) */
  GHashTable       *changes; /* (owned) */
} Undone;

static void
undone_free (gpointer data)
{
  Undone *undone = data;

  g_hash_table_unref (undone->changes);
  g_object_unref (undone->self);
  g_free (undone);
}

static gboolean
tell_undone (gpointer data)
{
  Undone *undone = data;
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, undone->changes);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_settings_backend_changed (G_SETTINGS_BACKEND (undone->self), path, NULL);
  return G_SOURCE_REMOVE;
}

/* In the writer's thread. Many writes that wait are done by the first of them. */
static void
write_pending (gpointer data,
               gpointer user_data)
{
  GateSettingsFile *self = user_data;
  g_autoptr(GError) error = NULL;
  GateFileIdentity identity;

  g_mutex_lock (&self->mutex);
  g_autoptr(GHashTable) changes = copy_pending (self->pending);
  g_mutex_unlock (&self->mutex);

  gboolean needed = g_hash_table_size (changes) > 0;
  GHashTable *map = needed ? write_changes (self, changes, &identity, &error) : NULL;

  g_mutex_lock (&self->mutex);
  if (map)
    {
      g_hash_table_unref (self->kept);
      self->kept = map;
      self->identity = identity;
    }
  if (needed)
    set_problem (self, error);
  drop_written (self->pending, changes);
  self->n_writes--;
  g_cond_broadcast (&self->written);
  g_mutex_unlock (&self->mutex);

  if (error)
    {
      Undone *undone = g_new0 (Undone, 1);

      g_message ("Settings could not be kept: %s", error->message);
      undone->self = g_object_ref (self);
      undone->changes = g_steal_pointer (&changes);
      g_idle_add_full (G_PRIORITY_DEFAULT, tell_undone, undone, undone_free);
    }
}

static GVariant *
parse (const char         *text,
       const GVariantType *type)
{
  return text ? g_variant_parse (type, text, NULL, NULL, NULL) : NULL;
}

/* With the mutex held. */
static GVariant *
read_own (GateSettingsFile   *self,
          const char         *key,
          const GVariantType *type)
{
  gpointer value;

  if (g_hash_table_contains (self->locks, key))
    return NULL;
  if (g_hash_table_lookup_extended (self->pending, key, NULL, &value))
    return value && g_variant_is_of_type (value, type) ? g_variant_ref (value) : NULL;
  refresh (self);
  return parse (g_hash_table_lookup (self->kept, key), type);
}

static GVariant *
gate_settings_file_read (GSettingsBackend   *backend,
                         const char         *key,
                         const GVariantType *type,
                         gboolean            default_value)
{
  GateSettingsFile *self = GATE_SETTINGS_FILE (backend);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GVariant *value = default_value ? NULL : read_own (self, key, type);

  return value ? value : parse (g_hash_table_lookup (self->defaults, key), type);
}

static GVariant *
gate_settings_file_read_user_value (GSettingsBackend   *backend,
                                    const char         *key,
                                    const GVariantType *type)
{
  GateSettingsFile *self = GATE_SETTINGS_FILE (backend);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return read_own (self, key, type);
}

static gboolean
gate_settings_file_get_writable (GSettingsBackend *backend,
                                 const char       *key)
{
  return !g_hash_table_contains (GATE_SETTINGS_FILE (backend)->locks, key);
}

/* With the mutex held. Values that nobody writes stay pending for ever: that is the memory. */
static void
put (GateSettingsFile *self,
     const char       *key,
     GVariant         *value)
{
  g_hash_table_insert (self->pending, g_strdup (key), value ? g_variant_ref_sink (value) : NULL);
}

/* With the mutex held. */
static void
start_writing (GateSettingsFile *self)
{
  if (!self->path)
    return;
  self->n_writes++;
  g_thread_pool_push (self->writer, self, NULL);
}

static gboolean
gate_settings_file_write (GSettingsBackend *backend,
                          const char       *key,
                          GVariant         *value,
                          gpointer          origin_tag)
{
  GateSettingsFile *self = GATE_SETTINGS_FILE (backend);

  if (!gate_settings_file_get_writable (backend, key))
    return FALSE;
  g_mutex_lock (&self->mutex);
  put (self, key, value);
  start_writing (self);
  g_mutex_unlock (&self->mutex);
  g_settings_backend_changed (backend, key, origin_tag);
  return TRUE;
}

static void
gate_settings_file_reset (GSettingsBackend *backend,
                          const char       *key,
                          gpointer          origin_tag)
{
  gate_settings_file_write (backend, key, NULL, origin_tag);
}

typedef struct {
  GSettingsBackend *backend;
  gboolean          locked;
} LockCheck;

static gboolean
check_lock (gpointer key,
            gpointer value,
            gpointer user_data)
{
  LockCheck *check = user_data;

  check->locked = !gate_settings_file_get_writable (check->backend, key);
  return check->locked;
}

static gboolean
put_one (gpointer key,
         gpointer value,
         gpointer user_data)
{
  put (user_data, key, value);
  return FALSE;
}

static gboolean
gate_settings_file_write_tree (GSettingsBackend *backend,
                               GTree            *tree,
                               gpointer          origin_tag)
{
  GateSettingsFile *self = GATE_SETTINGS_FILE (backend);
  LockCheck check = { backend, FALSE };

  g_tree_foreach (tree, check_lock, &check);
  if (check.locked)
    return FALSE;
  g_mutex_lock (&self->mutex);
  g_tree_foreach (tree, put_one, self);
  start_writing (self);
  g_mutex_unlock (&self->mutex);
  g_settings_backend_changed_tree (backend, tree, origin_tag);
  return TRUE;
}

static void
gate_settings_file_sync (GSettingsBackend *backend)
{
  GateSettingsFile *self = GATE_SETTINGS_FILE (backend);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (self->n_writes > 0)
    g_cond_wait (&self->written, &self->mutex);
}

static void
gate_settings_file_subscribe (GSettingsBackend *backend,
                              const char       *name)
{
}

static GPermission *
gate_settings_file_get_permission (GSettingsBackend *backend,
                                   const char       *path)
{
  return g_simple_permission_new (TRUE);
}

static void
add_differences (GHashTable *from,
                 GHashTable *to,
                 GPtrArray *paths)
{
  GHashTableIter iter;
  gpointer path, text;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &path, &text))
    if (g_strcmp0 (text, g_hash_table_lookup (to, path)) != 0)
      g_ptr_array_add (paths, g_strdup (path));
}

static void
on_file_changed (GateSettingsFile *self)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_mutex_lock (&self->mutex);
  refresh (self);
  add_differences (self->announced, self->kept, paths);
  add_differences (self->kept, self->announced, paths);
  g_hash_table_unref (self->announced);
  self->announced = g_hash_table_ref (self->kept);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < paths->len; i++)
    g_settings_backend_changed (G_SETTINGS_BACKEND (self), paths->pdata[i], NULL);
}

static void
gate_settings_file_finalize (GObject *object)
{
  GateSettingsFile *self = GATE_SETTINGS_FILE (object);

  if (self->monitor)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
      g_clear_object (&self->monitor);
    }
  /* Waits for what is still to be written. */
  g_thread_pool_free (self->writer, FALSE, TRUE);
  g_hash_table_unref (self->announced);
  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->pending);
  g_hash_table_unref (self->defaults);
  g_hash_table_unref (self->locks);
  g_free (self->problem);
  g_free (self->path);
  g_cond_clear (&self->written);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (gate_settings_file_parent_class)->finalize (object);
}

static void
gate_settings_file_class_init (GateSettingsFileClass *klass)
{
  GSettingsBackendClass *backend_class = G_SETTINGS_BACKEND_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gate_settings_file_finalize;
  backend_class->read = gate_settings_file_read;
  backend_class->read_user_value = gate_settings_file_read_user_value;
  backend_class->get_writable = gate_settings_file_get_writable;
  backend_class->write = gate_settings_file_write;
  backend_class->write_tree = gate_settings_file_write_tree;
  backend_class->reset = gate_settings_file_reset;
  backend_class->sync = gate_settings_file_sync;
  backend_class->subscribe = gate_settings_file_subscribe;
  backend_class->unsubscribe = gate_settings_file_subscribe;
  backend_class->get_permission = gate_settings_file_get_permission;
}

static void
gate_settings_file_init (GateSettingsFile *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->written);
  self->writer = g_thread_pool_new (write_pending, self, 1, FALSE, NULL);
  self->kept = gate_settings_text_new_map ();
  self->announced = gate_settings_text_new_map ();
  self->defaults = gate_settings_text_new_map ();
  self->locks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pending = pending_new ();
}

static void
read_system_files (GateSettingsFile *self,
                   const char       *directory)
{
  g_autofree char *defaults_path = g_build_filename (directory, "defaults", NULL);
  g_autofree char *locks_path = g_build_filename (directory, "locks", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GKeyFile) defaults = gate_settings_text_load (defaults_path, &error);
  g_autofree char *locks = NULL;

  if (defaults)
    {
      g_hash_table_unref (self->defaults);
      self->defaults = gate_settings_text_map (defaults);
    }
  else
    g_message ("The administrator's settings are not used: %s", error->message);
  if (!g_file_get_contents (locks_path, &locks, NULL, NULL))
    return;

  g_auto(GStrv) lines = g_strsplit (locks, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (g_strstrip (lines[i])[0] == '/')
      g_hash_table_add (self->locks, g_strdup (lines[i]));
}

static void
watch (GateSettingsFile *self)
{
  g_autoptr(GFile) file = g_file_new_for_path (self->path);
  g_autoptr(GError) error = NULL;

  if (gate_file_make_parents (self->path, &error))
    self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, &error);
  if (!self->monitor)
    {
      g_message ("Changes of the settings by other programs are seen late: %s", error->message);
      return;
    }
  g_file_monitor_set_rate_limit (self->monitor, 50);
  g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_file_changed), self);
}

/**
 * gate_settings_file_new:
 * @path: (nullable) (type filename): the key file, or %NULL to keep everything in memory
 * @system_directory: (nullable) (type filename): where the administrator's `defaults` (a key file) and `locks` (a path a line) are
 *
 * Returns: (transfer full): a backend, which tells of other processes' changes in the main context of this call
 */
GSettingsBackend *
gate_settings_file_new (const char *path,
                        const char *system_directory)
{
  GateSettingsFile *self = g_object_new (GATE_TYPE_SETTINGS_FILE, NULL);

  self->path = g_strdup (path);
  if (system_directory)
    read_system_files (self, system_directory);
  if (path)
    {
      watch (self);
      on_file_changed (self);
    }
  return G_SETTINGS_BACKEND (self);
}

/**
 * gate_settings_file_dup_problem:
 * @self: a backend
 *
 * Returns: (transfer full) (nullable): why the last write failed, or %NULL when it did not
 */
char *
gate_settings_file_dup_problem (GateSettingsFile *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->problem);
}
