// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-config.h"

/* The core is a library: its texts are looked up in our own domain, whatever the program that it is linked into has as its default one. */
#include <glib/gi18n-lib.h>

/* What a catalog says of itself: its language, and when it was revised. Empty where texts are shown as they stand in the source. */
#define gate_i18n_catalog() g_dgettext (GETTEXT_PACKAGE, "")

/* The one that the header above leaves out. */
#undef ngettext
#define ngettext(one, many, n) g_dngettext (GETTEXT_PACKAGE, one, many, n)
