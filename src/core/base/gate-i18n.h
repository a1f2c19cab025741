// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-config.h"

/* The core is a library: its texts are looked up in our own domain, whatever the program that it is linked into has as its default one. */
#include <glib/gi18n-lib.h>

/* The one that the header above leaves out. */
#undef ngettext
#define ngettext(one, many, n) g_dngettext (GETTEXT_PACKAGE, one, many, n)
