// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-tool-row.h"

#include "gate-access-words.h"
#include "gate-access.h"
#include "gate-property.h"
#include "gate-row-layout.h"
#include "gate-text.h"
#include "gate-try-button.h"

#include <glib/gi18n.h>
#include <string.h>

#define DESCRIPTION_MAX 160
#define DESCRIPTION_LINES 3
#define TOOLTIP_MAX 1000

struct _GateToolRow {
  AdwActionRow  parent_instance;

  GateHubItem  *item;
  char         *warning; /* (nullable): what is suspicious about its texts */
  GtkWidget    *caution;
  GtkWidget    *choice;
  GtkWidget    *review;
  gboolean      locked;  /* the administrator decides */
};

enum { PROP_0, PROP_CHOICE, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateToolRow, gate_tool_row, ADW_TYPE_ACTION_ROW)

static void
gate_tool_row_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  GateToolRow *self = GATE_TOOL_ROW (object);

  switch (id)
    {
    case PROP_CHOICE:
      g_value_set_string (value, self->item ? gate_hub_item_get_decision (self->item) : NULL);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

/* The row shows what is true; what the person wants is asked for, and comes back as a change of the item. */
static void
gate_tool_row_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  GateToolRow *self = GATE_TOOL_ROW (object);

  switch (id)
    {
    case PROP_CHOICE:
      if (self->item && g_value_get_string (value))
        gtk_widget_activate_action (GTK_WIDGET (self), "tools.choose", "(ss)", gate_hub_item_get_full_name (self->item),
                                    g_value_get_string (value));
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_tool_row_dispose (GObject *object)
{
  GateToolRow *self = GATE_TOOL_ROW (object);

  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_pointer (&self->warning, g_free);
  G_OBJECT_CLASS (gate_tool_row_parent_class)->dispose (object);
}

static void
gate_tool_row_class_init (GateToolRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_tool_row_get_property;
  object_class->set_property = gate_tool_row_set_property;
  object_class->dispose = gate_tool_row_dispose;
  props[PROP_CHOICE] = g_param_spec_string ("choice", NULL, NULL, NULL, GATE_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_install_property_action (GTK_WIDGET_CLASS (klass), "tool.choice", "choice");
}

/* The menu is made when it is first opened: a connector may have a thousand tools. */
static void
create_menu (GtkMenuButton *button,
             gpointer       user_data)
{
  static const char *const choices[] = { "allow", "ask", "block" };
  g_autoptr(GMenu) menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr(GMenuItem) item = g_menu_item_new (gate_access_words_decision (choices[i]), NULL);

      g_menu_item_set_action_and_target (item, "tool.choice", "s", choices[i]);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

static void
gate_tool_row_init (GateToolRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  self->caution = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->caution, "warning");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->caution);
  self->review = gtk_button_new_with_mnemonic (_("_Review…"));
  gtk_widget_set_valign (self->review, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->review), "tools.review");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->review);
  self->choice = gtk_menu_button_new ();
  gtk_widget_set_valign (self->choice, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->choice, "flat");
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->choice), TRUE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->choice), create_menu, NULL, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->choice);
  gate_row_layout_use (ADW_ACTION_ROW (self));
}

static char *
describe (GateToolRow *self)
{
  const char *decision = gate_hub_item_get_decision (self->item);
  const char *description = gate_hub_item_get_description (self->item);
  g_autofree char *shown = gate_text_make_visible (description ? description : "", GATE_TEXT_LINE);
  g_autofree char *shortened = gate_text_shorten (shown, DESCRIPTION_MAX);
  const char *reason = gate_hub_item_get_reason (self->item);
  gboolean tell_reason = reason && (g_strcmp0 (decision, "block") == 0 || g_strcmp0 (decision, "review") == 0);
  g_autoptr(GString) text = g_string_new (shortened);

  if (tell_reason)
    {
      g_autofree char *visible = gate_text_make_visible (reason, GATE_TEXT_LINE);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", visible);
    }
  if (self->warning)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", self->warning);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update (GateToolRow *self)
{
  const char *decision = gate_hub_item_get_decision (self->item);
  const char *words = gate_access_words_decision (decision);
  gboolean changed = g_strcmp0 (decision, "review") == 0;
  g_autofree char *subtitle = describe (self);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *told = g_strdup_printf ("%s, %s, %s", title, gate_access_words_group (gate_hub_item_get_group (self->item)), words);
  g_autofree char *sentence = self->locked ? g_strjoin (". ", told, _("Decided by your organization"), subtitle, NULL)
                                           : g_strjoin (". ", told, subtitle, NULL);
  g_autofree char *name = g_strdup_printf ("%s: %s", title, words);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  /* What the person should know of is never cut. */
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), strchr (subtitle, '\n') ? 0 : DESCRIPTION_LINES);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->choice), words);
  gtk_widget_set_visible (self->choice, !changed);
  gtk_widget_set_visible (self->review, changed);
  gtk_widget_set_visible (self->caution, changed || self->warning);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), changed ? self->review : (self->locked ? NULL : self->choice));
  gate_access_set_name (GTK_WIDGET (self), sentence);
  gate_access_set_name (self->choice, name);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHOICE]);
}

/**
 * gate_tool_row_new:
 * @item: a tool
 * @locked: whether the administrator decided what tools may do
 *
 * Returns: a row that follows it
 */
GtkWidget *
gate_tool_row_new (GateHubItem *item,
                   gboolean     locked)
{
  GateToolRow *self = g_object_new (GATE_TYPE_TOOL_ROW, NULL);
  const char *text = gate_hub_item_get_title (item);
  const char *description = gate_hub_item_get_description (item);
  g_autofree char *title = gate_text_make_visible (text && *text ? text : gate_hub_item_get_name (item), GATE_TEXT_LINE);
  g_autofree char *name = gate_text_make_visible (gate_hub_item_get_full_name (item), GATE_TEXT_LINE);
  g_autofree char *described = gate_text_make_visible (description ? description : "", GATE_TEXT_BLOCK);
  g_autofree char *shortened = gate_text_shorten (described, TOOLTIP_MAX);
  g_autofree char *tooltip = g_strjoin (*shortened ? "\n" : "", name, shortened, NULL);
  g_auto(GStrv) warnings = gate_hub_item_dup_warnings (item);

  self->item = g_object_ref (item);
  self->locked = locked;
  gtk_widget_set_sensitive (self->choice, !locked);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), gate_try_button_new (item));
  self->warning = *warnings ? g_strjoinv ("\n", warnings) : NULL;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
  /* The tooltip describes the row, too, which says most of it by its name. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->review), "s", gate_hub_item_get_full_name (item));
  g_signal_connect_swapped (item, "notify::decision", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * gate_tool_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): its tool
 */
GateHubItem *
gate_tool_row_get_item (GateToolRow *self)
{
  g_return_val_if_fail (GATE_IS_TOOL_ROW (self), NULL);
  return self->item;
}
