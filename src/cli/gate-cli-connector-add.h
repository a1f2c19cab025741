// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

extern const GOptionEntry gate_cli_connector_options[];

/* The entry that the words after `connector add NAME` and the options describe. */
JsonNode *gate_cli_connector_entry (int       argc,
                                    char    **argv,
                                    GError  **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  gate_cli_connector_wants_replace (void);

G_END_DECLS
