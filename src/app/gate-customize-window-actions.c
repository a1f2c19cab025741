// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-customize-window-private.h"

#include "gate-access.h"
#include "gate-account-work.h"
#include "gate-confirm.h"
#include "gate-error.h"
#include "gate-inspector-window.h"
#include "gate-projects-dialog.h"
#include "gate-text.h"
#include "gate-toast.h"

#include <glib/gi18n.h>

static void
tell_text (GateCustomizeWindow *self,
           const char          *text)
{
  /* The window may have been closed while the work went on. */
  if (self->toasts)
    gate_toast_tell (self->toasts, text);
}

static void
doing_changed (GateCustomizeWindow *self,
               GParamSpec          *pspec,
               GateAccountWork     *work)
{
  if (self->toasts && g_strcmp0 (gate_connector_page_get_id (self->connector), gate_account_work_get_connector (work)) == 0)
    gate_connector_page_set_busy (self->connector, gate_account_work_get_account (work), gate_account_work_get_doing (work));
}

/* account: of a connector, and which of it: the first two strings of what an action was given. */
static GateAccountWork *
begin_work (GateCustomizeWindow *self,
            GVariant            *account)
{
  const char *connector, *id;
  GateAccountWork *work;

  g_variant_get_child (account, 0, "&s", &connector);
  g_variant_get_child (account, 1, "&s", &id);
  work = gate_account_work_new (GTK_WIDGET (self), self->view, connector, id);
  g_signal_connect_object (work, "notify::doing", G_CALLBACK (doing_changed), self, G_CONNECT_SWAPPED);
  return work;
}

static void
refresh_health (GateAccountWork *work)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (gate_account_work_get_asker (work));

  if (self->health && gtk_widget_get_mapped (GTK_WIDGET (self->health)))
    gate_health_page_refresh (self->health);
}

/* What was found wrong may be right now. */
static void
look_again (GateAccountWork *work)
{
  GateHubAccount *account = gate_account_work_find (work);

  gate_project_view_refresh (gate_account_work_get_view (work), account && gate_hub_account_can_be_asked (account) ? account : NULL);
  refresh_health (work);
}

/* Of what ends whatever came of it: turning on in projects, disconnecting. */
static void
did_work (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  gate_account_work_finish (GATE_ACCOUNT_WORK (source), result);
  look_again (GATE_ACCOUNT_WORK (source));
}

/* projects: (transfer full) (nullable): where it is to be on. */
static void
did_connect (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GateAccountWork *work = GATE_ACCOUNT_WORK (source);
  g_autoptr(GPtrArray) projects = user_data;

  if (!gate_account_work_finish (work, result))
    return;
  if (projects)
    gate_account_work_turn_on_async (work, projects, did_work, NULL);
  else
    look_again (work);
}

static void
got_projects (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GateAccountWork) work = user_data;
  g_autoptr(GPtrArray) projects = gate_projects_dialog_choose_finish (result, NULL);

  if (projects)
    gate_account_work_connect_async (work, NULL, FALSE, did_connect, g_steal_pointer (&projects));
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
  g_autoptr(GateAccountWork) work = NULL;

  g_variant_get (parameter, "(&s&s)", &connector, &account);
  if (!hub || !self->view)
    return;
  item = gate_hub_find_connector (hub, connector, NULL);
  work = begin_work (self, parameter);
  if (is_on_anywhere (hub, connector, account))
    gate_account_work_connect_async (work, NULL, FALSE, did_connect, NULL);
  else
    gate_projects_dialog_choose_async (widget, hub, item ? gate_hub_connector_get_label (item) : _("Sample Workspace"), self->project,
                                       NULL, got_projects, g_steal_pointer (&work));
}

/* Who is signed in signs in anew, to be granted more or less. */
static void
reconnect_account (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  g_autoptr(GateAccountWork) work = self->view ? begin_work (self, parameter) : NULL;

  if (work)
    gate_account_work_connect_async (work, NULL, TRUE, did_connect, NULL);
}

static void
did_unlock (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  if (gate_account_work_finish (GATE_ACCOUNT_WORK (source), result))
    look_again (GATE_ACCOUNT_WORK (source));
}

static void
unlock_keyring (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  g_autoptr(GateAccountWork) work = self->view ? begin_work (self, parameter) : NULL;

  if (work)
    gate_account_work_unlock_async (work, did_unlock, NULL);
}

static void
got_consent (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GateAccountWork) work = user_data;

  if (gate_confirm_finish (result, NULL))
    gate_account_work_disconnect_async (work, did_work, NULL);
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
                      _("The service is asked to revoke the access, and the sign-in is forgotten here. The connector stays in your list."),
                      _("_Disconnect"), TRUE, NULL, got_consent, begin_work (self, parameter));
}

static void
did_set_active (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  gate_account_work_finish (GATE_ACCOUNT_WORK (source), result);
  refresh_health (GATE_ACCOUNT_WORK (source));
}

static void
set_active (GateCustomizeWindow *self,
            GVariant            *account,
            gboolean             active)
{
  g_autoptr(GateAccountWork) work = self->view ? begin_work (self, account) : NULL;

  if (work)
    gate_account_work_set_active_async (work, self->project, active, did_set_active, NULL);
}

static void
set_active_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  gboolean active;

  g_variant_get_child (parameter, 2, "b", &active);
  set_active (GATE_CUSTOMIZE_WINDOW (widget), parameter, active);
}

static void
activate_account (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  set_active (GATE_CUSTOMIZE_WINDOW (widget), parameter, TRUE);
}

static void
did_secure (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateAccountWork) work = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) moved = gate_hub_secure_connector_finish (GATE_HUB (source), result, &error);

  if (!moved)
    gate_confirm_tell_error (gate_account_work_get_asker (work), _("The Secrets Could Not Be Moved"), error);
  else
    gate_account_work_tell (work, _("Moved to the keyring"));
  look_again (work);
}

static void
secure_connector (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  const char *connector = g_variant_get_string (parameter, NULL);
  g_autoptr(GVariant) account = g_variant_ref_sink (g_variant_new ("(ss)", connector, ""));

  if (self->view)
    gate_hub_secure_connector_async (gate_project_view_get_hub (self->view), connector, NULL, did_secure, begin_work (self, account));
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
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);

  if (gtk_widget_get_mapped (GTK_WIDGET (self->connector)))
    gate_connector_page_search (self->connector);
  else
    gate_customize_window_show_page (self, "connectors");
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
    { "win.palette", NULL, palette },
    { "win.try", "(ssis)", try },
    { "customize.connect", "(ss)", connect_account },
    { "customize.reconnect", "(ss)", reconnect_account },
    { "customize.unlock", "(ss)", unlock_keyring },
    { "customize.disconnect", "(ss)", disconnect_account },
    { "customize.activate", "(ss)", activate_account },
    { "customize.set-active", "(ssb)", set_active_action },
    { "customize.secure", "s", secure_connector },
    { "customize.show-entry", "s", show_entry },
  };
  static const char *const pages[] = { "plugins", "connectors", "add", "health" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type, actions[i].activate);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.page", "s", pages[i]);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
}
