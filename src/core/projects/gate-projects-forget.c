// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-projects-private.h"

#include "gate-project-private.h"

#include <string.h>

static gboolean
belongs_to (const char *entry,
            const char *connector)
{
  gsize length = strlen (connector);

  return strncmp (entry, connector, length) == 0 && (entry[length] == '\0' || entry[length] == '/');
}

static gboolean
forget_entries (GateSettingsEdit  *edit,
                const char        *project,
                const char        *key,
                const char        *connector,
                GError           **error)
{
  g_auto(GStrv) list = gate_settings_edit_get_strv (edit, project, key);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint n_left = 0;

  for (guint i = 0; list[i]; i++)
    if (!belongs_to (list[i], connector))
      {
        g_strv_builder_add (builder, list[i]);
        n_left++;
      }
  if (n_left == g_strv_length (list) || !gate_settings_edit_is_writable (edit, project, key))
    return TRUE;

  g_auto(GStrv) left = g_strv_builder_end (builder);
  return gate_settings_edit_set_strv (edit, project, key, (const char * const *) left, error);
}

/* prefixes: "connector__" and "connector_account__". */
static gboolean
forget_choices (GateSettingsEdit  *edit,
                const char        *project,
                char             **prefixes,
                GError           **error)
{
  g_autoptr(GVariant) choices = gate_settings_edit_get (edit, project, "tool-choices");
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  GVariantIter iter;
  const char *name;

  g_variant_iter_init (&iter, choices);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, NULL))
    for (guint i = 0; prefixes[i]; i++)
      if (g_str_has_prefix (name, prefixes[i]))
        {
          g_ptr_array_add (names, (char *) name);
          break;
        }
  if (names->len == 0 || !gate_settings_edit_is_writable (edit, project, "tool-choices"))
    return TRUE;

  g_ptr_array_add (names, NULL);
  GateProjectChange forget = { .project = (char *) project, .items = (char **) names->pdata };
  return gate_project_change_tool_choices (edit, &forget, error);
}

/**
 * gate_projects_forget:
 * @edit: the settings
 * @data: a [struct@Gate.ProjectChange] with the connector as its text, and as its items how the names of its tools begin
 * @error: set as for gate_settings_edit_set()
 *
 * Takes a connector out of all projects, where that is not locked.
 *
 * Returns: %TRUE when it is in none
 */
gboolean
gate_projects_forget (GateSettingsEdit  *edit,
                      gpointer           data,
                      GError           **error)
{
  GateProjectChange *change = data;
  g_auto(GStrv) ids = gate_settings_edit_get_strv (edit, NULL, "projects");
  gboolean done = forget_entries (edit, NULL, "default-active", change->text, error)
                  && forget_entries (edit, NULL, "read-only-connectors", change->text, error)
                  && forget_choices (edit, NULL, change->items, error);

  if (done && !g_strv_contains ((const char * const *) ids, GATE_PROJECT_DEFAULT_ID))
    done = forget_entries (edit, GATE_PROJECT_DEFAULT_ID, "active-connectors", change->text, error)
           && forget_choices (edit, GATE_PROJECT_DEFAULT_ID, change->items, error);
  for (guint i = 0; done && ids[i]; i++)
    if (gate_project_id_is_valid (ids[i]))
      done = forget_entries (edit, ids[i], "active-connectors", change->text, error)
             && forget_choices (edit, ids[i], change->items, error);
  return done;
}
