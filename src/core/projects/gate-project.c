// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-project-private.h"

#include "gate-property.h"

#include <string.h>

struct _GateProject {
  GObject        parent_instance;

  GateSettings  *all; /* (owned) */
  GSettings     *settings; /* (owned): of this project */
  char          *id; /* (owned) */
  char          *name; /* (owned) */
  char          *folder; /* (owned) */
  char          *instructions; /* (owned) */
  char         **active_connectors; /* (owned): what counts: without what is locked off */
  char         **active_plugins; /* (owned) */
  GVariant      *tool_choices; /* (owned) */
  GVariant      *choices_for_all; /* (owned) (nullable): the root's, until they change */
};

enum {
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_FOLDER,
  PROP_INSTRUCTIONS,
  PROP_ACTIVE_CONNECTORS,
  PROP_ACTIVE_PLUGINS,
  PROP_TOOL_CHOICES,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint locks_changed_signal;

G_DEFINE_FINAL_TYPE (GateProject, gate_project, G_TYPE_OBJECT)

/* An entry of a list that a project has never had set stands for what is on in new projects. */
static char **
read_active_connectors (GateProject *self)
{
  GSettings *root = gate_settings_get_root (self->all);
  g_autoptr(GVariant) own = g_settings_get_user_value (self->settings, "active-connectors");
  g_auto(GStrv) stored = g_settings_get_strv (self->settings, "active-connectors");
  g_auto(GStrv) for_new = own || stored[0] ? NULL : g_settings_get_strv (root, "default-active");
  g_auto(GStrv) locked_off = g_settings_get_strv (root, "locked-off-connectors");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  char **list = for_new ? for_new : stored;

  for (guint i = 0; list[i]; i++)
    if (!gate_project_entry_is_locked ((const char * const *) locked_off, list[i]))
      g_strv_builder_add (builder, list[i]);
  return g_strv_builder_end (builder);
}

static void
take_strv (GateProject  *self,
           char       ***where,
           char        **value,
           int           property_id)
{
  if (*where && g_strv_equal ((const char * const *) *where, (const char * const *) value))
    {
      g_strfreev (value);
      return;
    }
  g_strfreev (*where);
  *where = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[property_id]);
}

static void
refresh_text (GateProject  *self,
              const char   *key,
              const char   *fallback,
              char        **where,
              int           property_id)
{
  g_autofree char *text = g_settings_get_string (self->settings, key);

  gate_set_str_property (self, where, *text ? text : fallback, props[property_id]);
}

/**
 * gate_project_refresh: (skip)
 * @self: a project
 *
 * Reads everything anew and notifies of what changed.
 */
void
gate_project_refresh (GateProject *self)
{
  g_autoptr(GVariant) choices = g_settings_get_value (self->settings, "tool-choices");
  gboolean is_default = g_str_equal (self->id, GATE_PROJECT_DEFAULT_ID);

  g_object_freeze_notify (G_OBJECT (self));
  refresh_text (self, "name", is_default ? GATE_PROJECT_DEFAULT_NAME : self->id, &self->name, PROP_NAME);
  refresh_text (self, "folder", "", &self->folder, PROP_FOLDER);
  refresh_text (self, "instructions", "", &self->instructions, PROP_INSTRUCTIONS);
  take_strv (self, &self->active_connectors, read_active_connectors (self), PROP_ACTIVE_CONNECTORS);
  take_strv (self, &self->active_plugins, g_settings_get_strv (self->settings, "active-plugins"), PROP_ACTIVE_PLUGINS);
  if (!self->tool_choices || !g_variant_equal (self->tool_choices, choices))
    {
      g_clear_pointer (&self->tool_choices, g_variant_unref);
      self->tool_choices = g_steal_pointer (&choices);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TOOL_CHOICES]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
forget_choices_for_all (GateProject *self)
{
  g_clear_pointer (&self->choices_for_all, g_variant_unref);
}

static void
on_writable_changed (GateProject *self)
{
  g_signal_emit (self, locks_changed_signal, 0);
}

static void
gate_project_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  GateProject *self = GATE_PROJECT (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    case PROP_INSTRUCTIONS:
      g_value_set_string (value, self->instructions);
      break;
    case PROP_ACTIVE_CONNECTORS:
      g_value_set_boxed (value, self->active_connectors);
      break;
    case PROP_ACTIVE_PLUGINS:
      g_value_set_boxed (value, self->active_plugins);
      break;
    case PROP_TOOL_CHOICES:
      g_value_set_variant (value, self->tool_choices);
      break;
    GATE_INVALID_PROPERTY (object, property_id, pspec);
    }
}

static void
gate_project_dispose (GObject *object)
{
  GateProject *self = GATE_PROJECT (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->all);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->instructions, g_free);
  g_clear_pointer (&self->active_connectors, g_strfreev);
  g_clear_pointer (&self->active_plugins, g_strfreev);
  g_clear_pointer (&self->choices_for_all, g_variant_unref);
  g_clear_pointer (&self->tool_choices, g_variant_unref);
  G_OBJECT_CLASS (gate_project_parent_class)->dispose (object);
}

static void
gate_project_class_init (GateProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_project_get_property;
  object_class->dispose = gate_project_dispose;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_INSTRUCTIONS] = g_param_spec_string ("instructions", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_ACTIVE_CONNECTORS] = g_param_spec_boxed ("active-connectors", NULL, NULL, G_TYPE_STRV, GATE_PARAM_READABLE);
  props[PROP_ACTIVE_PLUGINS] = g_param_spec_boxed ("active-plugins", NULL, NULL, G_TYPE_STRV, GATE_PARAM_READABLE);
  props[PROP_TOOL_CHOICES] = g_param_spec_variant ("tool-choices", NULL, NULL, G_VARIANT_TYPE ("a{ss}"), NULL, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * GateProject::locks-changed:
   * @self: the project
   *
   * The administrator locked or unlocked a key.
   */
  locks_changed_signal = g_signal_new ("locks-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

static void
gate_project_init (GateProject *self)
{
}

/**
 * gate_project_new: (skip)
 *
 * Returns: (transfer full): the project of this id, as it is now
 */
GateProject *
gate_project_new (GateSettings *settings,
                  const char   *id)
{
  GateProject *self = g_object_new (GATE_TYPE_PROJECT, NULL);

  self->all = g_object_ref (settings);
  self->settings = gate_settings_open_project (settings, id);
  self->id = g_strdup (id);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (gate_project_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "writable-changed", G_CALLBACK (on_writable_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gate_settings_get_root (self->all), "changed::tool-choices", G_CALLBACK (forget_choices_for_all), self,
                           G_CONNECT_SWAPPED);
  gate_project_refresh (self);
  return self;
}

/**
 * gate_project_get_settings: (skip)
 *
 * Returns: (transfer none): the settings that it belongs to
 */
GateSettings *
gate_project_get_settings (GateProject *self)
{
  return self->all;
}

/**
 * gate_project_get_id:
 * @self: a project
 *
 * Returns: (transfer none): its id, which never changes
 */
const char *
gate_project_get_id (GateProject *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), NULL);
  return self->id;
}

/**
 * gate_project_get_name:
 * @self: a project
 *
 * Returns: (transfer none): its name; %GATE_PROJECT_DEFAULT_NAME where the default project was given none
 */
const char *
gate_project_get_name (GateProject *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), NULL);
  return self->name;
}

/**
 * gate_project_get_folder:
 * @self: a project
 *
 * Returns: (transfer none): the absolute path of its folder, or ""
 */
const char *
gate_project_get_folder (GateProject *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), NULL);
  return self->folder;
}

/**
 * gate_project_get_instructions:
 * @self: a project
 *
 * Returns: (transfer none): its instructions, or ""
 */
const char *
gate_project_get_instructions (GateProject *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), NULL);
  return self->instructions;
}

/**
 * gate_project_make_entry:
 * @connector: a connector's id
 * @account: (nullable): an account's id, %NULL or "" for the first
 *
 * Returns: (transfer full): how lists name it: "connector" or "connector/account"
 */
char *
gate_project_make_entry (const char *connector,
                         const char *account)
{
  return account && *account ? g_strdup_printf ("%s/%s", connector, account) : g_strdup (connector);
}

/**
 * gate_project_entry_is_locked: (skip)
 *
 * Returns: %TRUE when the list has the entry, or its connector, which means all accounts
 */
gboolean
gate_project_entry_is_locked (const char * const *list,
                              const char         *entry)
{
  g_autofree char *connector = g_strndup (entry, strcspn (entry, "/"));

  return g_strv_contains (list, entry) || g_strv_contains (list, connector);
}

/**
 * gate_project_get_active_connectors:
 * @self: a project
 *
 * Returns: (transfer none) (array zero-terminated=1): the entries that are on, without those that are locked off
 */
const char * const *
gate_project_get_active_connectors (GateProject *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), NULL);
  return (const char * const *) self->active_connectors;
}

/**
 * gate_project_is_active:
 * @self: a project
 * @connector: a connector's id
 * @account: (nullable): an account's id, %NULL or "" for the first
 *
 * Returns: %TRUE when it is on, and not locked off
 */
gboolean
gate_project_is_active (GateProject *self,
                        const char  *connector,
                        const char  *account)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), FALSE);

  g_autofree char *entry = gate_project_make_entry (connector, account);
  return g_strv_contains ((const char * const *) self->active_connectors, entry);
}

/**
 * gate_project_get_active_plugins:
 * @self: a project
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids of the plugins that are on
 */
const char * const *
gate_project_get_active_plugins (GateProject *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), NULL);
  return (const char * const *) self->active_plugins;
}

/**
 * gate_project_is_plugin_active:
 * @self: a project
 * @plugin: a plugin's id
 *
 * Returns: %TRUE when it is on
 */
gboolean
gate_project_is_plugin_active (GateProject *self,
                               const char  *plugin)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), FALSE);
  return g_strv_contains ((const char * const *) self->active_plugins, plugin);
}

/* One of our own words: what stands in the settings may be anything. */
static const char *
find_choice (GVariant   *choices,
             const char *full_name)
{
  static const char *const words[] = { "allow", "ask", "block" };
  const char *choice;

  if (!g_variant_lookup (choices, full_name, "&s", &choice))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (choice, words[i]))
      return words[i];
  return NULL;
}

/**
 * gate_project_get_tool_choice:
 * @self: a project
 * @full_name: a tool's full name, `connector__tool`
 *
 * Returns: (transfer none) (nullable): "allow", "ask" or "block": the project's own choice, else the one for all projects;
 *   %NULL when neither was made
 */
const char *
gate_project_get_tool_choice (GateProject *self,
                              const char  *full_name)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), NULL);

  const char *choice = find_choice (self->tool_choices, full_name);
  if (choice)
    return choice;
  if (!self->choices_for_all)
    self->choices_for_all = g_settings_get_value (gate_settings_get_root (self->all), "tool-choices");
  return find_choice (self->choices_for_all, full_name);
}

/**
 * gate_project_get_tool_choices:
 * @self: a project
 *
 * Returns: (transfer none): the project's own choices, a{ss}
 */
GVariant *
gate_project_get_tool_choices (GateProject *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), NULL);
  return self->tool_choices;
}

/**
 * gate_project_is_writable:
 * @self: a project
 * @key: a key of its settings: "name", "folder", "instructions", "active-connectors", "active-plugins", "tool-choices"
 *
 * Returns: %FALSE when the administrator locked it
 */
gboolean
gate_project_is_writable (GateProject *self,
                          const char  *key)
{
  g_return_val_if_fail (GATE_IS_PROJECT (self), FALSE);
  return g_settings_is_writable (self->settings, key);
}
