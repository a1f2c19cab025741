// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-search-provider.h"

#include "gate-config.h"
#include "gate-search-skeleton.h"
#include "gate-task.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define PROJECT "project:"
#define CONNECTOR "connector:"
#define RESULTS_MAX 20
#define TERMS_MAX 10

typedef struct {
  GateSearchProvider    *self;
  GDBusMethodInvocation *invocation;
  char                 **texts;    /* terms, or identifiers */
} SearchData;

GATE_DEFINE_DATA (SearchData, search_data)

struct _GateSearchProvider {
  GObject          parent_instance;

  GApplication    *application; /* (unowned) */
  GateShellSearch *skeleton;
  GateLater       *later;       /* (nullable): from startup to shutdown of the application */
};

enum { SHOW_PROJECT, SHOW_CONNECTOR, SHOW_WINDOW, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateSearchProvider, gate_search_provider, G_TYPE_OBJECT)

static void
search_data_clear (SearchData *data)
{
  g_application_release (data->self->application);
  g_clear_object (&data->self);
  g_clear_object (&data->invocation);
  g_strfreev (data->texts);
}

/* Every word has to be somewhere in the name. */
static gboolean
matches (const char         *name,
         const char * const *terms)
{
  g_autofree char *folded = gate_words_fold (name);

  for (guint i = 0; terms[i]; i++)
    if (!strstr (folded, terms[i]))
      return FALSE;
  return terms[0] != NULL;
}

static void
add_matches (GStrvBuilder       *results,
             GListModel         *items,
             const char         *kind,
             const char * const *terms)
{
  guint n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items) && n_found < RESULTS_MAX; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (items, i);
      gboolean project = GATE_IS_HUB_PROJECT (item);
      const char *name = project ? gate_hub_project_get_label (GATE_HUB_PROJECT (item))
                                 : gate_hub_connector_get_label (GATE_HUB_CONNECTOR (item));
      const char *id = project ? gate_hub_project_get_id (GATE_HUB_PROJECT (item)) : gate_hub_connector_get_id (GATE_HUB_CONNECTOR (item));
      g_autofree char *identifier = g_strconcat (kind, id, NULL);

      if (!matches (name, terms))
        continue;
      g_strv_builder_add (results, identifier);
      n_found++;
    }
}

static void
search (GateHub  *hub,
        gpointer  user_data)
{
  g_autoptr(SearchData) data = user_data;
  g_autoptr(GStrvBuilder) results = g_strv_builder_new ();
  g_auto(GStrv) found = NULL;

  for (guint i = 0; data->texts[i]; i++)
    {
      g_autofree char *term = data->texts[i];

      data->texts[i] = gate_words_fold (term);
    }
  if (hub)
    {
      add_matches (results, gate_hub_get_projects (hub), PROJECT, (const char * const *) data->texts);
      add_matches (results, gate_hub_get_connectors (hub), CONNECTOR, (const char * const *) data->texts);
    }
  found = g_strv_builder_end (results);
  g_dbus_method_invocation_return_value (g_steal_pointer (&data->invocation), g_variant_new ("(^as)", found));
}

static void
add_meta (GVariantBuilder *metas,
          const char      *identifier,
          const char      *name,
          const char      *description)
{
  g_autofree char *shown = gate_text_make_visible (name, GATE_TEXT_LINE);

  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (identifier));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (shown));
  g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (metas, "{sv}", "gicon", g_variant_new_string (GATE_APPLICATION_ID));
  g_variant_builder_close (metas);
}

static void
describe (GateHub  *hub,
          gpointer  user_data)
{
  g_autoptr(SearchData) data = user_data;
  g_auto(GVariantBuilder) metas = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; hub && data->texts[i]; i++)
    {
      const char *identifier = data->texts[i];

      if (g_str_has_prefix (identifier, PROJECT))
        {
          GateHubProject *project = gate_hub_find_project (hub, identifier + strlen (PROJECT), NULL);
          g_auto(GStrv) active = project ? gate_hub_project_dup_active (project) : NULL;
          guint n_active = active ? g_strv_length (active) : 0;
          g_autofree char *on = g_strdup_printf (ngettext ("Project, %u connector on", "Project, %u connectors on", n_active), n_active);

          if (project)
            add_meta (&metas, identifier, gate_hub_project_get_label (project), on);
        }
      else if (g_str_has_prefix (identifier, CONNECTOR))
        {
          GateHubConnector *connector = gate_hub_find_connector (hub, identifier + strlen (CONNECTOR), NULL);

          if (connector)
            add_meta (&metas, identifier, gate_hub_connector_get_label (connector), _("Connector"));
        }
    }
  g_dbus_method_invocation_return_value (g_steal_pointer (&data->invocation), g_variant_new ("(aa{sv})", &metas));
}

static void
do_later (GateSearchProvider    *self,
          GateLaterFunc          func,
          GDBusMethodInvocation *invocation,
          const char * const    *texts)
{
  SearchData *data = search_data_new ();

  data->self = g_object_ref (self);
  g_application_hold (self->application);
  /* Answering it takes it. */
  data->invocation = invocation;
  data->texts = g_strdupv ((char **) texts);
  for (guint i = g_strv_length (data->texts); i > TERMS_MAX && func == search; i--)
    g_clear_pointer (&data->texts[i - 1], g_free);
  if (self->later)
    gate_later_add (self->later, func, data);
  else
    func (NULL, data);
}

static gboolean
on_search (GateSearchProvider    *self,
           GDBusMethodInvocation *invocation,
           const char * const    *terms)
{
  do_later (self, search, invocation, terms);
  return TRUE;
}

/* The whole search is as quick as one among the previous results. */
static gboolean
on_search_again (GateSearchProvider    *self,
                 GDBusMethodInvocation *invocation,
                 const char * const    *previous,
                 const char * const    *terms)
{
  do_later (self, search, invocation, terms);
  return TRUE;
}

static gboolean
on_describe (GateSearchProvider    *self,
             GDBusMethodInvocation *invocation,
             const char * const    *identifiers)
{
  do_later (self, describe, invocation, identifiers);
  return TRUE;
}

static gboolean
on_activate (GateSearchProvider    *self,
             GDBusMethodInvocation *invocation,
             const char            *identifier,
             const char * const    *terms,
             guint                  timestamp)
{
  if (g_str_has_prefix (identifier, PROJECT))
    g_signal_emit (self, signals[SHOW_PROJECT], 0, identifier + strlen (PROJECT));
  else if (g_str_has_prefix (identifier, CONNECTOR))
    g_signal_emit (self, signals[SHOW_CONNECTOR], 0, identifier + strlen (CONNECTOR));
  gate_shell_search_complete_activate_result (self->skeleton, invocation);
  return TRUE;
}

static gboolean
on_launch (GateSearchProvider    *self,
           GDBusMethodInvocation *invocation,
           const char * const    *terms,
           guint                  timestamp)
{
  g_signal_emit (self, signals[SHOW_WINDOW], 0);
  gate_shell_search_complete_launch_search (self->skeleton, invocation);
  return TRUE;
}

static void
gate_search_provider_dispose (GObject *object)
{
  GateSearchProvider *self = GATE_SEARCH_PROVIDER (object);

  g_clear_object (&self->skeleton);
  g_clear_object (&self->later);
  G_OBJECT_CLASS (gate_search_provider_parent_class)->dispose (object);
}

static void
gate_search_provider_class_init (GateSearchProviderClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_search_provider_dispose;

  /**
   * GateSearchProvider::show-project:
   * @id: a project's id
   *
   * The person chose a project.
   */
  signals[SHOW_PROJECT] = g_signal_new ("show-project", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * GateSearchProvider::show-connector:
   * @id: a connector's id
   *
   * The person chose a connector.
   */
  signals[SHOW_CONNECTOR] = g_signal_new ("show-connector", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * GateSearchProvider::show-window:
   *
   * The person wants to go on searching in the application.
   */
  signals[SHOW_WINDOW] = g_signal_new ("show-window", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_search_provider_init (GateSearchProvider *self)
{
  static const struct {
    const char *signal;
    GCallback   handler;
  } methods[] = {
    { "handle-get-initial-result-set", G_CALLBACK (on_search) },
    { "handle-get-subsearch-result-set", G_CALLBACK (on_search_again) },
    { "handle-get-result-metas", G_CALLBACK (on_describe) },
    { "handle-activate-result", G_CALLBACK (on_activate) },
    { "handle-launch-search", G_CALLBACK (on_launch) },
  };

  self->skeleton = gate_shell_search_skeleton_new ();
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_object (self->skeleton, methods[i].signal, methods[i].handler, self, G_CONNECT_SWAPPED);
}

/**
 * gate_search_provider_new:
 * @application: the application, which outlives it
 *
 * Returns: (transfer full): what answers the desktop's searches, not yet on the bus
 */
GateSearchProvider *
gate_search_provider_new (GApplication *application)
{
  GateSearchProvider *self = g_object_new (GATE_TYPE_SEARCH_PROVIDER, NULL);

  self->application = application;
  return self;
}

/**
 * gate_search_provider_set_later:
 * @self: a search provider
 * @later: (nullable): where searches wait until the hub is open; %NULL: there is nothing to search in
 *
 * Gives it something to search in.
 */
void
gate_search_provider_set_later (GateSearchProvider *self,
                                GateLater          *later)
{
  g_set_object (&self->later, later);
}

/**
 * gate_search_provider_export:
 * @self: a search provider
 * @connection: a bus
 * @path: where on it
 * @error: set when something is there already
 *
 * Puts it on the bus.
 *
 * Returns: %TRUE when it is there
 */
gboolean
gate_search_provider_export (GateSearchProvider  *self,
                             GDBusConnection     *connection,
                             const char          *path,
                             GError             **error)
{
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection, path, error);
}

/**
 * gate_search_provider_unexport:
 * @self: a search provider
 *
 * Takes it from the bus.
 */
void
gate_search_provider_unexport (GateSearchProvider *self)
{
  if (g_dbus_interface_skeleton_get_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton)))
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
}
