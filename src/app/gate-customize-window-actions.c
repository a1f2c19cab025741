// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-customize-window-private.h"

#include "gate-access.h"
#include "gate-confirm.h"
#include "gate-connect-job.h"
#include "gate-disconnect-job.h"
#include "gate-error.h"
#include "gate-inspector-window.h"
#include "gate-projects-dialog.h"
#include "gate-task.h"
#include "gate-text.h"
#include "gate-toast.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Work for one account, from the question to the end. */
typedef struct {
  GateCustomizeWindow *window;
  GateProjectView     *view;
  char                *connector;
  char                *account;
  GPtrArray           *projects;  /* (nullable): where it is to be on */
  guint                n_on;      /* in how many of them it is */
} Work;

GATE_DEFINE_DATA (Work, work)

static void
work_clear (Work *self)
{
  g_clear_object (&self->window);
  g_clear_object (&self->view);
  g_free (self->connector);
  g_free (self->account);
  g_clear_pointer (&self->projects, g_ptr_array_unref);
}

static Work *
work_begin (GateCustomizeWindow *window,
            const char          *connector,
            const char          *account)
{
  Work *self = work_new ();

  self->window = g_object_ref (window);
  self->view = g_object_ref (window->view);
  self->connector = g_strdup (connector);
  self->account = g_strdup (account);
  return self;
}

static void
set_busy (Work       *work,
          const char *doing)
{
  if (g_strcmp0 (gate_connector_page_get_id (work->window->connector), work->connector) == 0)
    gate_connector_page_set_busy (work->window->connector, work->account, doing);
}

static void
tell_text (GateCustomizeWindow *self,
           const char          *text)
{
  /* The window may have been closed while the work went on. */
  if (self->toasts)
    gate_toast_tell (self->toasts, text);
}

/* What was found wrong may be right now. */
static void
look_again (Work *work)
{
  GateHubAccount *account = gate_project_view_find (work->view, work->connector, work->account);

  gate_project_view_refresh (work->view, account && gate_hub_account_can_be_asked (account) ? account : NULL);
  if (work->window->health && gtk_widget_get_mapped (GTK_WIDGET (work->window->health)))
    gate_health_page_refresh (work->window->health);
}

static void turn_on_next (Work *work);

static void
did_turn_on (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Work *work = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_hub_set_active_finish (GATE_HUB (source), result, &error))
    gate_confirm_tell_error (GTK_WIDGET (work->window), _("The Connector Could Not Be Turned On or Off"), error);
  turn_on_next (work);
}

static void
turn_on_next (Work *work)
{
  g_autoptr(Work) done = NULL;

  if (work->projects && work->n_on < work->projects->len)
    {
      gate_hub_set_active_async (gate_project_view_get_hub (work->view), work->projects->pdata[work->n_on++], work->connector,
                                 work->account, TRUE, NULL, did_turn_on, work);
      return;
    }
  done = work;
  look_again (work);
}

static void
did_connect (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  GateConnectJob *job = GATE_CONNECT_JOB (source);
  g_autoptr(GError) error = NULL;

  set_busy (work, NULL);
  if (!gate_job_run_finish (GATE_JOB (job), result, &error))
    {
      gate_confirm_tell_error (GTK_WIDGET (work->window), _("The Connector Could Not Be Connected"), error);
      return;
    }
  tell_text (work->window, gate_words_connected (job));
  turn_on_next (g_steal_pointer (&work));
}

static void
sign_in (Work *work)
{
  g_autoptr(GateJob) job = gate_connect_job_new (gate_project_view_get_hub (work->view), work->connector,
                                                 *work->account ? work->account : NULL, NULL, FALSE);

  set_busy (work, _("Connecting…"));
  gate_job_run_async (job, NULL, did_connect, work);
}

static void
got_projects (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Work) work = user_data;

  work->projects = gate_projects_dialog_choose_finish (result, NULL);
  if (work->projects)
    sign_in (g_steal_pointer (&work));
}

static gboolean
is_on_anywhere (GateHub    *hub,
                const char *connector,
                const char *account)
{
  GListModel *projects = gate_hub_get_projects (hub);

  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(GateHubProject) project = g_list_model_get_item (projects, i);

      if (gate_hub_project_is_active (project, connector, account))
        return TRUE;
    }
  return FALSE;
}

/* Who connects for the first time says for which projects; who signs in again has said so. */
static void
connect_account (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);
  const char *connector, *account;
  GateHubConnector *item;

  g_variant_get (parameter, "(&s&s)", &connector, &account);
  if (!hub || !self->view)
    return;
  item = gate_hub_find_connector (hub, connector, NULL);
  if (is_on_anywhere (hub, connector, account))
    sign_in (work_begin (self, connector, account));
  else
    gate_projects_dialog_choose_async (widget, hub, item ? gate_hub_connector_get_label (item) : _("Sample Workspace"), self->project,
                                       NULL, got_projects, work_begin (self, connector, account));
}

static void
did_unlock (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  g_autoptr(GError) error = NULL;

  set_busy (work, NULL);
  if (gate_hub_unlock_keyring_finish (GATE_HUB (source), result, &error))
    look_again (work);
  else if (gate_error_matches (error, GATE_ERROR_KEYRING_DISMISSED))
    tell_text (work->window, _("The keyring is still locked"));
  else
    gate_confirm_tell_error (GTK_WIDGET (work->window), _("The Keyring Could Not Be Unlocked"), error);
}

static void
unlock_keyring (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  const char *connector, *account;
  Work *work;

  if (!self->view)
    return;
  g_variant_get (parameter, "(&s&s)", &connector, &account);
  work = work_begin (self, connector, account);
  set_busy (work, _("Waiting for the keyring to be unlocked…"));
  gate_hub_unlock_keyring_async (gate_project_view_get_hub (self->view), NULL, did_unlock, work);
}

static void
did_disconnect (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  GateDisconnectJob *job = GATE_DISCONNECT_JOB (source);
  g_autoptr(GError) error = NULL;

  set_busy (work, NULL);
  if (!gate_job_run_finish (GATE_JOB (job), result, &error))
    gate_confirm_tell_error (GTK_WIDGET (work->window), _("The Account Could Not Be Disconnected"), error);
  else
    tell_text (work->window, gate_disconnect_job_get_revoked (job) ? _("Disconnected; the service took the access back")
                                                                   : _("Disconnected; the sign-in was forgotten here"));
  look_again (work);
}

static void
got_consent (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  g_autoptr(GateJob) job = NULL;

  if (!gate_confirm_finish (result, NULL))
    return;
  job = gate_disconnect_job_new (gate_project_view_get_hub (work->view), work->connector, *work->account ? work->account : NULL);
  set_busy (work, _("Disconnecting…"));
  gate_job_run_async (job, NULL, did_disconnect, g_steal_pointer (&work));
}

static void
disconnect_account (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  const char *connector, *account;
  GateHubAccount *item;
  g_autofree char *label = NULL;
  g_autofree char *heading = NULL;

  g_variant_get (parameter, "(&s&s)", &connector, &account);
  item = self->view ? gate_project_view_find (self->view, connector, account) : NULL;
  if (!item)
    return;
  label = gate_text_make_visible (gate_hub_account_get_label (item), GATE_TEXT_LINE);
  /* Translators: the name of a connector. */
  heading = g_strdup_printf (_("Disconnect “%s”?"), label);
  gate_confirm_async (widget, heading,
                      _("The service is asked to take its access back, and the sign-in is forgotten here. The connector stays in your list."),
                      _("_Disconnect"), TRUE, NULL, got_consent, work_begin (self, connector, account));
}

static void
did_set_active (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  GateHubAccount *account = gate_project_view_find (work->view, work->connector, work->account);
  g_autoptr(GError) error = NULL;

  if (!gate_hub_set_active_finish (GATE_HUB (source), result, &error))
    gate_confirm_tell_error (GTK_WIDGET (work->window), _("The Connector Could Not Be Turned On or Off"), error);
  /* The switch shows what is true, also after a failure. */
  if (account)
    g_signal_emit_by_name (account, "changed");
  if (work->window->health && gtk_widget_get_mapped (GTK_WIDGET (work->window->health)))
    gate_health_page_refresh (work->window->health);
}

static void
set_active (GateCustomizeWindow *self,
            const char          *connector,
            const char          *account,
            gboolean             active)
{
  if (self->view)
    gate_hub_set_active_async (gate_project_view_get_hub (self->view), self->project, connector, account, active, NULL, did_set_active,
                               work_begin (self, connector, account));
}

static void
set_active_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  const char *connector, *account;
  gboolean active;

  g_variant_get (parameter, "(&s&sb)", &connector, &account, &active);
  set_active (GATE_CUSTOMIZE_WINDOW (widget), connector, account, active);
}

static void
activate_account (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  const char *connector, *account;

  g_variant_get (parameter, "(&s&s)", &connector, &account);
  set_active (GATE_CUSTOMIZE_WINDOW (widget), connector, account, TRUE);
}

static void
did_secure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) moved = gate_hub_secure_connector_finish (GATE_HUB (source), result, &error);

  if (!moved)
    gate_confirm_tell_error (GTK_WIDGET (work->window), _("The Secrets Could Not Be Moved"), error);
  else
    tell_text (work->window, _("Moved to the keyring"));
  look_again (work);
}

static void
secure_connector (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  const char *connector = g_variant_get_string (parameter, NULL);

  if (self->view)
    gate_hub_secure_connector_async (gate_project_view_get_hub (self->view), connector, NULL, did_secure,
                                     work_begin (self, connector, ""));
}

static void
did_remove (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) entry = gate_hub_remove_connector_finish (GATE_HUB (source), result, &error);

  /* The window may be gone; the connector is in the list again, where it can be seen. What another process removed is as it should be. */
  if (!entry && !gate_error_matches (error, GATE_ERROR_NOT_INSTALLED) && !gate_error_matches (error, GATE_ERROR_NOT_FOUND))
    g_message ("A connector could not be removed: %s", error->message);
}

/* A removal that can be taken back. The window may be closed before it is made final. */
typedef struct {
  GateHub *hub;
  char    *id;
} Removal;

static void
removal_free (gpointer user_data)
{
  Removal *removal = user_data;

  g_object_unref (removal->hub);
  g_free (removal->id);
  g_free (removal);
}

static void
take_removal_back (gpointer user_data)
{
  Removal *removal = user_data;

  gate_hub_hide_connector (removal->hub, removal->id, FALSE);
}

static void
make_removal_final (gpointer user_data)
{
  Removal *removal = user_data;

  gate_hub_remove_connector_async (removal->hub, removal->id, NULL, did_remove, NULL);
}

/* Nothing is lost before it cannot be taken back any more: until then the connector is only out of sight, and stays signed in. */
static void
remove_connector (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);
  GateHubConnector *connector = hub ? gate_hub_find_connector (hub, g_variant_get_string (parameter, NULL), NULL) : NULL;
  g_autofree char *label = NULL;
  g_autofree char *title = NULL;
  Removal *removal;

  if (!connector)
    return;
  removal = g_new0 (Removal, 1);
  removal->hub = g_object_ref (hub);
  removal->id = g_strdup (gate_hub_connector_get_id (connector));
  label = gate_text_make_visible (gate_hub_connector_get_label (connector), GATE_TEXT_LINE);
  /* Translators: the name of a connector. */
  title = g_strdup_printf (_("“%s” removed"), label);
  gate_undo_commit (gate_session_get_undo (self->session));
  gate_hub_hide_connector (hub, removal->id, TRUE);
  gate_undo_offer (gate_session_get_undo (self->session), title, take_removal_back, make_removal_final, removal, removal_free);
}

static void
got_entry (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GateCustomizeWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateDirectoryEntry) entry = gate_directory_find_finish (GATE_DIRECTORY (source), result, &error);

  /* The window may have been closed meanwhile. */
  if (!self->toasts)
    return;
  if (entry)
    gate_customize_window_show_entry (self, entry);
  else
    gate_confirm_tell_error (GTK_WIDGET (self), _("The Service Is Not in the Directory"), error);
}

static void
show_entry (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);

  if (hub)
    gate_directory_find_async (gate_hub_get_directory (hub), g_variant_get_string (parameter, NULL), NULL, got_entry,
                               g_object_ref (self));
}

static void
show_page (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  gate_customize_window_show_page (GATE_CUSTOMIZE_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
go_back (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  gate_customize_window_go_back (GATE_CUSTOMIZE_WINDOW (widget));
}

static void
refresh (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);

  if (gtk_widget_get_mapped (GTK_WIDGET (self->connector)))
    gate_connector_page_refresh (self->connector);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self->health)))
    gate_health_page_refresh (self->health);
  else
    gate_connectors_page_refresh (self->connectors);
}

static void
try (GtkWidget  *widget,
     const char *action,
     GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);

  if (self->view)
    gate_inspector_window_open (GTK_WINDOW (self), self->view, parameter);
}

static void
search (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  gate_customize_window_show_page (GATE_CUSTOMIZE_WINDOW (widget), "connectors");
}

static void
tell (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  tell_text (GATE_CUSTOMIZE_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* It is over everything, and what it goes to is mostly in the main window. */
static void
palette (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "app.palette", NULL);
}

static void
undo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  gate_undo_undo (gate_session_get_undo (GATE_CUSTOMIZE_WINDOW (widget)->session));
  gate_access_tell (widget, _("Taken back"));
}

void
gate_customize_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char                  *name;
    const char                  *type;
    GtkWidgetActionActivateFunc  activate;
  } actions[] = {
    { "win.page", "s", show_page },
    { "win.back", NULL, go_back },
    { "win.refresh", NULL, refresh },
    { "win.search", NULL, search },
    { "win.tell", "s", tell },
    { "win.undo", NULL, undo },
    { "win.palette", NULL, palette },
    { "win.try", "(ssis)", try },
    { "customize.connect", "(ss)", connect_account },
    { "customize.unlock", "(ss)", unlock_keyring },
    { "customize.disconnect", "(ss)", disconnect_account },
    { "customize.activate", "(ss)", activate_account },
    { "customize.set-active", "(ssb)", set_active_action },
    { "customize.secure", "s", secure_connector },
    { "customize.remove", "s", remove_connector },
    { "customize.show-entry", "s", show_entry },
  };
  static const char *const pages[] = { "plugins", "connectors", "add", "health" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type, actions[i].activate);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.page", "s", pages[i]);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
}

static void
undo_changed (GateCustomizeWindow *self)
{
  const char *title = gate_undo_get_title (gate_session_get_undo (self->session));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", title != NULL);
  gate_toast_offer (self->toasts, title);
}

void
gate_customize_window_follow_undo (GateCustomizeWindow *self)
{
  g_signal_connect_object (gate_session_get_undo (self->session), "notify::title", G_CALLBACK (undo_changed), self, G_CONNECT_SWAPPED);
  undo_changed (self);
}
