// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-http.h"

G_BEGIN_DECLS

/* For a network whose captive portal the system knows of. */
GateHttp *http_test_new_behind_portal (const char *trust_file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
