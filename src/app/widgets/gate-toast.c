// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-toast.h"

#include "gate-access.h"

#include <glib/gi18n.h>

#define UNDO_SECONDS 10
#define OFFERED "gate-toast-offered"
#define SINCE "gate-toast-since"
/* How long libadwaita takes to show a toast in place of another. */
#define SHOWING_MS 600

static void
comes_up (GtkWidget *label)
{
  gint64 now = g_get_monotonic_time ();

  g_object_set_data_full (G_OBJECT (label), SINCE, g_memdup2 (&now, sizeof now), g_free);
}

/**
 * gate_toast_new:
 * @text: what to tell, plain
 *
 * What libadwaita takes for a title is markup, in which names of others would be links, or nothing at all; and it is cut off where
 * there is no room for it on one line.
 *
 * Returns: (transfer full): a toast that tells it as it is, whole
 */
AdwToast *
gate_toast_new (const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  g_signal_connect (label, "map", G_CALLBACK (comes_up), NULL);
  adw_toast_set_custom_title (toast, label);
  return toast;
}

/**
 * gate_toast_new_undo:
 * @text: what was done, plain
 *
 * Returns: (transfer full): a toast that stays longer, with a button that takes it back by `win.undo`
 */
AdwToast *
gate_toast_new_undo (const char *text)
{
  AdwToast *toast = gate_toast_new (text);

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  return toast;
}

/**
 * gate_toast_tell:
 * @overlay: where
 * @text: what to tell, plain
 *
 * Tells it to those who see and to those who do not.
 */
void
gate_toast_tell (AdwToastOverlay *overlay,
                 const char      *text)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay) && text);
  adw_toast_overlay_add_toast (overlay, gate_toast_new (text));
  gate_access_tell (GTK_WIDGET (overlay), text);
}

/* When a toast goes while it still comes up, libadwaita 1.2 frees what it goes on moving: it comes up whole first. */
static gboolean
dismiss (gpointer user_data)
{
  GtkWidget *label = adw_toast_get_custom_title (user_data);
  gint64 *since = label && gtk_widget_get_mapped (label) ? g_object_get_data (G_OBJECT (label), SINCE) : NULL;

  if (since && g_get_monotonic_time () - *since < SHOWING_MS * G_TIME_SPAN_MILLISECOND)
    g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, SHOWING_MS, dismiss, g_object_ref (user_data), g_object_unref);
  else
    adw_toast_dismiss (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * gate_toast_offer:
 * @overlay: where
 * @text: (nullable): what was done, plain; %NULL when it cannot be taken back any more
 *
 * Offers to take something back. What was offered before goes away.
 */
void
gate_toast_offer (AdwToastOverlay *overlay,
                  const char      *text)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  AdwToast *before = g_object_get_data (G_OBJECT (overlay), OFFERED);
  AdwToast *toast;

  /* Not at once: its own button may be what was pressed, and libadwaita 1.2 looks at the toast once more after that. */
  if (before)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, dismiss, g_object_ref (before), g_object_unref);
  g_object_set_data (G_OBJECT (overlay), OFFERED, NULL);
  if (!text)
    return;
  toast = gate_toast_new_undo (text);
  g_object_set_data_full (G_OBJECT (overlay), OFFERED, g_object_ref (toast), g_object_unref);
  adw_toast_overlay_add_toast (overlay, toast);
  gate_access_tell (GTK_WIDGET (overlay), text);
}
