// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-json.h"
#include "gate-cli-style.h"
#include "gate-cli-subverb.h"
#include "gate-cli-table.h"
#include "gate-cli-verbs.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

static char *option_category;
static char **option_fields;
static gboolean option_replace;

static const GOptionEntry options[] = {
  { "category", 'c', 0, G_OPTION_ARG_STRING, &option_category, N_("Only this category; “directory categories” lists them"), N_("CATEGORY") },
  { "field", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &option_fields, N_("A part of the address that “directory show” names"), N_("NAME=VALUE") },
  { "replace", 0, 0, G_OPTION_ARG_NONE, &option_replace, N_("Replace a connector of that name"), NULL },
  G_OPTION_ENTRY_NULL,
};

/* What signing in takes, for people. */
static const char *
describe_effort (GateDirectoryEntry *entry)
{
  static const char *const texts[] = {
    [GATE_DIRECTORY_AT_ONCE] = N_("works at once"),
    [GATE_DIRECTORY_CLIENT_NEEDED] = N_("needs a client from your administrator"),
    [GATE_DIRECTORY_ADDRESS_NEEDED] = N_("needs your company’s address"),
    [GATE_DIRECTORY_VENDOR_ONLY] = N_("only in the vendor’s own product"),
    [GATE_DIRECTORY_UNVERIFIED] = N_("shows when connecting"),
  };

  return _(texts[gate_directory_entry_get_effort (entry)]);
}

static JsonNode *
form_to_json (GateDirectoryEntry *entry)
{
  g_autoptr(GateForm) form = gate_directory_entry_dup_form (entry);
  JsonArray *fields = json_array_new ();

  for (guint i = 0; i < gate_form_get_n_fields (form); i++)
    {
      GateFormField *field = gate_form_get_field (form, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", gate_form_field_get_name (field));
      json_object_set_string_member (object, "title", gate_form_field_get_title (field));
      gate_cli_json_string (object, "description", gate_form_field_get_description (field));
      json_array_add_object_element (fields, object);
    }
  return gate_cli_json_array (fields);
}

static JsonObject *
entry_to_json (GateDirectoryEntry *entry)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", gate_directory_entry_get_id (entry));
  json_object_set_string_member (object, "name", gate_directory_entry_get_name (entry));
  json_object_set_string_member (object, "vendor", gate_directory_entry_get_vendor (entry));
  json_object_set_string_member (object, "category", gate_directory_entry_get_category (entry));
  json_object_set_string_member (object, "description", gate_directory_entry_get_description (entry));
  gate_cli_json_string (object, "address", gate_directory_entry_get_address (entry));
  json_object_set_string_member (object, "transport", gate_directory_entry_get_transport (entry));
  json_object_set_string_member (object, "signIn", gate_directory_entry_get_sign_in (entry));
  json_object_set_string_member (object, "effort", gate_directory_effort_to_string (gate_directory_entry_get_effort (entry)));
  json_object_set_string_member (object, "account", gate_directory_entry_get_account (entry));
  gate_cli_json_string (object, "hostedBy", gate_directory_entry_get_hosted_by (entry));
  gate_cli_json_string (object, "hostedWhere", gate_directory_entry_get_hosted_where (entry));
  json_object_set_boolean_member (object, "writes", gate_directory_entry_get_writes (entry));
  gate_cli_json_string (object, "sensitivity", gate_directory_entry_get_sensitivity (entry));
  gate_cli_json_string (object, "note", gate_directory_entry_get_note (entry));
  json_object_set_boolean_member (object, "managed", gate_directory_entry_is_managed (entry));
  gate_cli_json_strv (object, "uses", gate_directory_entry_get_uses (entry));
  gate_cli_json_strv (object, "readScopes", gate_directory_entry_get_read_scopes (entry));
  json_object_set_member (object, "fields", form_to_json (entry));
  return object;
}

static gboolean
check_category (GateCli  *cli,
                GError  **error)
{
  const char *const *ids = gate_directory_category_list_ids ();

  if (!option_category || g_strv_contains (ids, option_category))
    return TRUE;

  const char *nearest = gate_cli_nearest (option_category, ids);
  if (nearest)
    gate_cli_usage_error (error, _("There is no category “%s”. Did you mean “%s”?"), option_category, nearest);
  else
    gate_cli_usage_error (error, _("There is no category “%s”. List them with: gatehousectl directory categories"), option_category);
  return FALSE;
}

static void
tell_warning (GateCli       *cli,
              GateDirectory *directory)
{
  const char *warning = gate_directory_get_warning (directory);

  if (warning)
    {
      g_autofree char *text = gate_text_make_visible (warning, GATE_TEXT_LINE);
      gate_cli_note (cli, "%s", text);
    }
}

static void
print_list (GateCli    *cli,
            GListModel *list)
{
  static const char *const titles[] = { N_("ID"), N_("NAME"), N_("CATEGORY"), N_("SIGNING IN"), N_("WHAT IT IS"), NULL };
  const char *translated[G_N_ELEMENTS (titles)] = { NULL };

  for (gsize i = 0; titles[i]; i++)
    translated[i] = _(titles[i]);
  g_autoptr(GateCliTable) table = gate_cli_table_new (cli, translated, 4);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (list, i);

      gate_cli_table_add (table, gate_directory_entry_get_id (entry), gate_directory_entry_get_name (entry),
                          g_dpgettext2 (NULL, "directory category", gate_directory_entry_get_category_title (entry)),
                          describe_effort (entry), gate_directory_entry_get_description (entry), NULL);
      gate_cli_table_style (table, 3, gate_directory_entry_get_effort (entry) == GATE_DIRECTORY_AT_ONCE ? GATE_CLI_GOOD : GATE_CLI_PLAIN);
    }
  if (gate_cli_table_size (table) > 0)
    gate_cli_table_print (table);
}

static gboolean
search (GateCli     *cli,
        const char  *query,
        GError     **error)
{
  GateDirectory *directory = gate_hub_get_directory (cli->hub);
  g_autoptr(GAsyncResult) result = NULL;

  if (!check_category (cli, error))
    return FALSE;
  gate_directory_search_async (directory, query, option_category, 0, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  g_autoptr(GListModel) list = gate_directory_search_finish (directory, result, NULL, error);
  if (!list)
    return FALSE;

  guint n = g_list_model_get_n_items (list);
  tell_warning (cli, directory);
  if (cli->json)
    {
      JsonArray *array = json_array_new ();

      for (guint i = 0; i < n; i++)
        {
          g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (list, i);
          json_array_add_object_element (array, entry_to_json (entry));
        }
      gate_cli_print_json (gate_cli_json_array (array));
      return TRUE;
    }
  print_list (cli, list);
  if (n == 0)
    gate_cli_say (cli, _("Nothing in the directory matches. A service of your own is added by: gatehousectl connector add NAME ADDRESS"));
  else
    gate_cli_note (cli, ngettext ("%u service, as of %s.", "%u services, as of %s.", n), n, gate_directory_get_as_of (directory));
  return TRUE;
}

static gboolean
list_entries (GateCli  *cli,
              int       argc,
              char    **argv,
              GError  **error)
{
  return search (cli, NULL, error);
}

static gboolean
search_entries (GateCli  *cli,
                int       argc,
                char    **argv,
                GError  **error)
{
  g_autofree char *query = g_strjoinv (" ", argv);

  return search (cli, query, error);
}

static gboolean
list_categories (GateCli  *cli,
                 int       argc,
                 char    **argv,
                 GError  **error)
{
  static const char *const titles[] = { N_("CATEGORY"), N_("TITLE"), N_("SERVICES"), NULL };
  const char *translated[] = { _(titles[0]), _(titles[1]), _(titles[2]), NULL };
  GateDirectory *directory = gate_hub_get_directory (cli->hub);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(GateCliTable) table = gate_cli_table_new (cli, translated, 1);

  gate_directory_list_categories_async (directory, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  g_autoptr(GListModel) list = gate_directory_list_categories_finish (directory, result, error);
  if (!list)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GateDirectoryCategory) category = g_list_model_get_item (list, i);
      const char *title = gate_directory_category_get_title (category);
      g_autofree char *count = g_strdup_printf ("%u", gate_directory_category_get_count (category));
      JsonObject *object = json_object_new ();

      gate_cli_table_add (table, gate_directory_category_get_id (category), g_dpgettext2 (NULL, "directory category", title), count, NULL);
      json_object_set_string_member (object, "category", gate_directory_category_get_id (category));
      json_object_set_string_member (object, "title", title);
      json_object_set_int_member (object, "services", gate_directory_category_get_count (category));
      json_array_add_object_element (array, object);
    }
  if (cli->json)
    gate_cli_print_json (gate_cli_json_array (g_steal_pointer (&array)));
  else
    gate_cli_table_print (table);
  return TRUE;
}

static GateDirectoryEntry *
find_entry (GateCli     *cli,
            const char  *id,
            GError     **error)
{
  GateDirectory *directory = gate_hub_get_directory (cli->hub);
  g_autoptr(GAsyncResult) result = NULL;

  gate_directory_find_async (directory, id, cli->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  return gate_directory_find_finish (directory, result, error);
}

static void
say_line (GateCli    *cli,
          const char *title,
          const char *text)
{
  g_autofree char *visible = text ? gate_text_make_visible (text, GATE_TEXT_LINE) : NULL;

  if (visible)
    gate_cli_say (cli, "  %s: %s", title, visible);
}

static void
say_text (GateCli    *cli,
          const char *text)
{
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_LINE);
  g_autofree char *wrapped = gate_cli_wrap (visible, gate_cli_get_columns (cli), 2);

  gate_cli_say (cli, "  %s", wrapped);
}

static const char *
describe_account (GateDirectoryEntry *entry)
{
  const char *account = gate_directory_entry_get_account (entry);

  return g_str_equal (account, "none") ? _("no account needed") : g_str_equal (account, "account") ? _("an account with the vendor")
                                                                                                  : _("a contract or license with the vendor");
}

static void
say_fields (GateCli            *cli,
            GateDirectoryEntry *entry)
{
  g_autoptr(GateForm) form = gate_directory_entry_dup_form (entry);

  for (guint i = 0; i < gate_form_get_n_fields (form); i++)
    {
      GateFormField *field = gate_form_get_field (form, i);
      g_autofree char *what = gate_text_make_visible (gate_form_field_get_description (field), GATE_TEXT_LINE);

      gate_cli_say (cli, "  --field %s=…  %s", gate_form_field_get_name (field), what);
    }
}

static void
say_entry (GateCli            *cli,
           GateDirectoryEntry *entry)
{
  g_autofree char *name = gate_text_make_visible (gate_directory_entry_get_name (entry), GATE_TEXT_LINE);
  const char *const *uses = gate_directory_entry_get_uses (entry);
  const char *where = gate_directory_entry_get_hosted_where (entry);
  const char *host = gate_directory_entry_get_hosted_by (entry);
  g_autofree char *hosted = host && where ? g_strdup_printf ("%s, %s", host, where) : g_strdup (host);

  gate_cli_say (cli, "%s (%s)", name, gate_directory_entry_get_id (entry));
  say_text (cli, gate_directory_entry_get_description (entry));
  say_line (cli, _("Vendor"), gate_directory_entry_get_vendor (entry));
  say_line (cli, _("Category"), g_dpgettext2 (NULL, "directory category", gate_directory_entry_get_category_title (entry)));
  say_line (cli, _("Address"), gate_directory_entry_get_address (entry));
  say_line (cli, _("Hosted by"), hosted);
  say_line (cli, _("Kind of sign-in"), gate_directory_entry_get_sign_in (entry));
  say_line (cli, _("Signing in"), describe_effort (entry));
  say_line (cli, _("Needs"), describe_account (entry));
  say_line (cli, _("Can"), gate_directory_entry_get_writes (entry) ? _("read and change") : _("read"));
  if (gate_directory_entry_is_managed (entry))
    gate_cli_say (cli, "  %s", _("From your organization’s own directory"));
  for (guint i = 0; uses[i]; i++)
    say_line (cli, _("For example"), uses[i]);
  say_fields (cli, entry);
  if (gate_directory_entry_get_note (entry))
    say_text (cli, gate_directory_entry_get_note (entry));
  if (gate_directory_entry_get_caution (entry))
    say_text (cli, gate_directory_entry_get_caution (entry));
}

static gboolean
show_entry (GateCli  *cli,
            int       argc,
            char    **argv,
            GError  **error)
{
  g_autoptr(GateDirectoryEntry) entry = find_entry (cli, argv[0], error);

  if (!entry)
    return FALSE;
  if (cli->json)
    gate_cli_print_json (gate_cli_json_object (entry_to_json (entry)));
  else
    say_entry (cli, entry);
  return TRUE;
}

static JsonObject *
read_fields (GateDirectoryEntry  *entry,
             GError             **error)
{
  g_autoptr(GateForm) form = gate_directory_entry_dup_form (entry);
  g_autoptr(JsonObject) values = json_object_new ();

  for (char **pair = option_fields; pair && *pair; pair++)
    {
      const char *at = strchr (*pair, '=');
      g_autofree char *name = at ? g_strndup (*pair, (gsize) (at - *pair)) : NULL;

      if (!name || !gate_form_find_field (form, name))
        {
          gate_cli_usage_error (error, _("“--field %s” is no NAME=VALUE that this service asks for."), *pair);
          return NULL;
        }
      json_object_set_string_member (values, name, at + 1);
    }
  return g_steal_pointer (&values);
}

static void
tell_added (GateCli            *cli,
            GateDirectoryEntry *entry,
            const char         *id)
{
  const char *caution = gate_directory_entry_get_caution (entry);
  const char *note = gate_directory_entry_get_note (entry);
  gboolean reading = gate_directory_entry_get_writes (entry);

  if (caution)
    gate_cli_note (cli, "%s", _(caution));
  if (note)
    {
      g_autofree char *visible = gate_text_make_visible (note, GATE_TEXT_LINE);
      gate_cli_note (cli, "%s", visible);
    }
  gate_cli_say (cli, _("Added %s. Next: gatehousectl connect %s%s"), id, id, reading ? " --read-only" : "");
}

static gboolean
add_entry (GateCli  *cli,
           int       argc,
           char    **argv,
           GError  **error)
{
  g_autoptr(GateDirectoryEntry) entry = find_entry (cli, argv[0], error);
  g_autoptr(JsonObject) values = entry ? read_fields (entry, error) : NULL;
  g_autoptr(JsonNode) source = values ? gate_directory_entry_create_source (entry, values, error) : NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_auto(GStrv) moved = NULL;

  if (!source)
    return FALSE;
  gate_hub_add_connector_async (cli->hub, gate_directory_entry_get_id (entry), source, option_replace, cli->cancellable,
                                gate_cli_keep_result, &result);
  gate_cli_wait (cli, &result);
  g_autoptr(GateHubConnector) connector = gate_hub_add_connector_finish (cli->hub, result, &moved, error);
  if (!connector)
    return FALSE;
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "connector", gate_hub_connector_get_id (connector));
      json_object_set_string_member (object, "target", gate_hub_connector_get_target (connector));
      gate_cli_print_json (gate_cli_json_object (object));
    }
  tell_added (cli, entry, gate_hub_connector_get_id (connector));
  return TRUE;
}

static const GateCliSubverb subverbs[] = {
  { "list", 0, 0, list_entries },
  { "search", 1, -1, search_entries },
  { "categories", 0, 0, list_categories },
  { "show", 1, 1, show_entry },
  { "add", 1, 1, add_entry },
  { NULL, 0, 0, NULL },
};

const GateCliVerb gate_cli_verb_directory = {
  .name = "directory",
  .arguments = N_("[list | search WORD… | categories | show ID | add ID]"),
  .summary = N_("Find services to connect, and add them"),
  .help = N_("What “add” adds is connected by “gatehousectl connect”. Nothing is asked over the network before that."),
  .options = options,
  .subverbs = subverbs,
};
