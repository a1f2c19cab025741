// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void gate_background_request (GApplication *application,
                              const char   *reason);

G_END_DECLS
