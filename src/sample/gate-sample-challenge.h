// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define GATE_SAMPLE_MCP_PATH "/mcp"
#define GATE_SAMPLE_METADATA_PATH "/.well-known/oauth-protected-resource" GATE_SAMPLE_MCP_PATH

void gate_sample_challenge_sign_in (SoupServerMessage  *message,
                                    const char         *origin,
                                    gboolean            had_token);
void gate_sample_challenge_scopes  (SoupServerMessage  *message,
                                    const char         *origin,
                                    guint               scopes);

G_END_DECLS
