// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-arrivals.h"

#include "gate-add-link-dialog.h"
#include "gate-config.h"
#include "gate-later.h"
#include "gate-preferences-window.h"
#include "gate-search-provider.h"
#include "gate-task.h"
#include "gate-window.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* A page may open any number of links. */
#define LINKS_MAX 8

struct _GateArrivals {
  GObject             parent_instance;

  GtkApplication     *application; /* (unowned) */
  GateSearchProvider *provider;
  GateLater          *later;       /* (nullable): from startup to shutdown */
  guint               n_open;      /* what was asked for and is not done yet */
  char               *link;        /* (nullable): the one that the person looks at */
  GQueue              links;       /* (element-type utf8): those that come after it */
};

typedef struct {
  GateArrivals *self;
  char         *text;
} Arrival;

GATE_DEFINE_DATA (Arrival, arrival)

G_DEFINE_FINAL_TYPE (GateArrivals, gate_arrivals, G_TYPE_OBJECT)

static void
arrival_clear (Arrival *arrival)
{
  g_application_release (G_APPLICATION (arrival->self->application));
  arrival->self->n_open--;
  g_clear_object (&arrival->self);
  g_free (arrival->text);
}

/* The application stays until it is done. */
static void
do_later (GateArrivals  *self,
          GateLaterFunc  func,
          const char    *text)
{
  Arrival *arrival = arrival_new ();

  arrival->self = g_object_ref (self);
  arrival->text = g_strdup (text);
  g_application_hold (G_APPLICATION (self->application));
  self->n_open++;
  if (self->later)
    gate_later_add (self->later, func, arrival);
  else
    func (NULL, arrival);
}

/* The main window; made where there is none at all, else the one that the person is in. */
static GtkWidget *
present_window (GateArrivals *self)
{
  for (GList *each = gtk_application_get_windows (self->application); each; each = each->next)
    if (GATE_IS_WINDOW (each->data))
      {
        gtk_window_present (each->data);
        return each->data;
      }
  g_application_activate (G_APPLICATION (self->application));
  return GTK_WIDGET (gtk_application_get_active_window (self->application));
}

static void
open_new_project (GateHub  *hub,
                  gpointer  user_data)
{
  g_autoptr(Arrival) arrival = user_data;
  GtkWidget *window = present_window (arrival->self);

  if (hub && window)
    gtk_widget_activate_action (window, "win.new-project", NULL);
}

static void
open_preferences (GateHub  *hub,
                  gpointer  user_data)
{
  g_autoptr(Arrival) arrival = user_data;
  GtkWindow *parent = gtk_application_get_active_window (arrival->self->application);
  GtkWindow *preferences;

  if (!parent)
    parent = GTK_WINDOW (present_window (arrival->self));
  if (!hub || !parent || GATE_IS_PREFERENCES_WINDOW (parent))
    return;
  preferences = gate_preferences_window_new (hub);
  gtk_window_set_transient_for (preferences, parent);
  gtk_window_present (preferences);
}

static void
open_project (GateHub  *hub,
              gpointer  user_data)
{
  g_autoptr(Arrival) arrival = user_data;
  GtkWidget *window = present_window (arrival->self);
  GateHubProject *project = hub ? gate_hub_find_project (hub, arrival->text, NULL) : NULL;

  if (project && GATE_IS_WINDOW (window))
    gate_window_select_project (GATE_WINDOW (window), project);
}

static void
open_connector (GateHub  *hub,
                gpointer  user_data)
{
  g_autoptr(Arrival) arrival = user_data;
  GtkWidget *window = present_window (arrival->self);

  if (hub && window && gate_hub_find_connector (hub, arrival->text, NULL))
    gtk_widget_activate_action (window, "app.show-connector", "s", arrival->text);
}

static void open_link (GateHub *hub, gpointer user_data);

static gboolean
open_next_link (gpointer user_data)
{
  GateArrivals *self = user_data;
  g_autofree char *text = g_queue_pop_head (&self->links);

  /* Who closed the windows wants none of them. */
  if (!gtk_application_get_windows (self->application))
    g_queue_clear_full (&self->links, g_free);
  else if (text)
    do_later (self, open_link, text);
  return G_SOURCE_REMOVE;
}

static void
link_done (gpointer user_data)
{
  GateArrivals *self = user_data;

  g_clear_pointer (&self->link, g_free);
  if (!g_queue_is_empty (&self->links))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, open_next_link, g_object_ref (self), g_object_unref);
  g_object_unref (self);
}

static gboolean
is_waiting (GateArrivals *self,
            const char   *link)
{
  return strcmp (self->link, link) == 0 || g_queue_find_custom (&self->links, link, (GCompareFunc) strcmp);
}

/* One after the other, and a link that was pressed twice once. */
static void
open_link (GateHub  *hub,
           gpointer  user_data)
{
  g_autoptr(Arrival) arrival = user_data;
  GateArrivals *self = arrival->self;
  GtkWidget *window = present_window (self);

  if (!hub || !window)
    return;
  if (!self->link)
    {
      self->link = g_strdup (arrival->text);
      gate_add_link_dialog_run (window, hub, arrival->text, link_done, g_object_ref (self));
    }
  else if (g_queue_get_length (&self->links) < LINKS_MAX && !is_waiting (self, arrival->text))
    {
      g_queue_push_tail (&self->links, g_strdup (arrival->text));
    }
}

static void
new_project (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  do_later (user_data, open_new_project, NULL);
}

static void
preferences (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  do_later (user_data, open_preferences, NULL);
}

static void
on_show_project (GateArrivals *self,
                 const char   *id)
{
  do_later (self, open_project, id);
}

static void
on_show_connector (GateArrivals *self,
                   const char   *id)
{
  do_later (self, open_connector, id);
}

static void
on_show_window (GateArrivals *self)
{
  g_application_activate (G_APPLICATION (self->application));
}

static void
gate_arrivals_dispose (GObject *object)
{
  GateArrivals *self = GATE_ARRIVALS (object);

  g_clear_object (&self->provider);
  g_clear_object (&self->later);
  g_queue_clear_full (&self->links, g_free);
  G_OBJECT_CLASS (gate_arrivals_parent_class)->dispose (object);
}

static void
gate_arrivals_finalize (GObject *object)
{
  g_free (GATE_ARRIVALS (object)->link);
  G_OBJECT_CLASS (gate_arrivals_parent_class)->finalize (object);
}

static void
gate_arrivals_class_init (GateArrivalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_arrivals_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_arrivals_finalize;
}

static void
gate_arrivals_init (GateArrivals *self)
{
  g_queue_init (&self->links);
}

/**
 * gate_arrivals_new:
 * @application: the application, which outlives it
 *
 * Adds the options of the command line and the actions `app.new-project` and `app.preferences`.
 *
 * Returns: (transfer full): what takes in what the desktop asks
 */
GateArrivals *
gate_arrivals_new (GtkApplication *application)
{
  const struct {
    const char *name;
    char        letter;
    const char *what;
  } options[] = {
    { "version", 'v', _("Print the version and exit") },
    { "new-project", 'n', _("Open the window and make a project") },
    { "customize", 'c', _("Open Plugins & Connectors") },
  };
  static const GActionEntry actions[] = {
    { "new-project", new_project, NULL, NULL, NULL, { 0 } },
    { "preferences", preferences, NULL, NULL, NULL, { 0 } },
  };
  GateArrivals *self = g_object_new (GATE_TYPE_ARRIVALS, NULL);

  self->application = application;
  self->provider = gate_search_provider_new (G_APPLICATION (application));
  g_signal_connect_object (self->provider, "show-project", G_CALLBACK (on_show_project), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->provider, "show-connector", G_CALLBACK (on_show_connector), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->provider, "show-window", G_CALLBACK (on_show_window), self, G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    g_application_add_main_option (G_APPLICATION (application), options[i].name, options[i].letter, G_OPTION_FLAG_NONE,
                                   G_OPTION_ARG_NONE, options[i].what, NULL);
  g_application_set_option_context_parameter_string (G_APPLICATION (application), _("[LINK…]"));
  return self;
}

/**
 * gate_arrivals_export:
 * @self: what takes in what the desktop asks
 * @connection: the session bus
 * @path: the application's path on it
 * @error: set when it cannot be put there
 *
 * Puts the search provider on the bus.
 *
 * Returns: %TRUE when it is there
 */
gboolean
gate_arrivals_export (GateArrivals     *self,
                      GDBusConnection  *connection,
                      const char       *path,
                      GError          **error)
{
  g_autofree char *place = g_strconcat (path, "/SearchProvider", NULL);

  return gate_search_provider_export (self->provider, connection, place, error);
}

/**
 * gate_arrivals_unexport:
 * @self: what takes in what the desktop asks
 *
 * Takes the search provider from the bus.
 */
void
gate_arrivals_unexport (GateArrivals *self)
{
  gate_search_provider_unexport (self->provider);
}

/**
 * gate_arrivals_start:
 * @self: what takes in what the desktop asks
 * @session: what all windows share
 *
 * From now on there is a hub to wait for.
 */
void
gate_arrivals_start (GateArrivals *self,
                     GateSession  *session)
{
  self->later = gate_later_new (session);
  gate_search_provider_set_later (self->provider, self->later);
}

/**
 * gate_arrivals_stop:
 * @self: what takes in what the desktop asks
 *
 * Nothing is done any more.
 */
void
gate_arrivals_stop (GateArrivals *self)
{
  gate_search_provider_set_later (self->provider, NULL);
  g_clear_object (&self->later);
}

/**
 * gate_arrivals_open:
 * @self: what takes in what the desktop asks
 * @files: links
 * @n_files: how many
 *
 * Opens links; each is shown before anything is done.
 */
void
gate_arrivals_open (GateArrivals  *self,
                    GFile        **files,
                    int            n_files)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *text = g_file_get_uri (files[i]);

      do_later (self, open_link, text);
    }
}

/**
 * gate_arrivals_is_busy:
 * @self: what takes in what the desktop asks
 *
 * Returns: %TRUE while something is to be opened: a link, a result of a search, an action of the menu entry
 */
gboolean
gate_arrivals_is_busy (GateArrivals *self)
{
  return self->n_open > 0;
}

/**
 * gate_arrivals_handle_options:
 * @self: what takes in what the desktop asks
 * @options: the options that were given
 *
 * Returns: -1 to go on, else the status to end with
 */
int
gate_arrivals_handle_options (GateArrivals *self,
                              GVariantDict *options)
{
  GApplication *application = G_APPLICATION (self->application);
  g_autoptr(GError) error = NULL;
  const char *action = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      printf ("gatehouse %s\n", GATE_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (options, "new-project"))
    action = "new-project";
  else if (g_variant_dict_contains (options, "customize"))
    action = "customize";
  if (!action)
    return -1;
  if (!g_application_register (application, NULL, &error))
    {
      fprintf (stderr, "gatehouse: %s\n", error->message);
      return 1;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), action, NULL);
  return -1;
}
