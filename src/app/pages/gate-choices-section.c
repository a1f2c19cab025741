// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-choices-section.h"

#include "gate-access-words.h"
#include "gate-access.h"
#include "gate-hub-choices.h"
#include "gate-lock-image.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateChoicesSection {
  AdwPreferencesGroup  parent_instance;

  GateHub             *hub;       /* (owned) (nullable) */
  GateHubConnector    *connector; /* (owned) (nullable) */
  GVariant            *choices;   /* (owned) (nullable): those that are shown */
  GPtrArray           *rows;      /* (element-type GtkWidget) (unowned) */
};

G_DEFINE_FINAL_TYPE (GateChoicesSection, gate_choices_section, ADW_TYPE_PREFERENCES_GROUP)

static void
let_go (GateChoicesSection *self)
{
  if (self->hub)
    g_signal_handlers_disconnect_by_data (self->hub, self);
  g_clear_object (&self->hub);
  g_clear_object (&self->connector);
}

static void
gate_choices_section_dispose (GObject *object)
{
  GateChoicesSection *self = GATE_CHOICES_SECTION (object);

  let_go (self);
  g_clear_pointer (&self->choices, g_variant_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_choices_section_parent_class)->dispose (object);
}

static void
gate_choices_section_class_init (GateChoicesSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_choices_section_dispose;
}

static void
gate_choices_section_init (GateChoicesSection *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("In Every Project"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         _("Chosen for all projects at once. What a project chose for itself goes before it."));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
create_row (const char *tool,
            const char *choice,
            gboolean    locked)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Take Back"));
  g_autofree char *shown = gate_text_make_visible (tool, GATE_TEXT_LINE);
  const char *words = gate_access_words_decision (choice);
  /* Translators: the name of a tool. */
  g_autofree char *name = g_strdup_printf (_("Take Back: %s"), shown);
  g_autofree char *told = g_strdup_printf ("%s, %s", shown, words);
  g_autofree char *sentence = g_strjoin (". ", told, locked ? _("Decided by your organization") : NULL, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", tool, choice);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "customize.forget-choice");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), locked ? NULL : button);
  gtk_widget_set_visible (button, !locked);
  if (locked)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gate_lock_image_new ());
  gate_access_set_name (button, name);
  gate_access_set_name (row, sentence);
  return row;
}

/* Rows are made anew only where something changed, so that the focus stays. */
static void
update (GateChoicesSection *self)
{
  GVariant *choices = self->connector ? gate_hub_dup_tool_choices (self->hub, self->connector) : NULL;
  GVariantIter iter;
  const char *tool, *choice;

  if (choices && self->choices && g_variant_equal (choices, self->choices))
    {
      g_variant_unref (choices);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->choices, g_variant_unref);
  self->choices = choices;
  if (choices)
    {
      g_variant_iter_init (&iter, choices);
      while (g_variant_iter_next (&iter, "{&s&s}", &tool, &choice))
        {
          GtkWidget *row = create_row (tool, choice, !gate_hub_can_change (self->hub, "tool-choices"));

          g_ptr_array_add (self->rows, row);
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

/**
 * gate_choices_section_show:
 * @self: the section
 * @hub: (nullable): an open hub
 * @connector: (nullable): one of its connectors; %NULL: nothing is shown
 *
 * Shows what was chosen in every project for the tools of a connector, and follows it.
 */
void
gate_choices_section_show (GateChoicesSection *self,
                           GateHub            *hub,
                           GateHubConnector   *connector)
{
  g_return_if_fail (GATE_IS_CHOICES_SECTION (self));
  if (!connector || self->hub != hub)
    let_go (self);
  if (connector && !self->hub)
    {
      self->hub = g_object_ref (hub);
      g_signal_connect_swapped (hub, "choices-changed", G_CALLBACK (update), self);
    }
  g_set_object (&self->connector, connector);
  update (self);
}
