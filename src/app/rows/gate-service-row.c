// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-service-row.h"

#include "gate-access-words.h"
#include "gate-access.h"
#include "gate-directory-words.h"
#include "gate-text.h"

#include <glib/gi18n.h>

struct _GateServiceRow {
  AdwActionRow        parent_instance;

  GateDirectoryEntry *entry;  /* (owned) (nullable) */
  GtkWidget          *check;
  gboolean            showing;
};

static guint toggled_signal;

G_DEFINE_FINAL_TYPE (GateServiceRow, gate_service_row, ADW_TYPE_ACTION_ROW)

static void
gate_service_row_dispose (GObject *object)
{
  g_clear_object (&GATE_SERVICE_ROW (object)->entry);
  G_OBJECT_CLASS (gate_service_row_parent_class)->dispose (object);
}

static void
gate_service_row_class_init (GateServiceRowClass *klass)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_ISO_Enter, GDK_KEY_KP_Enter, GDK_KEY_space };

  G_OBJECT_CLASS (klass)->dispose = gate_service_row_dispose;
  /* The search entry, which takes every key that nobody wants, would take these before the window does. */
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_signal (GTK_WIDGET_CLASS (klass), keys[i], 0, "activate", NULL);

  /**
   * GateServiceRow::toggled:
   *
   * The person chose it, or no longer does.
   */
  toggled_signal = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* A row of GTK 4.8 tells no state of its own, so that its name tells it. */
static void
name_row (GateServiceRow *self)
{
  gboolean chosen = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));
  const char *name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  const char *facts = adw_action_row_get_subtitle (ADW_ACTION_ROW (self));
  g_autofree char *sentence = g_strdup_printf ("%s, %s, %s", name, chosen ? _("chosen") : _("not chosen"), facts);

  gate_access_set_name (GTK_WIDGET (self), sentence);
  gate_access_set_name (GTK_WIDGET (self->check), name);
}

static void
on_toggled (GateServiceRow *self)
{
  if (!self->entry || self->showing)
    return;
  name_row (self);
  g_signal_emit (self, toggled_signal, 0);
}

static void
gate_service_row_init (GateServiceRow *self)
{
  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  /* One stop for the Tab key; the row is where the keys are. */
  gtk_widget_set_can_focus (self->check, FALSE);
  gtk_widget_set_focusable (self->check, FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->check);
  g_signal_connect_object (self->check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
}

/**
 * gate_service_row_new:
 *
 * Returns: a row without an entry
 */
GtkWidget *
gate_service_row_new (void)
{
  return g_object_new (GATE_TYPE_SERVICE_ROW, NULL);
}

/**
 * gate_service_row_set_entry:
 * @self: a row
 * @entry: what it is to show
 * @chosen: whether it has its check mark
 */
void
gate_service_row_set_entry (GateServiceRow     *self,
                            GateDirectoryEntry *entry,
                            gboolean            chosen)
{
  g_return_if_fail (GATE_IS_SERVICE_ROW (self) && GATE_IS_DIRECTORY_ENTRY (entry));
  g_autofree char *name = gate_text_make_visible (gate_directory_entry_get_name (entry), GATE_TEXT_LINE);
  const char *category = gate_directory_words_category (gate_directory_entry_get_category_title (entry));
  const char *effort = gate_directory_words_effort (gate_directory_entry_get_effort (entry));
  const char *sensitive = gate_directory_entry_get_caution (entry) ? _("sensitive") : NULL;
  g_autofree char *needs = g_strjoin (" · ", effort ? effort : sensitive, effort ? sensitive : NULL, NULL);
  g_autofree char *need = effort || sensitive ? gate_access_words_capitalize (needs) : NULL;
  g_autofree char *facts = g_strjoin (" · ", need ? need : category, need ? category : NULL, NULL);

  g_set_object (&self->entry, entry);
  self->showing = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), facts);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), chosen);
  self->showing = FALSE;
  name_row (self);
}

/**
 * gate_service_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
GateDirectoryEntry *
gate_service_row_get_entry (GateServiceRow *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE_ROW (self), NULL);
  return self->entry;
}

/**
 * gate_service_row_toggle:
 * @self: a row
 *
 * Turns its check mark, as the person would; the focus stays where it is.
 */
void
gate_service_row_toggle (GateServiceRow *self)
{
  g_return_if_fail (GATE_IS_SERVICE_ROW (self));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), !gate_service_row_get_chosen (self));
}

/**
 * gate_service_row_get_chosen:
 * @self: a row
 *
 * Returns: whether it has its check mark
 */
gboolean
gate_service_row_get_chosen (GateServiceRow *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE_ROW (self), FALSE);
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));
}
