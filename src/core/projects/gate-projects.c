// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-projects.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"
#include "gate-project-private.h"
#include "gate-projects-private.h"

#include <string.h>

#define ID_LIMIT 64

struct _GateProjects {
  GObject       parent_instance;

  GateSettings *settings; /* (owned) */
  GPtrArray    *projects; /* (owned) (element-type GateProject) */
};

static guint changed_signal;

static void gate_projects_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateProjects, gate_projects, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, gate_projects_list_model_init))

static GType
gate_projects_get_item_type (GListModel *model)
{
  return GATE_TYPE_PROJECT;
}

static guint
gate_projects_get_n_items (GListModel *model)
{
  return GATE_PROJECTS (model)->projects->len;
}

static gpointer
gate_projects_get_item (GListModel *model,
                        guint       position)
{
  GateProjects *self = GATE_PROJECTS (model);

  return position < self->projects->len ? g_object_ref (self->projects->pdata[position]) : NULL;
}

static void
gate_projects_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gate_projects_get_item_type;
  iface->get_n_items = gate_projects_get_n_items;
  iface->get_item = gate_projects_get_item;
}

/**
 * gate_project_id_is_valid: (skip)
 *
 * Returns: %TRUE when it can be a part of a settings path
 */
gboolean
gate_project_id_is_valid (const char *id)
{
  gsize length = strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-");

  return length > 0 && length <= ID_LIMIT && id[length] == '\0';
}

/* The list as stored, without what is no id and what stands there twice; the default project first where it is missing. */
static GStrv
read_ids (GateProjects *self)
{
  g_auto(GStrv) stored = g_settings_get_strv (gate_settings_get_root (self->settings), "projects");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (!g_strv_contains ((const char * const *) stored, GATE_PROJECT_DEFAULT_ID))
    g_strv_builder_add (builder, GATE_PROJECT_DEFAULT_ID);
  for (guint i = 0; stored[i]; i++)
    if (gate_project_id_is_valid (stored[i]) && g_hash_table_add (seen, stored[i]))
      g_strv_builder_add (builder, stored[i]);
  return g_strv_builder_end (builder);
}

static GPtrArray *
make_list (GateProjects *self,
           char        **ids)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; ids[i]; i++)
    {
      GateProject *known = gate_projects_lookup (self, ids[i]);
      g_ptr_array_add (list, known ? g_object_ref (known) : gate_project_new (self->settings, ids[i]));
    }
  return list;
}

/**
 * gate_projects_refresh: (skip)
 * @self: the projects
 *
 * Reads the list anew and tells of the part of it that changed. Projects that stay keep their object.
 */
void
gate_projects_refresh (GateProjects *self)
{
  g_auto(GStrv) ids = read_ids (self);
  g_autoptr(GPtrArray) old = self->projects;
  GPtrArray *list = make_list (self, ids);
  guint head = 0;
  guint tail = 0;

  self->projects = list;
  while (head < MIN (old->len, list->len) && old->pdata[head] == list->pdata[head])
    head++;
  while (tail < MIN (old->len, list->len) - head && old->pdata[old->len - 1 - tail] == list->pdata[list->len - 1 - tail])
    tail++;
  if (old->len - head - tail > 0 || list->len - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail, list->len - head - tail);
}

static void
on_root_changed (GateProjects *self,
                 const char   *key)
{
  if (g_str_equal (key, "projects"))
    gate_projects_refresh (self);
  if (g_str_equal (key, "default-active") || g_str_equal (key, "locked-off-connectors"))
    for (guint i = 0; i < self->projects->len; i++)
      gate_project_refresh (self->projects->pdata[i]);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_root_writable_changed (GateProjects *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
gate_projects_dispose (GObject *object)
{
  GateProjects *self = GATE_PROJECTS (object);

  g_clear_pointer (&self->projects, g_ptr_array_unref);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (gate_projects_parent_class)->dispose (object);
}

static void
gate_projects_class_init (GateProjectsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_projects_dispose;

  /**
   * GateProjects::changed:
   * @self: the projects
   *
   * What is set for all projects changed: what is on in new ones, locked off, read-only, chosen for tools, current, or locked by
   * the administrator.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_projects_init (GateProjects *self)
{
  self->projects = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_projects_new:
 * @error: set to %GATE_ERROR_FAILED, with its remedy, when the settings' schema is missing, or when nothing would be kept: no
 *   session bus, or GSettings has only its memory (which tests allow with GATE_ALLOW_MEMORY_SETTINGS=1)
 *
 * Opens the projects. Blocks shortly: at the start of a program.
 *
 * Returns: (transfer full) (nullable): the projects
 */
GateProjects *
gate_projects_new (GError **error)
{
  g_autoptr(GateSettings) settings = gate_settings_new (error);

  if (!settings)
    return NULL;

  GateProjects *self = g_object_new (GATE_TYPE_PROJECTS, NULL);
  GSettings *root = gate_settings_get_root (settings);
  self->settings = g_steal_pointer (&settings);
  /* After the projects, which keep what is chosen for all of them. */
  g_signal_connect_object (root, "changed", G_CALLBACK (on_root_changed), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (root, "writable-changed", G_CALLBACK (on_root_writable_changed), self, G_CONNECT_SWAPPED);
  gate_projects_refresh (self);
  return self;
}

/**
 * gate_projects_get_settings:
 * @self: the projects
 *
 * Returns: (transfer none): the settings that they are kept in
 */
GateSettings *
gate_projects_get_settings (GateProjects *self)
{
  g_return_val_if_fail (GATE_IS_PROJECTS (self), NULL);
  return self->settings;
}

/**
 * gate_projects_lookup:
 * @self: the projects
 * @id: an id
 *
 * Returns: (transfer none) (nullable): the project of this id
 */
GateProject *
gate_projects_lookup (GateProjects *self,
                      const char   *id)
{
  g_return_val_if_fail (GATE_IS_PROJECTS (self), NULL);

  for (guint i = 0; i < self->projects->len; i++)
    if (g_str_equal (gate_project_get_id (self->projects->pdata[i]), id))
      return self->projects->pdata[i];
  return NULL;
}

/**
 * gate_projects_find:
 * @self: the projects
 * @text: an id or a name, as a person writes it
 * @error: set to %GATE_ERROR_NOT_FOUND or %GATE_ERROR_INVALID (several have this name)
 *
 * Finds a project by its id, else by its name, whatever the case.
 *
 * Returns: (transfer none) (nullable): the project
 */
GateProject *
gate_projects_find (GateProjects  *self,
                    const char    *text,
                    GError       **error)
{
  GateProject *found = gate_projects_lookup (self, text);
  g_autofree char *folded = g_utf8_validate (text, -1, NULL) ? g_utf8_casefold (text, -1) : g_strdup ("");
  guint n = 0;

  if (found)
    return found;
  for (guint i = 0; i < self->projects->len; i++)
    {
      g_autofree char *name = g_utf8_casefold (gate_project_get_name (self->projects->pdata[i]), -1);

      if (!g_str_equal (name, folded))
        continue;
      found = self->projects->pdata[i];
      n++;
    }
  if (n == 1)
    return found;
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_shorten (visible, 80);
  gate_error_set (error, n ? GATE_ERROR_INVALID : GATE_ERROR_NOT_FOUND, GATE_LAYER_NONE,
                  n ? _("Name it by its id.") : _("List the projects and choose one."),
                  n ? _("Several projects are called “%s”") : _("There is no project “%s”"), shown);
  return NULL;
}

/**
 * gate_projects_get_current:
 * @self: the projects
 *
 * Returns: (transfer none): the project that was last shown, or the default one where that is gone
 */
GateProject *
gate_projects_get_current (GateProjects *self)
{
  g_return_val_if_fail (GATE_IS_PROJECTS (self), NULL);

  g_autofree char *id = g_settings_get_string (gate_settings_get_root (self->settings), "current-project");
  GateProject *current = gate_projects_lookup (self, id);
  return current ? current : gate_projects_lookup (self, GATE_PROJECT_DEFAULT_ID);
}

/**
 * gate_projects_is_writable:
 * @self: the projects
 * @key: a key of the root: "projects", "default-active", "locked-off-connectors", "read-only-connectors", "tool-choices"
 *
 * Returns: %FALSE when the administrator locked it
 */
gboolean
gate_projects_is_writable (GateProjects *self,
                           const char   *key)
{
  g_return_val_if_fail (GATE_IS_PROJECTS (self), FALSE);
  return g_settings_is_writable (gate_settings_get_root (self->settings), key);
}

static GStrv
read_list (GateProjects *self,
           const char   *key)
{
  return g_settings_get_strv (gate_settings_get_root (self->settings), key);
}

/**
 * gate_projects_is_locked_off:
 * @self: the projects
 * @connector: a connector's id
 * @account: (nullable): an account's id, %NULL or "" for the first
 *
 * Returns: %TRUE when it stays off whatever a project says
 */
gboolean
gate_projects_is_locked_off (GateProjects *self,
                             const char   *connector,
                             const char   *account)
{
  g_return_val_if_fail (GATE_IS_PROJECTS (self), TRUE);

  g_auto(GStrv) list = read_list (self, "locked-off-connectors");
  g_autofree char *entry = gate_project_make_entry (connector, account);
  return gate_project_entry_is_locked ((const char * const *) list, entry);
}

/**
 * gate_projects_is_default_active:
 * @self: the projects
 * @connector: a connector's id
 * @account: (nullable): an account's id, %NULL or "" for the first
 *
 * Returns: %TRUE when it is on in new projects
 */
gboolean
gate_projects_is_default_active (GateProjects *self,
                                 const char   *connector,
                                 const char   *account)
{
  g_return_val_if_fail (GATE_IS_PROJECTS (self), FALSE);

  g_auto(GStrv) list = read_list (self, "default-active");
  g_autofree char *entry = gate_project_make_entry (connector, account);
  return g_strv_contains ((const char * const *) list, entry);
}

/**
 * gate_projects_is_read_only:
 * @self: the projects
 * @connector: a connector's id
 *
 * Returns: %TRUE when only those of its tools that only read may be used
 */
gboolean
gate_projects_is_read_only (GateProjects *self,
                            const char   *connector)
{
  g_return_val_if_fail (GATE_IS_PROJECTS (self), TRUE);

  g_auto(GStrv) list = read_list (self, "read-only-connectors");
  return g_strv_contains ((const char * const *) list, connector);
}
