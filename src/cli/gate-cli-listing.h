// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-list-job.h"

#include "gate-cli.h"

G_BEGIN_DECLS

/* What the verbs that list have in common: run the job, tell failures, the failures as JSON. */
GateListJob *gate_cli_list          (GateCli          *cli,
                                     GateHubProject   *project,
                                     GateHubItemKind   kinds,
                                     const char       *connector,
                                     const char       *account,
                                     gboolean          refresh,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
int          gate_cli_list_failures (GateCli          *cli,
                                     GateListJob      *job);
JsonArray   *gate_cli_list_failures_to_json (GateListJob *job) G_GNUC_WARN_UNUSED_RESULT;
JsonNode    *gate_cli_item_to_json  (GateHubItem      *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
