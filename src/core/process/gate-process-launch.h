// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-process-files.h"
#include "gate-sandbox.h"

G_BEGIN_DECLS

GSubprocess *gate_process_launch (GateProcessFiles     *files,
                                  const char * const   *argv,
                                  const char * const   *given,
                                  const char           *working_directory,
                                  GateSandbox          *sandbox,
                                  char                **program,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
