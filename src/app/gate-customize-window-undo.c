// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-customize-window-private.h"

#include "gate-access.h"
#include "gate-confirm.h"
#include "gate-text.h"
#include "gate-toast.h"

#include <glib/gi18n.h>

/* What can be taken back: a removal that is made final afterwards, or a choice that was. The window may be closed by then. */
typedef struct {
  GateHub *hub;
  char    *id;      /* a connector, or a tool's full name */
  char    *account; /* (nullable) */
  char    *choice;  /* (nullable): of a tool */
} Change;

static Change *
change_new (GateHub    *hub,
            const char *id,
            const char *account,
            const char *choice)
{
  Change *self = g_new0 (Change, 1);

  self->hub = g_object_ref (hub);
  self->id = g_strdup (id);
  self->account = g_strdup (account);
  self->choice = g_strdup (choice);
  return self;
}

static void
change_free (gpointer user_data)
{
  Change *self = user_data;

  g_object_unref (self->hub);
  g_free (self->id);
  g_free (self->account);
  g_free (self->choice);
  g_free (self);
}

/* What was done before is final now, so that it does not come back in the middle of this. */
static void
offer (GateCustomizeWindow *self,
       const char          *title,
       GateUndoFunc         undo,
       GateUndoFunc         commit,
       Change              *change)
{
  gate_undo_offer (gate_session_get_undo (self->session), title, undo, commit, change, change_free);
}

static void
did_remove (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* The window may be gone; what was removed is in the list again, where it can be seen. */
  if (!gate_hub_remove_hidden_finish (GATE_HUB (source), result, &error))
    g_message ("What was removed could not be forgotten: %s", error->message);
}

static void
take_removal_back (gpointer user_data)
{
  Change *change = user_data;

  if (change->account)
    gate_hub_hide_account (change->hub, change->id, change->account, FALSE);
  else
    gate_hub_hide_connector (change->hub, change->id, FALSE);
}

static void
make_removal_final (gpointer user_data)
{
  Change *change = user_data;

  gate_hub_remove_hidden_async (change->hub, change->id, change->account, NULL, did_remove, NULL);
}

static char *
describe_removal (const char *name)
{
  g_autofree char *label = gate_text_make_visible (name, GATE_TEXT_LINE);

  /* Translators: the name of a connector. */
  return g_strdup_printf (_("“%s” removed"), label);
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
  g_autofree char *title = NULL;
  Change *change;

  if (!connector)
    return;
  title = describe_removal (gate_hub_connector_get_label (connector));
  change = change_new (hub, gate_hub_connector_get_id (connector), NULL, NULL);
  gate_undo_commit (gate_session_get_undo (self->session));
  gate_hub_hide_connector (hub, change->id, TRUE);
  offer (self, title, take_removal_back, make_removal_final, change);
}

static void
remove_account (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);
  const char *connector, *account;
  GateHubAccount *item;
  g_autofree char *title = NULL;
  Change *change;

  g_variant_get (parameter, "(&s&s)", &connector, &account);
  item = self->view ? gate_project_view_find (self->view, connector, account) : NULL;
  if (!hub || !item || !*account)
    return;
  title = describe_removal (gate_hub_account_get_label (item));
  change = change_new (hub, connector, account, NULL);
  gate_undo_commit (gate_session_get_undo (self->session));
  gate_hub_hide_account (hub, change->id, change->account, TRUE);
  offer (self, title, take_removal_back, make_removal_final, change);
}

static void
did_choose (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateCustomizeWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_hub_set_tool_choice_finish (GATE_HUB (source), result, &error) && self)
    gate_confirm_tell_error (GTK_WIDGET (self), _("The Choice Could Not Be Kept"), error);
}

static void
choose_again (gpointer user_data)
{
  Change *change = user_data;

  gate_hub_set_tool_choice_async (change->hub, NULL, change->id, change->choice, NULL, did_choose, NULL);
}

/* A choice that holds in every project. */
static void
forget_choice (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);
  const char *tool, *choice;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  if (!hub)
    return;
  g_variant_get (parameter, "(&s&s)", &tool, &choice);
  name = gate_text_make_visible (tool, GATE_TEXT_LINE);
  /* Translators: the name of a tool. */
  title = g_strdup_printf (_("The choice for “%s” was taken back"), name);
  gate_hub_set_tool_choice_async (hub, NULL, tool, NULL, NULL, did_choose, g_object_ref (self));
  offer (self, title, choose_again, NULL, change_new (hub, tool, NULL, choice));
}

static void
undo (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  gate_undo_undo (gate_session_get_undo (GATE_CUSTOMIZE_WINDOW (widget)->session));
  gate_access_tell (widget, _("Undone"));
}

void
gate_customize_window_install_undo (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "customize.remove", "s", remove_connector);
  gtk_widget_class_install_action (widget_class, "customize.remove-account", "(ss)", remove_account);
  gtk_widget_class_install_action (widget_class, "customize.forget-choice", "(ss)", forget_choice);
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
