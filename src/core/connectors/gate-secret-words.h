// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean  gate_secret_words_in_name      (const char *name);
gboolean  gate_secret_words_in_value     (const char *value);
gboolean  gate_secret_words_is_filled_in (const char *value);

G_END_DECLS
