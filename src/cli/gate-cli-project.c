// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-subverb.h"
#include "gate-cli-table.h"
#include "gate-cli-verbs.h"

#include <glib/gi18n.h>

static char *option_folder;
static char *option_instructions;
static char *option_name;

static const GOptionEntry options[] = {
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &option_folder, N_("The project’s folder (add, set)"), N_("FOLDER") },
  { "instructions", 0, 0, G_OPTION_ARG_STRING, &option_instructions, N_("What the assistant should know (add, set)"), N_("TEXT") },
  { "name", 0, 0, G_OPTION_ARG_STRING, &option_name, N_("A new name (set)"), N_("NAME") },
  G_OPTION_ENTRY_NULL,
};

static JsonObject *
project_to_json (GateHubProject *project)
{
  JsonObject *object = json_object_new ();
  JsonArray *active = json_array_new ();
  g_auto(GStrv) entries = gate_hub_project_dup_active (project);

  for (guint i = 0; entries[i]; i++)
    json_array_add_string_element (active, entries[i]);
  json_object_set_string_member (object, "id", gate_hub_project_get_id (project));
  json_object_set_string_member (object, "name", gate_hub_project_get_name (project));
  json_object_set_string_member (object, "folder", gate_hub_project_get_folder (project));
  json_object_set_string_member (object, "instructions", gate_hub_project_get_instructions (project));
  json_object_set_array_member (object, "active", active);
  return object;
}

static JsonNode *
project_to_node (GateHubProject *project)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, project_to_json (project));
  return node;
}

static void
print_project_json (GateHubProject *project)
{
  gate_cli_print_json (project_to_node (project));
}

static gboolean
list_projects (GateCli  *cli,
               int       argc,
               char    **argv,
               GError  **error)
{
  static const char *const titles[] = { "PROJECT", "NAME", "ON", "FOLDER", NULL };
  GListModel *projects = gate_hub_get_projects (cli->hub);
  g_autoptr(GateCliTable) table = gate_cli_table_new (cli, titles, 2);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(GateHubProject) project = g_list_model_get_item (projects, i);
      g_auto(GStrv) entries = gate_hub_project_dup_active (project);
      g_autofree char *active = g_strjoinv (", ", entries);

      gate_cli_table_add (table, gate_hub_project_get_id (project), gate_hub_project_get_label (project),
                          *active ? active : "–", gate_hub_project_get_folder (project), NULL);
      json_array_add_object_element (array, project_to_json (project));
    }
  if (cli->json)
    {
      JsonNode *node = json_node_new (JSON_NODE_ARRAY);

      json_node_set_array (node, array);
      gate_cli_print_json (node);
    }
  else
    gate_cli_table_print (table);
  json_array_unref (array);
  return TRUE;
}

static gboolean
show_project (GateCli  *cli,
              int       argc,
              char    **argv,
              GError  **error)
{
  GateHubProject *project = gate_cli_find_project (cli, argc > 0 ? argv[0] : cli->project, error);

  if (!project)
    return FALSE;
  if (cli->json)
    {
      print_project_json (project);
      return TRUE;
    }

  g_auto(GStrv) entries = gate_hub_project_dup_active (project);
  g_autofree char *active = g_strjoinv (", ", entries);
  gate_cli_say (cli, "%s: %s", _("Name"), gate_hub_project_get_label (project));
  gate_cli_say (cli, "%s: %s", _("Id"), gate_hub_project_get_id (project));
  gate_cli_say (cli, "%s: %s", _("Folder"), *gate_hub_project_get_folder (project) ? gate_hub_project_get_folder (project) : "–");
  gate_cli_say (cli, "%s: %s", _("On"), *active ? active : "–");
  if (*gate_hub_project_get_instructions (project))
    gate_cli_say (cli, "%s:\n%s", _("Instructions"), gate_hub_project_get_instructions (project));
  return TRUE;
}

static char *
absolute_folder (void)
{
  return option_folder && *option_folder ? g_canonicalize_filename (option_folder, NULL) : g_strdup (option_folder);
}

static gboolean
update (GateCli         *cli,
        GateHubProject  *project,
        const char      *name,
        const char      *folder,
        GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  gate_hub_update_project_async (cli->hub, project, name, folder, option_instructions, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  return gate_hub_update_project_finish (cli->hub, result, error);
}

static gboolean
add_project (GateCli  *cli,
             int       argc,
             char    **argv,
             GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *folder = absolute_folder ();

  gate_hub_create_project_async (cli->hub, argv[0], folder, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  g_autoptr(GateHubProject) project = gate_hub_create_project_finish (cli->hub, result, error);
  if (!project || (option_instructions && !update (cli, project, NULL, NULL, error)))
    return FALSE;
  if (cli->json)
    print_project_json (project);
  gate_cli_say (cli, _("The project %s is there; everything is off in it."), gate_hub_project_get_label (project));
  return TRUE;
}

static gboolean
set_project (GateCli  *cli,
             int       argc,
             char    **argv,
             GError  **error)
{
  GateHubProject *project = gate_cli_find_project (cli, argv[0], error);
  g_autofree char *folder = absolute_folder ();

  if (!project)
    return FALSE;
  if (!option_name && !folder && !option_instructions)
    {
      gate_cli_usage_error (error, _("Give --name, --folder or --instructions."));
      return FALSE;
    }
  if (!update (cli, project, option_name, folder, error))
    return FALSE;
  if (cli->json)
    print_project_json (project);
  gate_cli_say (cli, _("Changed the project %s."), gate_hub_project_get_label (project));
  return TRUE;
}

static gboolean
remove_project (GateCli  *cli,
                int       argc,
                char    **argv,
                GError  **error)
{
  GateHubProject *project = gate_cli_find_project (cli, argv[0], error);
  g_autoptr(GAsyncResult) result = NULL;

  if (!project)
    return FALSE;

  g_autofree char *name = g_strdup (gate_hub_project_get_label (project));
  g_autoptr(JsonNode) node = project_to_node (project);
  gate_hub_delete_project_async (cli->hub, project, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  if (!gate_hub_delete_project_finish (cli->hub, result, error))
    return FALSE;
  if (cli->json)
    gate_cli_print_json (g_steal_pointer (&node));
  gate_cli_say (cli, _("The project %s is gone; its folder was left alone."), name);
  return TRUE;
}

static const GateCliSubverb subverbs[] = {
  { "list", 0, 0, list_projects },
  { "show", 0, 1, show_project },
  { "add", 1, 1, add_project },
  { "set", 1, 1, set_project },
  { "remove", 1, 1, remove_project },
  { NULL, 0, 0, NULL },
};

const GateCliVerb gate_cli_verb_project = {
  .name = "project",
  .arguments = N_("[list | show [NAME] | add NAME | set NAME | remove NAME]"),
  .summary = N_("List, show, add, change and remove projects"),
  .options = options,
  .subverbs = subverbs,
};
