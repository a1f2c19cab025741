// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-finding-row.h"

#include "gate-access.h"
#include "gate-row-layout.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateFindingRow {
  AdwActionRow  parent_instance;
};

G_DEFINE_FINAL_TYPE (GateFindingRow, gate_finding_row, ADW_TYPE_ACTION_ROW)

static const struct {
  const char *word;
  const char *icon;
  const char *css_class;
} states[] = {
  [GATE_FINDING_OK] = { N_("OK"), "emblem-ok-symbolic", "success" },
  [GATE_FINDING_FAILED] = { N_("Failed"), "dialog-error-symbolic", "error" },
  [GATE_FINDING_WARNING] = { N_("Needs attention"), "dialog-warning-symbolic", "warning" },
  [GATE_FINDING_SKIPPED] = { N_("Not checked"), "content-loading-symbolic", "dim-label" },
};

static void
gate_finding_row_class_init (GateFindingRowClass *klass)
{
}

static void
gate_finding_row_init (GateFindingRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  gate_row_layout_use (ADW_ACTION_ROW (self));
}

/**
 * gate_finding_row_state_word:
 * @state: a state
 *
 * Returns: what it is called
 */
const char *
gate_finding_row_state_word (GateFindingState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (states), "");
  return _(states[state].word);
}

/**
 * gate_finding_row_show_state:
 * @image: an image
 * @state: a state
 *
 * Shows a state in the symbol and colour that it has everywhere.
 */
void
gate_finding_row_show_state (GtkImage         *image,
                             GateFindingState  state)
{
  g_return_if_fail (GTK_IS_IMAGE (image) && (guint) state < G_N_ELEMENTS (states));
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (image), states[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (image), states[state].css_class);
  gtk_image_set_from_icon_name (image, states[state].icon);
}

static const char *
option_of (char       **words,
           const char  *option)
{
  for (guint i = 0; words[i]; i++)
    if (strcmp (words[i], option) == 0 && words[i + 1])
      return words[i + 1];
  return "";
}

typedef struct {
  const char *verb;     /* the first words of the command */
  const char *label;
  const char *action;
  const char *target;   /* the type of what the action is told: "(ss)": connector and account, "s": connector, else the text itself */
} Remedy;

static const Remedy remedies[] = {
  { "unlock", N_("_Unlock Keyring…"), "customize.unlock", "(ss)" },
  { "connect", N_("_Sign In…"), "customize.connect", "(ss)" },
  { "disconnect", N_("Re_voke Access…"), "customize.disconnect", "(ss)" },
  { "activate", N_("Turn _On"), "customize.activate", "(ss)" },
  { "connector secure", N_("_Move to Keyring"), "customize.secure", "s" },
  { "connector list", N_("_Show Connectors"), "win.page", "connectors" },
  { "connector add", N_("_Show Connectors"), "win.page", "connectors" },
};

static GtkWidget *
create_button (const Remedy  *remedy,
               char         **words)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_(remedy->label));
  gboolean two_words = strchr (remedy->verb, ' ') != NULL;
  const char *connector = words[two_words ? 3 : 2];

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), remedy->action);
  if (strcmp (remedy->target, "(ss)") == 0)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", connector ? connector : "", option_of (words, "--account"));
  else if (strcmp (remedy->target, "s") == 0)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", connector ? connector : "");
  else
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", remedy->target);
  return button;
}

/* What the command line would do, a button does. */
static void
add_remedy (GateFindingRow *self,
            GateFinding    *finding)
{
  const char *command = gate_finding_get_unlocks (finding) ? "gatehouse unlock" : gate_finding_get_command (finding);
  g_auto(GStrv) words = command ? g_strsplit (command, " ", -1) : NULL;

  if (!words || g_strv_length (words) < 2)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (remedies); i++)
    {
      g_autofree char *beginning = g_strconcat (words[0], " ", remedies[i].verb, NULL);
      GtkWidget *button;

      if (!g_str_has_prefix (command, beginning) || (command[strlen (beginning)] != '\0' && command[strlen (beginning)] != ' '))
        continue;
      button = create_button (&remedies[i], words);
      adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
      return;
    }
}

/**
 * gate_finding_row_new:
 * @finding: what was found
 *
 * Returns: a row for it
 */
GtkWidget *
gate_finding_row_new (GateFinding *finding)
{
  GateFindingRow *self = g_object_new (GATE_TYPE_FINDING_ROW, NULL);
  GateFindingState state = gate_finding_get_state (finding);
  GtkWidget *icon = gtk_image_new ();
  const char *remedy = gate_finding_get_remedy (finding);
  g_autofree char *message = gate_text_make_visible (gate_finding_get_message (finding), GATE_TEXT_BLOCK);
  g_autofree char *shown = remedy ? gate_text_make_visible (remedy, GATE_TEXT_BLOCK) : NULL;
  g_autofree char *subtitle = g_strjoin (shown ? " · " : "", _(states[state].word), shown, NULL);
  g_autofree char *sentence = g_strdup_printf ("%s. %s", message, subtitle);

  gate_finding_row_show_state (GTK_IMAGE (icon), state);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), icon);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), message);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gate_access_set_name (GTK_WIDGET (self), sentence);
  if (state == GATE_FINDING_FAILED || state == GATE_FINDING_WARNING)
    add_remedy (self, finding);
  return GTK_WIDGET (self);
}
