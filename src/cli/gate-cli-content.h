// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

/* Shows the content of a result, a prompt message or a resource: text as it is, images and binaries by what they are, saved where output
 * names a file. FALSE when the file could not be written. */
gboolean gate_cli_show_result   (GateCli      *cli,
                                 JsonNode     *result,
                                 const char   *output,
                                 GError      **error);
gboolean gate_cli_show_resource (GateCli      *cli,
                                 JsonNode     *result,
                                 const char   *output,
                                 GError      **error);
void     gate_cli_show_prompt   (GateCli      *cli,
                                 JsonNode     *result);

G_END_DECLS
