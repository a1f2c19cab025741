// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateJsonRoot:
 * @GATE_JSON_ROOT_CONTAINER: an object or an array, as documents and messages have
 * @GATE_JSON_ROOT_ANY: any value, as a person types one
 *
 * What a text may hold at its top.
 */
typedef enum {
  GATE_JSON_ROOT_CONTAINER,
  GATE_JSON_ROOT_ANY,
} GateJsonRoot;

gboolean gate_json_guard_scan (const char    *text,
                               gsize          size,
                               gsize          limit,
                               GateJsonRoot   root,
                               GError       **error);

G_END_DECLS
