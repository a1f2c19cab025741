// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-toast.h"

#include <glib/gi18n.h>

#define UNDO_SECONDS 10

/**
 * gate_toast_new:
 * @text: what to tell, plain
 *
 * What libadwaita takes for a title is markup, in which names of others would be links, or nothing at all.
 *
 * Returns: (transfer full): a toast that tells it as it is
 */
AdwToast *
gate_toast_new (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return adw_toast_new (escaped);
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
