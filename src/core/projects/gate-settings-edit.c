// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-settings-edit-private.h"

#include "gate-error.h"
#include "gate-i18n.h"

struct _GateSettingsEdit {
  GSettingsBackend *backend; /* (owned) */
  GSettingsSchema  *root_schema; /* (owned) */
  GSettingsSchema  *project_schema; /* (owned) */
  GHashTable       *opened; /* (owned) (element-type utf8 GSettings): by project, "" is the root */
  GPtrArray        *changes; /* (owned) (element-type Change) */
};

/* What was set, to be read back. */
typedef struct {
  GSettings *settings; /* (unowned): of opened */
  char      *key; /* (owned) */
  GVariant  *value; /* (owned) */
} Change;

static void
change_free (Change *self)
{
  g_free (self->key);
  g_variant_unref (self->value);
  g_free (self);
}

/**
 * gate_settings_project_path: (skip)
 *
 * Returns: (transfer full): where a project's settings are
 */
char *
gate_settings_project_path (GSettingsSchema *root_schema,
                            const char      *id)
{
  return g_strdup_printf ("%sprojects/%s/", g_settings_schema_get_path (root_schema), id);
}

/**
 * gate_settings_backend_flush: (skip)
 *
 * Waits until what was set is kept. g_settings_sync() knows the default backend only.
 */
void
gate_settings_backend_flush (GSettingsBackend *backend)
{
  GSettingsBackendClass *klass = G_SETTINGS_BACKEND_GET_CLASS (backend);

  if (klass->sync)
    klass->sync (backend);
}

/**
 * gate_settings_edit_new: (skip)
 *
 * Returns: (transfer full): the settings as they are now
 */
GateSettingsEdit *
gate_settings_edit_new (GSettingsBackend *backend,
                        GSettingsSchema  *root_schema,
                        GSettingsSchema  *project_schema)
{
  GateSettingsEdit *self = g_new0 (GateSettingsEdit, 1);

  self->backend = g_object_ref (backend);
  self->root_schema = g_settings_schema_ref (root_schema);
  self->project_schema = g_settings_schema_ref (project_schema);
  self->opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  return self;
}

/**
 * gate_settings_edit_free: (skip)
 *
 * Frees it.
 */
void
gate_settings_edit_free (GateSettingsEdit *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->changes);
  g_hash_table_unref (self->opened);
  g_settings_schema_unref (self->project_schema);
  g_settings_schema_unref (self->root_schema);
  g_object_unref (self->backend);
  g_free (self);
}

static GSettings *
get_settings (GateSettingsEdit *self,
              const char       *project)
{
  const char *name = project ? project : "";
  GSettings *settings = g_hash_table_lookup (self->opened, name);

  if (settings)
    return settings;
  g_autofree char *path = project ? gate_settings_project_path (self->root_schema, project) : NULL;
  settings = g_settings_new_full (project ? self->project_schema : self->root_schema, self->backend, path);
  g_hash_table_insert (self->opened, g_strdup (name), settings);
  return settings;
}

/**
 * gate_settings_edit_get:
 * @self: the settings
 * @project: (nullable): a project's id, or %NULL for the root
 * @key: a key
 *
 * Returns: (transfer full): its value now
 */
GVariant *
gate_settings_edit_get (GateSettingsEdit *self,
                        const char       *project,
                        const char       *key)
{
  return g_settings_get_value (get_settings (self, project), key);
}

/**
 * gate_settings_edit_get_strv:
 * @self: the settings
 * @project: (nullable): a project's id, or %NULL for the root
 * @key: a key that holds a list of texts
 *
 * Returns: (transfer full): its value now
 */
char **
gate_settings_edit_get_strv (GateSettingsEdit *self,
                             const char       *project,
                             const char       *key)
{
  return g_settings_get_strv (get_settings (self, project), key);
}

/**
 * gate_settings_edit_is_set:
 * @self: the settings
 * @project: (nullable): a project's id, or %NULL for the root
 * @key: a key
 *
 * Returns: %TRUE when the person ever set it
 */
gboolean
gate_settings_edit_is_set (GateSettingsEdit *self,
                           const char       *project,
                           const char       *key)
{
  g_autoptr(GVariant) value = g_settings_get_user_value (get_settings (self, project), key);
  return value != NULL;
}

/**
 * gate_settings_edit_is_writable:
 * @self: the settings
 * @project: (nullable): a project's id, or %NULL for the root
 * @key: a key
 *
 * Returns: %FALSE when the administrator locked it
 */
gboolean
gate_settings_edit_is_writable (GateSettingsEdit *self,
                                const char       *project,
                                const char       *key)
{
  return g_settings_is_writable (get_settings (self, project), key);
}

static void
remember (GateSettingsEdit *self,
          GSettings        *settings,
          const char       *key,
          GVariant         *value)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      Change *earlier = self->changes->pdata[i];

      if (earlier->settings == settings && g_str_equal (earlier->key, key))
        {
          g_ptr_array_remove_index (self->changes, i);
          break;
        }
    }

  Change *change = g_new0 (Change, 1);
  change->settings = settings;
  change->key = g_strdup (key);
  change->value = g_variant_ref (value);
  g_ptr_array_add (self->changes, change);
}

/**
 * gate_settings_edit_set:
 * @self: the settings
 * @project: (nullable): a project's id, or %NULL for the root
 * @key: a key
 * @value: its new value; a floating reference is taken
 * @error: set to %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Sets a key. Whether the value was kept is seen at the end of the change.
 *
 * Returns: %TRUE when it may be set
 */
gboolean
gate_settings_edit_set (GateSettingsEdit  *self,
                        const char        *project,
                        const char        *key,
                        GVariant          *value,
                        GError           **error)
{
  g_autoptr(GVariant) sunk = g_variant_ref_sink (value);
  GSettings *settings = get_settings (self, project);

  if (!g_settings_is_writable (settings, key) || !g_settings_set_value (settings, key, sunk))
    {
      gate_error_set (error, GATE_ERROR_LOCKED_BY_ADMIN, GATE_LAYER_POLICY, _("Ask the administrator to change it."),
                      _("The setting “%s” is locked by the administrator"), key);
      return FALSE;
    }
  remember (self, settings, key, sunk);
  return TRUE;
}

/**
 * gate_settings_edit_set_strv:
 * @self: the settings
 * @project: (nullable): a project's id, or %NULL for the root
 * @key: a key that holds a list of texts
 * @value: (array zero-terminated=1): its new value
 * @error: set to %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Sets a list.
 *
 * Returns: %TRUE when it may be set
 */
gboolean
gate_settings_edit_set_strv (GateSettingsEdit    *self,
                             const char          *project,
                             const char          *key,
                             const char * const  *value,
                             GError             **error)
{
  return gate_settings_edit_set (self, project, key, g_variant_new_strv (value, -1), error);
}

/**
 * gate_settings_edit_set_member:
 * @self: the settings
 * @project: (nullable): a project's id, or %NULL for the root
 * @key: a key that holds a list of texts
 * @member: a text
 * @present: whether it is to be in the list
 * @error: set to %GATE_ERROR_LOCKED_BY_ADMIN
 *
 * Adds a text to the end of a list, or removes it. A list that is already so is not touched.
 *
 * Returns: %TRUE when the list is so
 */
gboolean
gate_settings_edit_set_member (GateSettingsEdit  *self,
                               const char        *project,
                               const char        *key,
                               const char        *member,
                               gboolean           present,
                               GError           **error)
{
  g_auto(GStrv) old = gate_settings_edit_get_strv (self, project, key);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (g_strv_contains ((const char * const *) old, member) == present)
    return TRUE;
  for (guint i = 0; old[i]; i++)
    if (!g_str_equal (old[i], member))
      g_strv_builder_add (builder, old[i]);
  if (present)
    g_strv_builder_add (builder, member);

  g_auto(GStrv) list = g_strv_builder_end (builder);
  return gate_settings_edit_set_strv (self, project, key, (const char * const *) list, error);
}

/**
 * gate_settings_edit_reset_project:
 * @self: the settings
 * @project: a project's id
 *
 * Forgets everything about a project. Keys that the administrator locked stay as they are.
 */
void
gate_settings_edit_reset_project (GateSettingsEdit *self,
                                  const char       *project)
{
  GSettings *settings = get_settings (self, project);
  g_auto(GStrv) keys = g_settings_schema_list_keys (self->project_schema);

  for (guint i = 0; keys[i]; i++)
    if (g_settings_is_writable (settings, keys[i]))
      g_settings_reset (settings, keys[i]);
}

/**
 * gate_settings_edit_verify: (skip)
 * @self: the settings
 * @problem: (nullable): what the backend says went wrong
 * @error: set to %GATE_ERROR_FAILED
 *
 * Waits until the changes are kept and reads them back: a backend that cannot keep them says so in a log at most.
 *
 * Returns: %TRUE when all are kept
 */
gboolean
gate_settings_edit_verify (GateSettingsEdit  *self,
                           const char        *problem,
                           GError           **error)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      Change *change = self->changes->pdata[i];
      g_autoptr(GVariant) kept = g_settings_get_value (change->settings, change->key);

      if (!g_variant_equal (kept, change->value))
        {
          gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE,
                          _("Check that the disk is not full and that the settings service (dconf) can be started."),
                          problem ? _("The setting “%s” could not be kept: %s") : _("The setting “%s” could not be kept"), change->key, problem);
          return FALSE;
        }
    }
  return TRUE;
}
