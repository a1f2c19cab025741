// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-application.h"

#include "gate-access.h"
#include "gate-app-interaction.h"
#include "gate-arrivals.h"
#include "gate-background.h"
#include "gate-config.h"
#include "gate-customize-window.h"
#include "gate-session.h"
#include "gate-window.h"
#include "gate-window-settings.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <sys/resource.h>

#define SERVICE_MSECS 10000
#define GIVE_BACK_MSECS 1500
#define GIVE_BACK_AGAIN_MSECS 8000

struct _GateApplication {
  AdwApplication      parent_instance;

  GateSession        *session;     /* (nullable): from startup to shutdown */
  GateAppInteraction *interaction; /* (nullable): as long */
  GateArrivals       *arrivals;
  guint               give_back;   /* a source */
  guint               signal_ids[3];
  gulong              hook_id;     /* follows dialogs */
};

G_DEFINE_FINAL_TYPE (GateApplication, gate_application, ADW_TYPE_APPLICATION)

static void
retry (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  gate_session_open (GATE_APPLICATION (user_data)->session);
}

/* A dialog whose work goes on stands in memory when it is gone, and GTK 4.8 would look for its parent at its end, whether that is still
 * there or not. */
static void
leave_parent (GtkWindow *dialog)
{
  gtk_window_set_transient_for (dialog, NULL);
}

static gboolean
quit_from_dialog (GtkWidget *dialog,
                  GVariant  *arguments,
                  gpointer   user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);
  return TRUE;
}

/* The keys of the application work in its windows only; these two mean the same wherever one is. What Escape gives up is given up. */
static void
add_keys (GateApplication *self,
          GtkWidget       *dialog)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>q"),
                                                          gtk_callback_action_new (quit_from_dialog, self, NULL)));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>w"),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (dialog, controller);
}

static gboolean
follow_dialog (GSignalInvocationHint *hint,
               guint                  n_values,
               const GValue          *values,
               gpointer               user_data)
{
  GObject *widget = g_value_get_object (values);

  if (GTK_IS_WINDOW (widget) && gtk_window_get_transient_for (GTK_WINDOW (widget)))
    {
      if (g_signal_handlers_disconnect_by_func (widget, leave_parent, NULL) == 0 && !gtk_window_get_application (GTK_WINDOW (widget)))
        add_keys (user_data, GTK_WIDGET (widget));
      g_signal_connect (widget, "unrealize", G_CALLBACK (leave_parent), NULL);
    }
  return TRUE;
}

/* A window takes its dialogs with it only once nobody works for it any more. */
static void
close_dialogs (void)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels ();

  g_list_foreach (toplevels, (GFunc) (void (*) (void)) g_object_ref, NULL);
  for (GList *each = toplevels; each; each = each->next)
    if (GTK_IS_WINDOW (each->data) && gtk_window_get_transient_for (each->data))
      gtk_window_close (each->data);
  g_list_foreach (toplevels, (GFunc) (void (*) (void)) g_object_unref, NULL);
}

/* Ends it in good order: what stands open is open again at the next start. */
static void
end (GateApplication *self)
{
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  g_autofree char *place = NULL;
  GList *windows = NULL;

  gate_app_interaction_cancel_all (self->interaction);
  close_dialogs ();
  windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (self)), (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  for (GList *each = windows; each; each = each->next)
    {
      if (GATE_IS_CUSTOMIZE_WINDOW (each->data))
        place = gate_customize_window_dup_place (each->data);
      gtk_window_close (each->data);
    }
  g_list_free_full (windows, g_object_unref);
  if (place)
    g_settings_set_string (settings, "customize", place);
}

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       user_data)
{
  end (user_data);
}

/* The session ends, or the terminal that it was started in was closed. */
static gboolean
was_told_to_end (gpointer user_data)
{
  end (user_data);
  g_application_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* The default action of the notifications. */
static void
show_questions (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  g_application_activate (G_APPLICATION (user_data));
  gate_app_interaction_show (GATE_APPLICATION (user_data)->interaction);
}

static void
about (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (user_data)),
                         "application-name", _("Gatehouse"),
                         "application-icon", GATE_APPLICATION_ID,
                         "version", GATE_VERSION,
                         "website", GATE_HOMEPAGE,
                         "developer-name", _("The Gatehouse developers"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Connect your services to your AI assistant, project by project."),
                         /* Translators: your names, one a line. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

/* GTK looks the keys up only in an overlay that it made itself. */
static void
show_keys (GtkApplication *application,
           GtkBuilder     *builder)
{
  g_autoptr(GSList) objects = gtk_builder_get_objects (builder);

  for (GSList *each = objects; each; each = each->next)
    {
      g_autofree char *action = NULL;
      g_auto(GStrv) accels = NULL;
      g_autofree char *keys = NULL;

      if (!GTK_IS_SHORTCUTS_SHORTCUT (each->data))
        continue;
      g_object_get (each->data, "action-name", &action, NULL);
      if (!action)
        continue;
      accels = gtk_application_get_accels_for_action (application, action);
      keys = g_strjoinv (" ", accels);
      g_object_set (each->data, "accelerator", keys, NULL);
    }
}

/* Made when somebody asks for it: GTK would make it for each window before that is shown. */
static void
show_help_overlay (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (GATE_RESOURCE_PATH "/help-overlay.ui");
  GtkWindow *overlay = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  show_keys (GTK_APPLICATION (user_data), builder);
  gtk_window_set_transient_for (overlay, gtk_application_get_active_window (GTK_APPLICATION (user_data)));
  gtk_window_present (overlay);
}

/* The one window of plugins and connectors, for the project that the person looks at. */
static GateCustomizeWindow *
present_customize_window (GateApplication *self)
{
  GateCustomizeWindow *customize = NULL;
  GateHubProject *project = NULL;

  /* The newest first: the window that the person was in before decides. */
  for (GList *each = gtk_application_get_windows (GTK_APPLICATION (self)); each; each = each->next)
    {
      if (GATE_IS_CUSTOMIZE_WINDOW (each->data))
        customize = each->data;
      else if (GATE_IS_WINDOW (each->data) && !project)
        project = gate_window_get_project (each->data);
    }
  gate_session_open (self->session);
  if (!customize)
    customize = gate_customize_window_new (GTK_APPLICATION (self), self->session);
  gate_customize_window_set_project (customize, project);
  gtk_window_present (GTK_WINDOW (customize));
  return customize;
}

static void
customize (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  present_customize_window (GATE_APPLICATION (user_data));
}

static void
customize_page (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  gate_customize_window_show_page (present_customize_window (GATE_APPLICATION (user_data)), g_variant_get_string (parameter, NULL));
}

static void
show_connector (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  gate_customize_window_show_connector (present_customize_window (GATE_APPLICATION (user_data)),
                                        g_variant_get_string (parameter, NULL));
}

/* The window where projects are, whichever one the person was in. */
static GateWindow *
present_main_window (GateApplication *self)
{
  GtkWindow *window = NULL;

  for (GList *each = gtk_application_get_windows (GTK_APPLICATION (self)); each && !window; each = each->next)
    if (GATE_IS_WINDOW (each->data))
      window = each->data;
  if (!window)
    window = GTK_WINDOW (gate_window_new (GTK_APPLICATION (self), self->session));
  gtk_window_present (window);
  return GATE_WINDOW (window);
}

static void
show_project (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (present_main_window (user_data)), "win.select-project", "s", g_variant_get_string (parameter, NULL));
}

/* The button of a notification. */
static void
solve (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  const char *project, *kind, *connector, *account;

  g_variant_get (parameter, "(&s&s&s&s)", &project, &kind, &connector, &account);
  gate_window_solve (present_main_window (user_data), project, kind, connector, account);
}

static void
give_back_now (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

static gboolean
give_back_again (gpointer user_data)
{
  GATE_APPLICATION (user_data)->give_back = 0;
  give_back_now ();
  return G_SOURCE_REMOVE;
}

/* Where connectors are slow to answer it is too early. */
static gboolean
give_back (gpointer user_data)
{
  GateApplication *self = user_data;

  give_back_now ();
  self->give_back = g_timeout_add_full (G_PRIORITY_LOW, GIVE_BACK_AGAIN_MSECS, give_back_again, self, NULL);
  return G_SOURCE_REMOVE;
}

/* What a beginning or a window took for a moment is not kept: some MiB. */
static void
give_back_soon (GateApplication *self)
{
  if (self->give_back == 0)
    self->give_back = g_timeout_add_full (G_PRIORITY_LOW, GIVE_BACK_MSECS, give_back, self, NULL);
}

static void
palette (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GtkWindow *from = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  GateWindow *window = present_main_window (GATE_APPLICATION (user_data));

  gate_window_open_palette (window, from != GTK_WINDOW (window) ? from : NULL);
}

static void
gate_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "retry", retry, NULL, NULL, NULL, { 0 } },
    { "quit", quit, NULL, NULL, NULL, { 0 } },
    { "show-questions", show_questions, NULL, NULL, NULL, { 0 } },
    { "show-help-overlay", show_help_overlay, NULL, NULL, NULL, { 0 } },
    { "about", about, NULL, NULL, NULL, { 0 } },
    { "palette", palette, NULL, NULL, NULL, { 0 } },
    { "customize", customize, NULL, NULL, NULL, { 0 } },
    { "customize-page", customize_page, "s", NULL, NULL, { 0 } },
    { "show-connector", show_connector, "s", NULL, NULL, { 0 } },
    { "show-project", show_project, "s", NULL, NULL, { 0 } },
    { "solve", solve, "(ssss)", NULL, NULL, { 0 } },
  };
  static const struct {
    const char *action;
    const char *accels[3];
  } keys[] = {
    { "app.quit", { "<Control>q", NULL } },
    { "app.customize", { "<Control><Shift>c", NULL } },
    { "app.preferences", { "<Control>comma", NULL } },
    { "win.new-project", { "<Control>n", NULL } },
    { "win.edit-project", { "F2", NULL } },
    { "win.delete-project", { "<Control>Delete", NULL } },
    { "win.panel-shown", { "<Control><Shift>p", NULL } },
    { "win.show-tools", { "<Control>t", NULL } },
    { "win.palette", { "<Control>k", NULL } },
    { "win.search", { "<Control>f", NULL } },
    { "win.refresh", { "F5", "<Control>r", NULL } },
    { "win.undo", { "<Control>z", NULL } },
    { "win.back", { "<Alt>Left", NULL } },
    { "app.show-help-overlay", { "F1", "<Control>question", NULL } },
    { "window.close", { "<Control>w", NULL } },
  };
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
  GateApplication *self = GATE_APPLICATION (application);

  G_APPLICATION_CLASS (gate_application_parent_class)->startup (application);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_ids[i] = g_unix_signal_add (signals[i], was_told_to_end, self);
  gate_access_start ();
  self->hook_id = g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, follow_dialog, self, NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].accels);
  self->interaction = gate_app_interaction_new (GTK_APPLICATION (self));
  self->session = gate_session_new (GATE_INTERACTION (self->interaction));
  gate_arrivals_start (self->arrivals, self->session);
  /* A search is seldom one only. */
  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE)
    g_application_set_inactivity_timeout (application, SERVICE_MSECS);
}

/* What stood open beside the main window when the application was last ended. */
static void
open_again (GateApplication *self)
{
  g_autoptr(GSettings) settings = gate_window_settings_new ();
  g_autofree char *place = g_settings_get_string (settings, "customize");

  if (*place)
    gate_customize_window_show_place (present_customize_window (self), place);
}

static void
gate_application_activate (GApplication *application)
{
  GateApplication *self = GATE_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  gboolean first = window == NULL;
  gboolean stands = FALSE;

  /* From now on it ends with its last window. */
  g_application_set_inactivity_timeout (application, 0);
  for (GList *each = gtk_application_get_windows (GTK_APPLICATION (self)); each; each = each->next)
    stands = stands || GATE_IS_WINDOW (each->data);
  if (!stands)
    window = GTK_WINDOW (gate_window_new (GTK_APPLICATION (self), self->session));
  gtk_window_present (window);
  give_back_soon (self);
  if (first && !gate_arrivals_is_busy (self->arrivals))
    open_again (self);
}

static void
did_close (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  gboolean *closed = user_data;

  gate_session_close_finish (GATE_SESSION (source), result, NULL);
  *closed = TRUE;
}

/* Connections and local servers end in good order before the program does; there is no loop left to return to. */
static void
gate_application_shutdown (GApplication *application)
{
  GateApplication *self = GATE_APPLICATION (application);
  gboolean closed = self->session == NULL;

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  if (self->interaction)
    gate_app_interaction_cancel_all (self->interaction);
  gate_arrivals_stop (self->arrivals);
  if (self->session)
    gate_session_close_async (self->session, did_close, &closed);
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->session);
  if (self->hook_id)
    g_signal_remove_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), self->hook_id);
  self->hook_id = 0;
  g_clear_object (&self->interaction);
  G_APPLICATION_CLASS (gate_application_parent_class)->shutdown (application);
}

static void
gate_application_open (GApplication  *application,
                       GFile        **files,
                       int            n_files,
                       const char    *hint)
{
  gate_arrivals_open (GATE_APPLICATION (application)->arrivals, files, n_files);
}

static int
gate_application_handle_local_options (GApplication *application,
                                       GVariantDict *options)
{
  return gate_arrivals_handle_options (GATE_APPLICATION (application)->arrivals, options);
}

static gboolean
gate_application_dbus_register (GApplication     *application,
                                GDBusConnection  *connection,
                                const char       *path,
                                GError          **error)
{
  return G_APPLICATION_CLASS (gate_application_parent_class)->dbus_register (application, connection, path, error)
         && gate_arrivals_export (GATE_APPLICATION (application)->arrivals, connection, path, error);
}

static void
gate_application_dbus_unregister (GApplication    *application,
                                  GDBusConnection *connection,
                                  const char      *path)
{
  gate_arrivals_unexport (GATE_APPLICATION (application)->arrivals);
  G_APPLICATION_CLASS (gate_application_parent_class)->dbus_unregister (application, connection, path);
}

static void
gate_application_finalize (GObject *object)
{
  g_clear_handle_id (&GATE_APPLICATION (object)->give_back, g_source_remove);
  g_clear_object (&GATE_APPLICATION (object)->arrivals);
  G_OBJECT_CLASS (gate_application_parent_class)->finalize (object);
}

/* What is asked stays open without a window: a notification brings it back. */
static void
gate_application_window_removed (GtkApplication *application,
                                 GtkWindow      *window)
{
  GateApplication *self = GATE_APPLICATION (application);

  GTK_APPLICATION_CLASS (gate_application_parent_class)->window_removed (application, window);
  give_back_soon (self);
  if (self->interaction && !gtk_application_get_windows (application) && g_list_model_get_n_items (G_LIST_MODEL (self->interaction)) > 0)
    gate_background_request (G_APPLICATION (self), _("A question is waiting for your answer."));
}

static void
gate_application_class_init (GateApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gate_application_finalize;
  GTK_APPLICATION_CLASS (klass)->window_removed = gate_application_window_removed;
  application_class->startup = gate_application_startup;
  application_class->activate = gate_application_activate;
  application_class->shutdown = gate_application_shutdown;
  application_class->open = gate_application_open;
  application_class->handle_local_options = gate_application_handle_local_options;
  application_class->dbus_register = gate_application_dbus_register;
  application_class->dbus_unregister = gate_application_dbus_unregister;
}

static void
gate_application_init (GateApplication *self)
{
#ifdef __GLIBC__
  /* The workers are idle most of the time: they need no heaps of their own. */
  mallopt (M_ARENA_MAX, 2);
#endif
  self->arrivals = gate_arrivals_new (GTK_APPLICATION (self));
}

/**
 * gate_application_new:
 *
 * Returns: (transfer full): the application
 */
GateApplication *
gate_application_new (void)
{
  return g_object_new (GATE_TYPE_APPLICATION,
                       "application-id", GATE_APPLICATION_ID,
                       "resource-base-path", GATE_RESOURCE_PATH,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

/**
 * gate_application_main:
 * @argc: how many arguments there are
 * @argv: the arguments
 *
 * Runs the application.
 *
 * Returns: the status to end with
 */
int
gate_application_main (int    argc,
                       char **argv)
{
  const struct rlimit no_core = { 0, 0 };
  const char *uninstalled = g_getenv ("GATE_LOCALEDIR"); /* the build directory's, in tests */
  g_autoptr(GateApplication) application = NULL;

  /* What is in memory of a sign-in must not end in a core dump. */
  setrlimit (RLIMIT_CORE, &no_core);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, uninstalled ? uninstalled : GATE_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = gate_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
