// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-settings.h"

#include "gate-config.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-lock.h"
#include "gate-settings-edit-private.h"
#include "gate-settings-file.h"
#include "gate-task.h"
#include "gate-worker.h"

#define LOCK_NAME "settings"
#define LOCK_TIMEOUT_MS 60000
#define SYSTEM_DIRECTORY "/etc/glib-2.0/settings"

struct _GateSettings {
  GObject           parent_instance;

  const char       *place;
  GSettingsBackend *backend; /* (owned) */
  GSettingsSchema  *root_schema; /* (owned) */
  GSettingsSchema  *project_schema; /* (owned) */
  GSettings        *root; /* (owned): of the main context */
  GateWorker       *worker; /* (owned) */
};

typedef struct {
  GSettingsBackend *backend; /* (owned) */
  GSettingsSchema  *root_schema; /* (owned) */
  GSettingsSchema  *project_schema; /* (owned) */
  GateSettingsFunc  func;
  gpointer          data;
  GDestroyNotify    destroy;
} Work;

G_DEFINE_FINAL_TYPE (GateSettings, gate_settings, G_TYPE_OBJECT)
GATE_DEFINE_DATA (Work, work)

static const char *const root_keys[] = {
  "projects", "current-project", "default-active", "locked-off-connectors", "read-only-connectors", "tool-choices",
};
static const char *const project_keys[] = {
  "name", "folder", "instructions", "active-plugins", "active-connectors", "tool-choices",
};

static void
work_clear (Work *self)
{
  if (self->destroy)
    self->destroy (self->data);
  g_object_unref (self->backend);
  g_settings_schema_unref (self->root_schema);
  g_settings_schema_unref (self->project_schema);
}

/* GSettings ends the program when a schema or a key of it is missing. */
static GSettingsSchema *
find_schema (const char          *id,
             const char * const  *keys,
             gsize                n_keys,
             GError             **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = source ? g_settings_schema_source_lookup (source, id, TRUE) : NULL;
  gboolean complete = schema != NULL;

  for (gsize i = 0; complete && i < n_keys; i++)
    complete = g_settings_schema_has_key (schema, keys[i]);
  if (complete)
    return g_steal_pointer (&schema);
  gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE,
                  _("Install Gatehouse again, or run it with build-aux/run where it was not installed."),
                  schema ? _("The settings schema “%s” is of another version") : _("The settings schema “%s” is missing"), id);
  return NULL;
}

static gboolean
is_type (GSettingsBackend *backend,
         const char       *name)
{
  GType type = g_type_from_name (name);
  return type != G_TYPE_INVALID && g_type_is_a (G_OBJECT_TYPE (backend), type);
}

static gboolean
check_bus (GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &local_error);

  if (bus)
    return TRUE;
  gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE,
                  _("Start Gatehouse in a desktop session, or with dbus-run-session."),
                  _("Settings cannot be kept: there is no session bus, which dconf needs"));
  return FALSE;
}

static gboolean
memory_is_allowed (void)
{
  return g_strcmp0 (g_getenv ("GATE_ALLOW_MEMORY_SETTINGS"), "1") == 0;
}

static gboolean
choose_backend (GateSettings  *self,
                GError       **error)
{
  g_autoptr(GSettingsBackend) backend = g_settings_backend_get_default ();

  if (is_type (backend, "DConfSettingsBackend"))
    {
      self->place = "dconf";
      self->backend = g_steal_pointer (&backend);
      return check_bus (error);
    }
  if (is_type (backend, "GKeyfileSettingsBackend"))
    {
      g_autofree char *path = g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", "keyfile", NULL);

      self->place = "keyfile";
      self->backend = gate_settings_file_new (path, SYSTEM_DIRECTORY);
      return TRUE;
    }
  if (is_type (backend, "GMemorySettingsBackend") || is_type (backend, "GNullSettingsBackend"))
    {
      self->place = "memory";
      self->backend = gate_settings_file_new (NULL, NULL);
      if (memory_is_allowed ())
        return TRUE;
      gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE,
                      _("Install dconf’s GSettings backend, or unset GSETTINGS_BACKEND."),
                      _("Settings cannot be kept: GSettings has only its memory"));
      return FALSE;
    }
  self->place = G_OBJECT_TYPE_NAME (backend);
  self->backend = g_steal_pointer (&backend);
  return TRUE;
}

static void
gate_settings_finalize (GObject *object)
{
  GateSettings *self = GATE_SETTINGS (object);

  g_clear_pointer (&self->worker, gate_worker_free);
  g_clear_object (&self->root);
  g_clear_object (&self->backend);
  g_clear_pointer (&self->root_schema, g_settings_schema_unref);
  g_clear_pointer (&self->project_schema, g_settings_schema_unref);
  G_OBJECT_CLASS (gate_settings_parent_class)->finalize (object);
}

static void
gate_settings_class_init (GateSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_settings_finalize;
}

static void
gate_settings_init (GateSettings *self)
{
  self->worker = gate_worker_new (1);
}

/**
 * gate_settings_new:
 * @error: set to %GATE_ERROR_FAILED, with its remedy, when the schemas are missing or nothing that is set would be kept
 *
 * Finds out where settings are kept. Blocks shortly (for the session bus): at the start of a program.
 *
 * Returns: (transfer full) (nullable): the settings
 */
GateSettings *
gate_settings_new (GError **error)
{
  g_autoptr(GateSettings) self = g_object_new (GATE_TYPE_SETTINGS, NULL);

  self->root_schema = find_schema (GATE_APPLICATION_ID, root_keys, G_N_ELEMENTS (root_keys), error);
  if (!self->root_schema)
    return NULL;
  self->project_schema = find_schema (GATE_APPLICATION_ID ".Project", project_keys, G_N_ELEMENTS (project_keys), error);
  if (!self->project_schema || !choose_backend (self, error))
    return NULL;
  self->root = g_settings_new_full (self->root_schema, self->backend, NULL);
  return g_steal_pointer (&self);
}

/**
 * gate_settings_get_place:
 * @self: the settings
 *
 * Returns: (transfer none): where they are kept: "dconf", "keyfile", "memory", or the name of a foreign backend
 */
const char *
gate_settings_get_place (GateSettings *self)
{
  g_return_val_if_fail (GATE_IS_SETTINGS (self), NULL);
  return self->place;
}

/**
 * gate_settings_get_root:
 * @self: the settings
 *
 * Returns: (transfer none): the root, to read from and to bind to; shared lists are changed by gate_settings_change_async()
 */
GSettings *
gate_settings_get_root (GateSettings *self)
{
  g_return_val_if_fail (GATE_IS_SETTINGS (self), NULL);
  return self->root;
}

/**
 * gate_settings_open_project:
 * @self: the settings
 * @id: a project's id
 *
 * Returns: (transfer full): the project's settings, to read from
 */
GSettings *
gate_settings_open_project (GateSettings *self,
                            const char   *id)
{
  g_return_val_if_fail (GATE_IS_SETTINGS (self), NULL);

  g_autofree char *path = gate_settings_project_path (self->root_schema, id);
  return g_settings_new_full (self->project_schema, self->backend, path);
}

/**
 * gate_settings_flush:
 * @self: the settings
 *
 * Blocks until what was set directly on a [class@Gio.Settings] is kept.
 */
void
gate_settings_flush (GateSettings *self)
{
  g_return_if_fail (GATE_IS_SETTINGS (self));
  gate_settings_backend_flush (self->backend);
}

static void
change_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateLock) lock = gate_lock_take_sync (LOCK_NAME, LOCK_TIMEOUT_MS, cancellable, &error);

  if (lock)
    {
      g_autoptr(GateSettingsEdit) edit = gate_settings_edit_new (work->backend, work->root_schema, work->project_schema);
      gboolean done = work->func (edit, work->data, &error);

      /* Also after a failure: what was set before it is kept before the lock is released. */
      gate_settings_backend_flush (work->backend);
      g_autofree char *problem = GATE_IS_SETTINGS_FILE (work->backend)
                                   ? gate_settings_file_dup_problem (GATE_SETTINGS_FILE (work->backend)) : NULL;
      if (done)
        gate_settings_edit_verify (edit, problem, &error);
    }
  g_clear_pointer (&lock, gate_lock_release);
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * gate_settings_change_async:
 * @self: the settings
 * @func: (scope async): the change; runs in a worker
 * @data: (nullable): for @func; shares nothing with the main context
 * @destroy: (nullable): frees @data when the result is freed
 * @cancellable: (nullable): ends the wait for the lock
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Changes shared settings: takes the lock, reads anew, changes, waits until it is kept, reads back, releases the lock.
 */
void
gate_settings_change_async (GateSettings        *self,
                            GateSettingsFunc     func,
                            gpointer             data,
                            GDestroyNotify       destroy,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (GATE_IS_SETTINGS (self));
  g_return_if_fail (func != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_settings_change_async);
  Work *work = work_new ();

  work->backend = g_object_ref (self->backend);
  work->root_schema = g_settings_schema_ref (self->root_schema);
  work->project_schema = g_settings_schema_ref (self->project_schema);
  work->func = func;
  work->data = data;
  work->destroy = destroy;
  work_attach (task, work);
  g_task_set_check_cancellable (task, FALSE);
  gate_worker_run (self->worker, task, change_in_thread);
}

/**
 * gate_settings_change_finish:
 * @self: the settings
 * @result: the result
 * @data: (out) (optional) (transfer none): what the change was given, with what it found out; it lives as long as @result
 * @error: what the change set, or %GATE_ERROR_LOCKED_BY_ADMIN, %GATE_ERROR_TIMED_OUT, %GATE_ERROR_FAILED (not kept) or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the change is made and kept
 */
gboolean
gate_settings_change_finish (GateSettings  *self,
                             GAsyncResult  *result,
                             gpointer      *data,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (data)
    *data = ((Work *) work_of (result))->data;
  return g_task_propagate_boolean (G_TASK (result), error);
}
