// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-workspace.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

gboolean gate_sample_headers_accept      (SoupMessageHeaders   *headers,
                                          const char           *type);
gboolean gate_sample_headers_match       (SoupMessageHeaders   *headers,
                                          JsonObject           *message,
                                          GateSampleWorkspace  *workspace);

G_END_DECLS
