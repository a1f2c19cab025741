// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *gate_toast_new      (const char      *text) G_GNUC_WARN_UNUSED_RESULT;
AdwToast *gate_toast_new_undo (const char      *text) G_GNUC_WARN_UNUSED_RESULT;
void      gate_toast_tell     (AdwToastOverlay *overlay,
                               const char      *text);
void      gate_toast_offer    (AdwToastOverlay *overlay,
                               const char      *text);

G_END_DECLS
