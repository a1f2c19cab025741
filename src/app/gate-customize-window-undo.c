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

  gate_hub_set_hidden (change->hub, change->id, change->account, FALSE);
}

static void
make_removal_final (gpointer user_data)
{
  Change *change = user_data;

  gate_hub_remove_hidden_async (change->hub, change->id, change->account, NULL, did_remove, NULL);
}

/* Nothing is lost before it cannot be taken back any more: until then it is only out of sight, and stays signed in. */
static void
remove_for_now (GateCustomizeWindow *self,
                GateHub             *hub,
                const char          *connector,
                const char          *account,
                const char          *name)
{
  GateUndo *undo = gate_session_get_undo (self->session);
  g_autofree char *label = gate_text_make_visible (name, GATE_TEXT_LINE);
  /* Translators: the name of a connector. */
  g_autofree char *title = g_strdup_printf (_("“%s” removed"), label);
  Change *change = change_new (hub, connector, account, NULL);

  /* What was done before is final now, so that it does not come back in the middle of this. */
  gate_undo_commit (undo);
  gate_hub_set_hidden (hub, change->id, change->account, TRUE);
  gate_undo_offer (undo, title, take_removal_back, make_removal_final, change, change_free);
}

static void
remove_connector (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  GateHub *hub = gate_session_get_hub (self->session);
  GateHubConnector *connector = hub ? gate_hub_find_connector (hub, g_variant_get_string (parameter, NULL), NULL) : NULL;

  if (connector)
    remove_for_now (self, hub, gate_hub_connector_get_id (connector), NULL, gate_hub_connector_get_label (connector));
}

static void
remove_account (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateCustomizeWindow *self = GATE_CUSTOMIZE_WINDOW (widget);
  const char *connector, *account;
  GateHubAccount *item;

  g_variant_get (parameter, "(&s&s)", &connector, &account);
  item = self->view ? gate_project_view_find (self->view, connector, account) : NULL;
  if (item && *account)
    remove_for_now (self, gate_project_view_get_hub (self->view), connector, account, gate_hub_account_get_label (item));
}

static void
did_choose (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateCustomizeWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (gate_hub_set_tool_choice_finish (GATE_HUB (source), result, &error))
    return;
  if (self)
    gate_confirm_tell_error (GTK_WIDGET (self), _("The Choice Could Not Be Kept"), error);
  else
    g_message ("A choice could not be brought back: %s", error->message);
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
  gate_undo_offer (gate_session_get_undo (self->session), title, choose_again, NULL, change_new (hub, tool, NULL, choice), change_free);
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
