// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-page-private.h"

#include "gate-confirm.h"
#include "gate-log-dialog.h"
#include "gate-name-dialog.h"
#include "gate-task.h"

#include <glib/gi18n.h>

/* Work for a connector, whatever the page shows when it ends. */
typedef struct {
  GateConnectorPage *page;
  GateProjectView   *view;
  char              *id;
  char              *account; /* (nullable) */
} Work;

GATE_DEFINE_DATA (Work, work)

static void
work_clear (Work *self)
{
  g_clear_object (&self->page);
  g_clear_object (&self->view);
  g_free (self->id);
  g_free (self->account);
}

static Work *
work_begin (GateConnectorPage *page)
{
  Work *self = work_new ();

  self->page = g_object_ref (page);
  self->view = g_object_ref (page->view);
  self->id = g_strdup (page->id);
  return self;
}

static void
did_set_read_only (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_hub_set_read_only_finish (GATE_HUB (source), result, &error))
    {
      gate_confirm_tell_error (GTK_WIDGET (work->page), _("The Connector Could Not Be Changed"), error);
      return;
    }
  if (g_strcmp0 (work->page->id, work->id) == 0)
    gate_connector_page_refresh (work->page);
}

static void
set_read_only (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (widget);

  if (self->view)
    gate_hub_set_read_only_async (gate_project_view_get_hub (self->view), self->id, g_variant_get_boolean (parameter), NULL,
                                  did_set_read_only, work_begin (self));
}

static void
did_add_account (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *account = gate_hub_add_account_finish (GATE_HUB (source), result, &error);

  if (!account)
    gate_confirm_tell_error (GTK_WIDGET (work->page), _("The Account Could Not Be Added"), error);
  else
    gtk_widget_activate_action (GTK_WIDGET (work->page), "customize.connect", "(ss)", work->id, account);
}

static void
got_label (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Work *work = user_data;
  g_autofree char *label = gate_name_dialog_ask_finish (result, NULL);

  if (label)
    gate_hub_add_account_async (gate_project_view_get_hub (work->view), work->id, label, NULL, did_add_account, work);
  else
    work_free (work);
}

static void
add_account (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (widget);

  if (self->view)
    gate_name_dialog_ask_async (widget, _("Add Account"),
                                _("Each account is turned on separately, and its tools carry its name. Call it “Work”, for example, or “Client A”."), NULL,
                                _("_Add"), NULL, got_label, work_begin (self));
}

static void
did_rename (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_hub_rename_account_finish (GATE_HUB (source), result, &error))
    gate_confirm_tell_error (GTK_WIDGET (work->page), _("The Account Could Not Be Renamed"), error);
}

static void
got_other_label (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Work *work = user_data;
  g_autofree char *label = gate_name_dialog_ask_finish (result, NULL);

  if (label)
    gate_hub_rename_account_async (gate_project_view_get_hub (work->view), work->id, work->account, label, NULL, did_rename, work);
  else
    work_free (work);
}

static void
rename_account (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (widget);
  const char *account = g_variant_get_string (parameter, NULL);
  Work *work;

  if (!self->view)
    return;
  work = work_begin (self);
  work->account = g_strdup (account);
  gate_name_dialog_ask_async (widget, _("Rename Account"), _("What you call the account. The names of its tools stay as they are."),
                              gate_hub_connector_get_account_label (self->connector, account), _("_Rename"), NULL, got_other_label, work);
}

static void
export_connector (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (widget);
  const char *ids[] = { self->id, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) document = NULL;
  g_autofree char *text = NULL;

  if (!self->view)
    return;
  document = gate_hub_export (gate_project_view_get_hub (self->view), ids, &error);
  if (!document)
    {
      gate_confirm_tell_error (widget, _("The Connector Could Not Be Copied"), error);
      return;
    }
  text = json_to_string (document, TRUE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_widget_activate_action (widget, "win.tell", "s", _("Copied as .mcp.json, without its secrets"));
}

static void
show_log (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (widget);
  g_autofree char *log = NULL;

  if (!self->view)
    return;
  log = gate_hub_dup_log (gate_project_view_get_hub (self->view), self->id, NULL);
  if (log && *log)
    gate_log_dialog_present (widget, gate_hub_connector_get_label (self->connector), log);
  else
    gtk_widget_activate_action (widget, "win.tell", "s", log ? _("The server wrote nothing yet")
                                                             : _("The server was not started here yet"));
}

static void
remove_connector (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (widget);

  if (self->id)
    gtk_widget_activate_action (widget, "customize.remove", "s", self->id);
}

static void
secure (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateConnectorPage *self = GATE_CONNECTOR_PAGE (widget);

  if (self->id)
    gtk_widget_activate_action (widget, "customize.secure", "s", self->id);
}

void
gate_connector_page_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char                  *name;
    const char                  *type;
    GtkWidgetActionActivateFunc  activate;
  } actions[] = {
    { "connector.set-read-only", "b", set_read_only },
    { "connector.add-account", NULL, add_account },
    { "connector.rename-account", "s", rename_account },
    { "connector.export", NULL, export_connector },
    { "connector.show-log", NULL, show_log },
    { "connector.remove", NULL, remove_connector },
    { "connector.secure", NULL, secure },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type, actions[i].activate);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_CONTROL_MASK, "connector.remove", NULL);
}
