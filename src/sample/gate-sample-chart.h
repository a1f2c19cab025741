// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *gate_sample_chart_draw (const double  *values,
                                guint          n_values) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
