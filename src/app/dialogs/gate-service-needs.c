// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-service-needs.h"

#include "gate-access.h"
#include "gate-directory-words.h"
#include "gate-entry-adding.h"
#include "gate-form-view.h"
#include "gate-text.h"

#include <glib/gi18n.h>

struct _GateServiceNeeds {
  AdwPreferencesGroup  parent_instance;

  GateService         *service;
  GateFormView        *form;       /* (nullable) */
  GtkWidget           *agreed;     /* (nullable): a check mark */
  GtkWidget           *read_only;  /* (nullable): a switch */
};

G_DEFINE_FINAL_TYPE (GateServiceNeeds, gate_service_needs, ADW_TYPE_PREFERENCES_GROUP)

static void
gate_service_needs_dispose (GObject *object)
{
  g_clear_object (&GATE_SERVICE_NEEDS (object)->service);
  G_OBJECT_CLASS (gate_service_needs_parent_class)->dispose (object);
}

static void
gate_service_needs_class_init (GateServiceNeedsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_service_needs_dispose;
}

static void
gate_service_needs_init (GateServiceNeeds *self)
{
}

static GtkWidget *
add_row (GateServiceNeeds *self,
         const char       *title,
         const char       *text,
         const char       *icon)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *shown = gate_text_make_visible (text, GATE_TEXT_BLOCK);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), icon);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static const char *
icon_of (GateDirectoryEffort effort)
{
  static const char *const icons[] = {
    [GATE_DIRECTORY_AT_ONCE] = "emblem-ok-symbolic",
    [GATE_DIRECTORY_CLIENT_NEEDED] = "system-users-symbolic",
    [GATE_DIRECTORY_ADDRESS_NEEDED] = "document-edit-symbolic",
    [GATE_DIRECTORY_VENDOR_ONLY] = "action-unavailable-symbolic",
    [GATE_DIRECTORY_UNVERIFIED] = "dialog-question-symbolic",
  };

  return (guint) effort < G_N_ELEMENTS (icons) ? icons[effort] : NULL;
}

static void
add_facts (GateServiceNeeds   *self,
           GateDirectoryEntry *entry,
           gboolean            there)
{
  const char *note = gate_directory_entry_get_note (entry);
  GateDirectoryEffort effort = gate_directory_entry_get_effort (entry);

  if (there)
    {
      add_row (self, _("Already in Your List"), _("It is turned on here; you sign in where you are not."), "emblem-ok-symbolic");
      return;
    }
  add_row (self, _("Signing In"), gate_directory_words_takes (effort), icon_of (effort));
  if (note)
    add_row (self, _("Good to Know"), note, "dialog-information-symbolic");
  add_row (self, _("Account"), gate_directory_words_account (gate_directory_entry_get_account (entry)),
           "avatar-default-symbolic");
}

static void
add_form (GateServiceNeeds   *self,
          GateDirectoryEntry *entry)
{
  g_autoptr(GateForm) form = gate_directory_entry_dup_form (entry);

  if (gate_form_get_n_fields (form) == 0)
    return;
  self->form = GATE_FORM_VIEW (gate_form_view_new (form));
  gtk_widget_set_margin_top (GTK_WIDGET (self->form), 6);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->form));
}

static void
add_read_only (GateServiceNeeds *self)
{
  GtkWidget *row = add_row (self, _("Read Only at First"), _("Asks only for reading where the service lets one, and blocks tools that write."),
                            "changes-prevent-symbolic");

  self->read_only = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (self->read_only), TRUE);
  gtk_widget_set_valign (self->read_only, GTK_ALIGN_CENTER);
  gate_access_set_name (GTK_WIDGET (self->read_only), _("Read Only at First"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->read_only);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->read_only);
}

static void
add_caution (GateServiceNeeds   *self,
             GateDirectoryEntry *entry)
{
  GtkWidget *row;

  if (!gate_directory_entry_get_caution (entry))
    return;
  add_row (self, _("Before You Connect It"), gate_directory_entry_get_caution (entry), "dialog-warning-symbolic");
  if (!gate_entry_adding_needs_caution (entry))
    return;
  self->agreed = gtk_check_button_new ();
  gtk_widget_set_valign (self->agreed, GTK_ALIGN_CENTER);
  gate_access_set_name (GTK_WIDGET (self->agreed), _("I Understand"));
  /* A row of its own: beside the caution it would leave that no room in a narrow window. */
  row = add_row (self, _("I _Understand"), "", NULL);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), self->agreed);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->agreed);
}

/**
 * gate_service_needs_new:
 * @service: a chosen service
 * @there: whether it is in the list already
 *
 * Returns: what connecting it takes
 */
GtkWidget *
gate_service_needs_new (GateService *service,
                        gboolean     there)
{
  GateServiceNeeds *self = g_object_new (GATE_TYPE_SERVICE_NEEDS, NULL);
  GateDirectoryEntry *entry = gate_service_get_entry (service);
  g_autofree char *name = gate_text_make_visible (gate_directory_entry_get_name (entry), GATE_TEXT_LINE);
  g_autofree char *title = g_markup_escape_text (name, -1);

  self->service = g_object_ref (service);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  add_facts (self, entry, there);
  if (there || !gate_directory_entry_can_add (entry))
    return GTK_WIDGET (self);
  add_caution (self, entry);
  if (gate_directory_entry_get_writes (entry))
    add_read_only (self);
  add_form (self, entry);
  return GTK_WIDGET (self);
}

/**
 * gate_service_needs_accept:
 * @self: what connecting a service takes
 *
 * Gives the service what was filled in, and remembers that the person agreed to its caution.
 *
 * Returns: %TRUE when nothing is missing; else it is said, and has the focus
 */
gboolean
gate_service_needs_accept (GateServiceNeeds *self)
{
  g_autoptr(JsonObject) values = NULL;

  g_return_val_if_fail (GATE_IS_SERVICE_NEEDS (self), FALSE);
  if (self->agreed && !gtk_check_button_get_active (GTK_CHECK_BUTTON (self->agreed)))
    {
      gtk_widget_add_css_class (self->agreed, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->agreed), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_widget_grab_focus (self->agreed);
      return FALSE;
    }
  if (self->form && !gate_form_view_show_faults (self->form))
    return FALSE;
  values = self->form ? gate_form_view_get_values (self->form, NULL) : NULL;
  gate_service_set_values (self->service, values);
  if (self->read_only)
    gate_service_set_read_only (self->service, gtk_switch_get_active (GTK_SWITCH (self->read_only)));
  if (self->agreed)
    gate_entry_adding_remember (gate_service_get_entry (self->service));
  return TRUE;
}
