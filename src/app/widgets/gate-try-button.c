// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-try-button.h"

#include "gate-access.h"
#include "gate-text.h"

#include <glib/gi18n.h>

static GVariant *
target_of (GateHubItem *item)
{
  return g_variant_new ("(ssis)", gate_hub_item_get_connector (item), gate_hub_item_get_account (item),
                        (int) gate_hub_item_get_kind (item), gate_hub_item_get_name (item));
}

/**
 * gate_try_button_new:
 * @item: a tool, resource, template or prompt
 *
 * Returns: a button that opens the inspector for it
 */
GtkWidget *
gate_try_button_new (GateHubItem *item)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("media-playback-start-symbolic");
  const char *title = gate_hub_item_get_title (item);
  g_autofree char *shown = gate_text_make_visible (title ? title : gate_hub_item_get_name (item), GATE_TEXT_LINE);
  /* Translators: the name of a tool, resource or prompt. */
  g_autofree char *name = g_strdup_printf (_("Try %s"), shown);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Try It"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.try");
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target_of (item));
  gate_access_set_name (button, name);
  return button;
}

/**
 * gate_try_button_matches:
 * @item: an item
 * @target: the parameter of `win.try`
 *
 * Returns: %TRUE when it is the item that is meant
 */
gboolean
gate_try_button_matches (GateHubItem *item,
                         GVariant    *target)
{
  g_autoptr(GVariant) own = g_variant_ref_sink (target_of (item));

  return g_variant_equal (own, target);
}
