// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-services-dialog.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-entry-adding.h"
#include "gate-service-chooser.h"
#include "gate-service-needs.h"
#include "gate-service-round.h"
#include "gate-service-state-row.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateServicesDialog {
  AdwWindow             parent_instance;

  GateHub              *hub;
  GateHubProject       *project;
  GListStore           *services;  /* (element-type GateService): the chosen ones, once they are gone through */
  GateServiceRound     *round;     /* (owned) (nullable): once they are connected */
  AdwWindowTitle       *title;
  GtkButton            *back;
  GtkButton            *next;
  GtkStack             *stack;
  GateServiceChooser   *chooser;
  GtkLabel             *where;
  GtkBox               *needs;
  GtkLabel             *status;
  GtkProgressBar       *progress;
  GtkWidget            *skip;
  GtkListBox           *list;
};

G_DEFINE_FINAL_TYPE (GateServicesDialog, gate_services_dialog, ADW_TYPE_WINDOW)

static gboolean
is_at (GateServicesDialog *self,
       const char         *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0;
}

static guint
count_state (GateServicesDialog *self,
             GateServiceState    state)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr(GateService) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);

      n += gate_service_get_state (service) == state;
    }
  return n;
}

static void
name_button (GtkButton  *button,
             const char *label)
{
  g_auto(GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *name = g_strjoinv ("", parts);

  gtk_button_set_label (button, label);
  gate_access_set_name (GTK_WIDGET (button), name);
}

static void
update (GateServicesDialog *self)
{
  gboolean running = self->round && gate_service_round_get_running (self->round);
  guint n_chosen = g_list_model_get_n_items (gate_service_chooser_get_chosen (self->chooser));

  if (is_at (self, "choose"))
    {
      name_button (self->back, _("_Not Now"));
      name_button (self->next, _("C_ontinue"));
    }
  else if (is_at (self, "review"))
    {
      name_button (self->back, _("_Back"));
      name_button (self->next, count_state (self, GATE_SERVICE_WAITING) > 0 ? _("C_onnect") : _("_Done"));
    }
  else
    {
      name_button (self->back, _("_Stop"));
      name_button (self->next, _("_Done"));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->back), !is_at (self, "connect") || running);
  gtk_widget_set_visible (GTK_WIDGET (self->next), !running);
  gtk_widget_set_visible (self->skip, running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "services.next", !running && n_chosen > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "services.skip", running);
}

static void
show_progress (GateServicesDialog *self)
{
  guint position = gate_service_round_get_position (self->round), total = gate_service_round_count (self->round);
  /* Translators: which one of how many. */
  g_autofree char *text = g_strdup_printf (_("Connecting %u of %u"), position, total);

  gtk_label_set_label (self->status, text);
  gtk_progress_bar_set_fraction (self->progress, total > 0 ? (position - 1) / (double) total : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Where the wait ends the focus tells of it: the button that goes on is described by what came of all. */
static void
show_summary (GateServicesDialog *self)
{
  guint n_connected = count_state (self, GATE_SERVICE_CONNECTED), total = gate_service_round_count (self->round);
  guint n_closed = count_state (self, GATE_SERVICE_CLOSED);
  g_autofree char *name = gate_text_make_visible (gate_hub_project_get_label (self->project), GATE_TEXT_LINE);
  /* Translators: how many of how many services, and the name of a project. */
  g_autofree char *text = g_strdup_printf (ngettext ("%u of %u connected and on in “%s”; in no other project.",
                                                     "%u of %u connected and on in “%s”; in no other project.", n_connected),
                                           n_connected, total + n_closed, name);

  gtk_label_set_label (self->status, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->next), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->next));
}

static void
round_changed (GateServicesDialog *self)
{
  gboolean running = gate_service_round_get_running (self->round);

  update (self);
  adw_window_title_set_title (self->title, running ? _("Connecting") : _("Results"));
  gtk_window_set_title (GTK_WINDOW (self), running ? _("Connecting") : _("Results"));
  if (running)
    show_progress (self);
  else
    show_summary (self);
}

static void
show_page (GateServicesDialog *self,
           const char         *page,
           const char         *title,
           const char         *header) /* (nullable): the title in few words */
{
  gtk_stack_set_visible_child_name (self->stack, page);
  adw_window_title_set_title (self->title, header ? header : title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  update (self);
}

static void
choose (GateServicesDialog *self)
{
  /* The question is on the page, where it has room in a narrow window. */
  show_page (self, "choose", _("Which Services Do You Use?"), _("Services"));
  gtk_widget_grab_focus (GTK_WIDGET (self->chooser));
}

static void
take_chosen (GateServicesDialog *self)
{
  GListModel *chosen = gate_service_chooser_get_chosen (self->chooser);
  GtkWidget *child;

  g_list_store_remove_all (self->services);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->needs))))
    gtk_box_remove (self->needs, child);
  for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (chosen, i);
      g_autoptr(GateService) service = gate_service_new (entry);
      g_autoptr(GateHubConnector) there = gate_entry_adding_find (self->hub, entry);

      if (there)
        gate_service_set_state (service, GATE_SERVICE_WAITING, NULL);
      g_list_store_append (self->services, service);
      gtk_box_append (self->needs, gate_service_needs_new (service, there != NULL));
    }
}

static void
review (GateServicesDialog *self)
{
  g_autofree char *name = gate_text_make_visible (gate_hub_project_get_label (self->project), GATE_TEXT_LINE);
  /* Translators: the name of a project. */
  g_autofree char *where = g_strdup_printf (_("You sign in to one after the other. They are turned on in the project “%s”, and in no other."),
                                            name);

  take_chosen (self);
  gtk_label_set_label (self->where, where);
  show_page (self, "review", _("What They Need"), NULL);
  gtk_widget_child_focus (GTK_WIDGET (self->needs), GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return gate_service_state_row_new (item);
}

static void
connect_all (GateServicesDialog *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->needs)); child; child = gtk_widget_get_next_sibling (child))
    if (!gate_service_needs_accept (GATE_SERVICE_NEEDS (child)))
      return;
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->services), create_row, NULL, NULL);
  self->round = gate_service_round_new (self->hub, self->project, G_LIST_MODEL (self->services));
  g_signal_connect_object (self->round, "notify", G_CALLBACK (round_changed), self, G_CONNECT_SWAPPED);
  show_page (self, "connect", _("Connecting"), NULL);
  gtk_widget_grab_focus (self->skip);
  gate_service_round_run (self->round);
}

static void
next_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GateServicesDialog *self = GATE_SERVICES_DIALOG (widget);

  if (is_at (self, "choose"))
    review (self);
  else if (is_at (self, "review") && count_state (self, GATE_SERVICE_WAITING) > 0)
    connect_all (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
back_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GateServicesDialog *self = GATE_SERVICES_DIALOG (widget);

  if (is_at (self, "review"))
    choose (self);
  else if (is_at (self, "connect") && gate_service_round_get_running (self->round))
    gate_service_round_stop (self->round);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
skip_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GateServicesDialog *self = GATE_SERVICES_DIALOG (widget);

  if (self->round)
    gate_service_round_skip (self->round);
}

static GateService *
find_service (GateServicesDialog *self,
              GVariant           *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr(GateService) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);

      if (strcmp (gate_directory_entry_get_id (gate_service_get_entry (service)), g_variant_get_string (id, NULL)) == 0)
        return service; /* the list keeps it */
    }
  return NULL;
}

static void
retry_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  GateServicesDialog *self = GATE_SERVICES_DIALOG (widget);
  GateService *service = find_service (self, parameter);

  if (!service || !self->round)
    return;
  gate_service_round_retry (self->round, service);
  gtk_widget_grab_focus (self->skip);
}

static void
ask_action (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  GateServicesDialog *self = GATE_SERVICES_DIALOG (widget);
  GateService *service = find_service (self, parameter);
  g_autofree char *text = service ? gate_entry_adding_dup_request (gate_service_get_entry (service)) : NULL;

  if (!text)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_label_set_label (self->status, _("Copied. Send it to your administrator."));
}

/* Escape goes back to where nothing is lost; what runs is stopped. */
static gboolean
on_escape (GtkWidget *widget,
           GVariant  *parameter,
           gpointer   user_data)
{
  gtk_widget_activate_action (widget, "services.back", NULL);
  return TRUE;
}

static gboolean
gate_services_dialog_close_request (GtkWindow *window)
{
  GateServicesDialog *self = GATE_SERVICES_DIALOG (window);

  if (self->round)
    gate_service_round_stop (self->round);
  return GTK_WINDOW_CLASS (gate_services_dialog_parent_class)->close_request (window);
}

static void
gate_services_dialog_dispose (GObject *object)
{
  GateServicesDialog *self = GATE_SERVICES_DIALOG (object);

  if (self->list)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  if (self->round)
    gate_service_round_stop (self->round);
  g_clear_object (&self->round);
  g_clear_object (&self->services);
  g_clear_object (&self->project);
  g_clear_object (&self->hub);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_SERVICES_DIALOG);
  G_OBJECT_CLASS (gate_services_dialog_parent_class)->dispose (object);
}

static void
gate_services_dialog_class_init (GateServicesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_services_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gate_services_dialog_close_request;
  g_type_ensure (GATE_TYPE_SERVICE_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-services-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, title);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, back);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, next);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, chooser);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, where);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, needs);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, status);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, skip);
  gtk_widget_class_bind_template_child (widget_class, GateServicesDialog, list);
  gtk_widget_class_install_action (widget_class, "services.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "services.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "services.skip", NULL, skip_action);
  gtk_widget_class_install_action (widget_class, "services.retry", "s", retry_action);
  gtk_widget_class_install_action (widget_class, "services.ask", "s", ask_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
accepted (GateServicesDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "services.next", NULL);
}

static void
gate_services_dialog_init (GateServicesDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->services = g_list_store_new (GATE_TYPE_SERVICE);
  g_signal_connect_object (self->chooser, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chooser, "accepted", G_CALLBACK (accepted), self, G_CONNECT_SWAPPED);
}

/**
 * gate_services_dialog_present:
 * @near: a widget of the window over which it stands
 * @hub: an open hub
 * @project: where the services are turned on
 *
 * Asks which services the person uses, and connects them.
 */
void
gate_services_dialog_present (GtkWidget      *near,
                              GateHub        *hub,
                              GateHubProject *project)
{
  GateServicesDialog *self = g_object_new (GATE_TYPE_SERVICES_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (near);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  gate_service_chooser_set_directory (self->chooser, gate_hub_get_directory (hub));
  choose (self);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (self));
}
