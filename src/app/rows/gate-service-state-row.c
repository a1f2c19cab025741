// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-service-state-row.h"

#include "gate-access.h"
#include "gate-text.h"

#include <glib/gi18n.h>

struct _GateServiceStateRow {
  AdwActionRow  parent_instance;

  GateService  *service;
  GtkWidget    *icon;
  GtkWidget    *spinner;
  GtkWidget    *retry;
  GtkWidget    *ask;
};

G_DEFINE_FINAL_TYPE (GateServiceStateRow, gate_service_state_row, ADW_TYPE_ACTION_ROW)

static const struct {
  const char *words;
  const char *icon;
  const char *css_class;
} states[] = {
  [GATE_SERVICE_WAITING] = { N_("Waiting"), "content-loading-symbolic", "dim-label" },
  [GATE_SERVICE_CONNECTING] = { N_("Connecting…"), "content-loading-symbolic", "dim-label" },
  [GATE_SERVICE_CONNECTED] = { N_("Connected"), "emblem-ok-symbolic", "success" },
  [GATE_SERVICE_FAILED] = { N_("Not connected"), "dialog-error-symbolic", "error" },
  [GATE_SERVICE_SKIPPED] = { N_("Left out"), "content-loading-symbolic", "dim-label" },
  [GATE_SERVICE_CLOSED] = { N_("Not open to other programs"), "dialog-warning-symbolic", "warning" },
};

static void
gate_service_state_row_dispose (GObject *object)
{
  GateServiceStateRow *self = GATE_SERVICE_STATE_ROW (object);

  if (self->service)
    g_signal_handlers_disconnect_by_data (self->service, self);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (gate_service_state_row_parent_class)->dispose (object);
}

static void
gate_service_state_row_class_init (GateServiceStateRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_service_state_row_dispose;
}

static GtkWidget *
add_button (GateServiceStateRow *self,
            const char          *label,
            const char          *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  return button;
}

static void
gate_service_state_row_init (GateServiceStateRow *self)
{
  self->icon = gtk_image_new ();
  self->spinner = gtk_spinner_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->icon);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->spinner);
  self->ask = add_button (self, _("Copy Request"), "services.ask");
  self->retry = add_button (self, _("Try Again"), "services.retry");
  gtk_widget_set_tooltip_text (self->ask, _("Copy a text to send to your administrator"));
}

static void
name_button (GtkWidget  *button,
             const char *name)
{
  g_autofree char *label = g_strdup_printf ("%s: %s", gtk_button_get_label (GTK_BUTTON (button)), name);

  gate_access_set_name (GTK_WIDGET (button), label);
}

static void
update (GateServiceStateRow *self)
{
  GateServiceState state = gate_service_get_state (self->service);
  const char *message = gate_service_get_message (self->service);
  GateDirectoryEntry *entry = gate_service_get_entry (self->service);
  const char *note = state == GATE_SERVICE_CLOSED ? gate_directory_entry_get_note (entry) : NULL;
  g_autofree char *shown = note ? gate_text_make_visible (note, GATE_TEXT_BLOCK) : g_strdup (message);
  const char *words = shown ? shown : _(states[state].words);
  const char *name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *sentence = shown && state != GATE_SERVICE_CONNECTED && state != GATE_SERVICE_CONNECTING
                                ? g_strdup_printf ("%s, %s. %s", name, _(states[state].words), shown)
                                : g_strdup_printf ("%s, %s", name, words);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_widget_remove_css_class (self->icon, states[i].css_class);
  gtk_widget_add_css_class (self->icon, states[state].css_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), states[state].icon);
  gtk_widget_set_visible (self->icon, state != GATE_SERVICE_CONNECTING);
  gtk_widget_set_visible (self->spinner, state == GATE_SERVICE_CONNECTING);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), state == GATE_SERVICE_CONNECTING);
  gtk_widget_set_visible (self->retry, state == GATE_SERVICE_FAILED || state == GATE_SERVICE_SKIPPED);
  gtk_widget_set_visible (self->ask, gate_service_get_needs_admin (self->service));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
  gate_access_set_name (GTK_WIDGET (self), sentence);
}

/**
 * gate_service_state_row_new:
 * @service: a chosen service
 *
 * Returns: a row that follows it
 */
GtkWidget *
gate_service_state_row_new (GateService *service)
{
  GateServiceStateRow *self = g_object_new (GATE_TYPE_SERVICE_STATE_ROW, NULL);
  GateDirectoryEntry *entry = gate_service_get_entry (service);
  g_autofree char *name = gate_text_make_visible (gate_directory_entry_get_name (entry), GATE_TEXT_LINE);

  self->service = g_object_ref (service);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  name_button (self->retry, name);
  name_button (self->ask, name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry), "s", gate_directory_entry_get_id (entry));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->ask), "s", gate_directory_entry_get_id (entry));
  g_signal_connect_swapped (service, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
