// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-project-private.h"

#include "gate-i18n.h"
#include "gate-property.h"

struct _GateHubProject {
  GObject      parent_instance;

  GateProject *project;
};

enum { PROP_0, PROP_ID, PROP_NAME, PROP_FOLDER, PROP_INSTRUCTIONS, PROP_ACTIVE, PROP_TOOL_CHOICES, N_PROPS };

static GParamSpec *props[N_PROPS];

/* Which property of the project's stands behind each of ours. */
static const char *const sources[N_PROPS] = {
  [PROP_NAME] = "name",
  [PROP_FOLDER] = "folder",
  [PROP_INSTRUCTIONS] = "instructions",
  [PROP_ACTIVE] = "active-connectors",
  [PROP_TOOL_CHOICES] = "tool-choices",
};

G_DEFINE_FINAL_TYPE (GateHubProject, gate_hub_project, G_TYPE_OBJECT)

static void
gate_hub_project_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  GateHubProject *self = GATE_HUB_PROJECT (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, gate_hub_project_get_id (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, gate_hub_project_get_name (self));
      break;
    case PROP_FOLDER:
      g_value_set_string (value, gate_hub_project_get_folder (self));
      break;
    case PROP_INSTRUCTIONS:
      g_value_set_string (value, gate_hub_project_get_instructions (self));
      break;
    case PROP_ACTIVE:
      g_value_take_boxed (value, gate_hub_project_dup_active (self));
      break;
    case PROP_TOOL_CHOICES:
      g_object_get_property (G_OBJECT (self->project), "tool-choices", value);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_hub_project_dispose (GObject *object)
{
  g_clear_object (&GATE_HUB_PROJECT (object)->project);
  G_OBJECT_CLASS (gate_hub_project_parent_class)->dispose (object);
}

static void
gate_hub_project_class_init (GateHubProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_hub_project_get_property;
  object_class->dispose = gate_hub_project_dispose;
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_INSTRUCTIONS] = g_param_spec_string ("instructions", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_ACTIVE] = g_param_spec_boxed ("active", NULL, NULL, G_TYPE_STRV, GATE_PARAM_READABLE);
  props[PROP_TOOL_CHOICES] = g_param_spec_variant ("tool-choices", NULL, NULL, G_VARIANT_TYPE ("a{ss}"), NULL, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_hub_project_init (GateHubProject *self)
{
}

static void
source_changed (GateHubProject *self,
                GParamSpec     *pspec)
{
  for (guint i = 1; i < N_PROPS; i++)
    if (g_strcmp0 (sources[i], pspec->name) == 0)
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

/**
 * gate_hub_project_new:
 * @project: a project
 *
 * Returns: (transfer full): it as faces see it
 */
GateHubProject *
gate_hub_project_new (GateProject *project)
{
  GateHubProject *self = g_object_new (GATE_TYPE_HUB_PROJECT, NULL);

  self->project = g_object_ref (project);
  g_signal_connect_object (project, "notify", G_CALLBACK (source_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * gate_hub_project_get_project:
 * @self: a project
 *
 * Returns: (transfer none): what it stands for
 */
GateProject *
gate_hub_project_get_project (GateHubProject *self)
{
  return self->project;
}

/**
 * gate_hub_project_get_id:
 * @self: a project
 *
 * Returns: its id, which never changes
 */
const char *
gate_hub_project_get_id (GateHubProject *self)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), NULL);
  return gate_project_get_id (self->project);
}

/**
 * gate_hub_project_get_name:
 * @self: a project
 *
 * Returns: what people call it
 */
const char *
gate_hub_project_get_name (GateHubProject *self)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), NULL);
  return gate_project_get_name (self->project);
}

/* The default project, as long as it has the name that it was made with. */
static gboolean
is_unnamed (GateHubProject *self)
{
  return g_strcmp0 (gate_hub_project_get_id (self), GATE_PROJECT_DEFAULT_ID) == 0
         && g_strcmp0 (gate_hub_project_get_name (self), GATE_PROJECT_DEFAULT_NAME) == 0;
}

/**
 * gate_hub_project_get_label:
 * @self: a project
 *
 * Returns: (transfer none): its name; what the one that nobody named is called, in the person's language
 */
const char *
gate_hub_project_get_label (GateHubProject *self)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), NULL);
  /* Translators: the name of the project that is there from the start. */
  return is_unnamed (self) ? C_("project", "Default") : gate_hub_project_get_name (self);
}

/**
 * gate_hub_project_get_folder:
 * @self: a project
 *
 * Returns: (type filename): the path of its folder, "" where it has none
 */
const char *
gate_hub_project_get_folder (GateHubProject *self)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), NULL);
  return gate_project_get_folder (self->project);
}

/**
 * gate_hub_project_get_instructions:
 * @self: a project
 *
 * Returns: what an assistant is told, "" where nothing
 */
const char *
gate_hub_project_get_instructions (GateHubProject *self)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), NULL);
  return gate_project_get_instructions (self->project);
}

/**
 * gate_hub_project_dup_active:
 * @self: a project
 *
 * Returns: (transfer full) (array zero-terminated=1): "connector" or "connector/account" for each that is on
 */
char **
gate_hub_project_dup_active (GateHubProject *self)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), NULL);
  return g_strdupv ((char **) gate_project_get_active_connectors (self->project));
}

/**
 * gate_hub_project_is_active:
 * @self: a project
 * @connector: a connector's id
 * @account: (nullable): an account's id
 *
 * Returns: %TRUE when it is on here, and not kept off by the administrator
 */
gboolean
gate_hub_project_is_active (GateHubProject *self,
                            const char     *connector,
                            const char     *account)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), FALSE);
  return gate_project_is_active (self->project, connector, account && *account ? account : NULL);
}

/**
 * gate_hub_project_can_activate:
 * @self: a project
 *
 * Returns: %FALSE when the administrator locked which connectors are on
 */
gboolean
gate_hub_project_can_activate (GateHubProject *self)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), FALSE);
  return gate_project_is_writable (self->project, "active-connectors");
}

/**
 * gate_hub_project_can_change:
 * @self: a project
 * @key: "name", "folder", "instructions" or "tool-choices"
 *
 * Returns: %FALSE when the administrator locked it
 */
gboolean
gate_hub_project_can_change (GateHubProject *self,
                             const char     *key)
{
  g_return_val_if_fail (GATE_IS_HUB_PROJECT (self), FALSE);
  return gate_project_is_writable (self->project, key);
}
