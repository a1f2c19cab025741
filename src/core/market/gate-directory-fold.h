// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts as they are searched. Private to the room. */
char  *gate_directory_fold       (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char **gate_directory_fold_words (const char *text,
                                  guint       most) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
