// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean gate_keyring_prompt_perform (GDBusConnection  *bus,
                                      const char       *service,
                                      const char       *path,
                                      GCancellable     *cancellable,
                                      GError          **error);

G_END_DECLS
