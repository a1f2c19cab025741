// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-lock-image.h"

#include "gate-access.h"

#include <glib/gi18n.h>

/**
 * gate_lock_image_new:
 *
 * Returns: (transfer floating): the picture beside what an administrator decides
 */
GtkWidget *
gate_lock_image_new (void)
{
  const char *why = _("Decided by your organization");
  GtkWidget *lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");

  gtk_widget_set_tooltip_text (lock, why);
  gate_access_set_name (lock, why);
  return lock;
}
