// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean gate_sample_port_load   (const char  *folder,
                                  guint16     *port,
                                  GError     **error);
gboolean gate_sample_port_save   (const char  *folder,
                                  guint16      port,
                                  GError     **error);
guint16  gate_sample_port_choose (void);

G_END_DECLS
