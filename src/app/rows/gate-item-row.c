// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-item-row.h"

#include "gate-access.h"
#include "gate-text.h"
#include "gate-try-button.h"

#include <glib/gi18n.h>

#define DESCRIPTION_MAX 300

struct _GateItemRow {
  AdwActionRow  parent_instance;

  GateHubItem  *item;
  GtkWidget    *copy;
};

G_DEFINE_FINAL_TYPE (GateItemRow, gate_item_row, ADW_TYPE_ACTION_ROW)

static void
gate_item_row_dispose (GObject *object)
{
  g_clear_object (&GATE_ITEM_ROW (object)->item);
  G_OBJECT_CLASS (gate_item_row_parent_class)->dispose (object);
}

static void
copy_name (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  GateItemRow *self = GATE_ITEM_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gate_hub_item_get_full_name (self->item));
  gtk_widget_activate_action (widget, "win.tell", "s", _("Name copied"));
}

static void
gate_item_row_class_init (GateItemRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_item_row_dispose;
  gtk_widget_class_install_action (widget_class, "item.copy", NULL, copy_name);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "item.copy", NULL);
}

static void
gate_item_row_init (GateItemRow *self)
{
  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_valign (self->copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->copy, "flat");
  gtk_widget_set_tooltip_text (self->copy, _("Copy Name"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->copy), "item.copy");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->copy);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);
}

static const char *
kind_of (GateHubItem *item)
{
  const char *group = gate_hub_item_get_group (item);

  switch (gate_hub_item_get_kind (item))
    {
    case GATE_HUB_ITEM_TOOL:
      if (g_strcmp0 (group, "read") == 0)
        return _("Reads");
      return g_strcmp0 (group, "destructive") == 0 ? _("Changes or deletes") : _("Writes");
    case GATE_HUB_ITEM_RESOURCE:
      return _("Resource");
    case GATE_HUB_ITEM_TEMPLATE:
      return _("Template");
    case GATE_HUB_ITEM_PROMPT:
      return _("Prompt");
    case GATE_HUB_ITEM_SKILL:
    default:
      return _("Skill");
    }
}

/**
 * gate_item_row_new:
 * @item: an item
 *
 * Returns: a row for it
 */
GtkWidget *
gate_item_row_new (GateHubItem *item)
{
  GateItemRow *self = g_object_new (GATE_TYPE_ITEM_ROW, NULL);
  const char *description = gate_hub_item_get_description (item);
  g_autofree char *name = gate_text_make_visible (gate_hub_item_get_full_name (item), GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_make_visible (description ? description : "", GATE_TEXT_LINE);
  g_autofree char *shortened = gate_text_shorten (shown, DESCRIPTION_MAX);
  /* A name that is broken with a hyphen reads as another name. */
  g_autofree char *title = g_markup_printf_escaped ("<span insert_hyphens=\"false\">%s</span>", name);
  g_autofree char *subtitle = g_markup_printf_escaped ("<b>%s</b>%s%s", kind_of (item), *shortened ? " · " : "", shortened);
  g_autofree char *sentence = g_strdup_printf (*shortened ? "%s, %s. %s" : "%s, %s", name, kind_of (item), shortened);
  g_autofree char *copy = g_strdup_printf ("%s: %s", _("Copy Name"), name);

  self->item = g_object_ref (item);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), gate_try_button_new (item));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gate_access_set_name (GTK_WIDGET (self), sentence);
  gate_access_set_name (self->copy, copy);
  return GTK_WIDGET (self);
}

/**
 * gate_item_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): its item
 */
GateHubItem *
gate_item_row_get_item (GateItemRow *self)
{
  g_return_val_if_fail (GATE_IS_ITEM_ROW (self), NULL);
  return self->item;
}
