// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-call.h"

G_BEGIN_DECLS

JsonObject *gate_sample_result_new       (const char      *text,
                                          JsonObject      *structured) G_GNUC_WARN_UNUSED_RESULT;
void        gate_sample_result_add_image (JsonObject      *result,
                                          GBytes          *png);
void        gate_sample_result_add_link  (JsonObject      *result,
                                          const char      *uri,
                                          const char      *name,
                                          const char      *type);
void        gate_sample_result_fail      (GateSampleCall  *call,
                                          const char      *text);

G_END_DECLS
