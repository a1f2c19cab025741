// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

void     gate_sample_respond_body     (SoupServerMessage  *message,
                                       guint               status,
                                       const char         *type,
                                       const char         *body);
void     gate_sample_respond_json     (SoupServerMessage  *message,
                                       guint               status,
                                       JsonNode           *body);
void     gate_sample_respond_error    (SoupServerMessage  *message,
                                       guint               status,
                                       const char         *error,
                                       const char         *description);
void     gate_sample_respond_text     (SoupServerMessage  *message,
                                       guint               status,
                                       const char         *text);
void     gate_sample_respond_redirect (SoupServerMessage  *message,
                                       guint               status,
                                       const char         *uri);
gboolean gate_sample_respond_method   (SoupServerMessage  *message,
                                       const char         *allowed);

G_END_DECLS
