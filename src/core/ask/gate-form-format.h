// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *gate_form_format_wanted (const char *format);
gboolean    gate_form_format_check  (const char *format,
                                     const char *text);

G_END_DECLS
