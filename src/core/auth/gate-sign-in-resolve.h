// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-field-values.h"

G_BEGIN_DECLS

/**
 * GateResolved:
 * @address: (nullable): the address of a remote connector, filled in
 * @argv: (nullable): command and arguments of a local one, filled in
 * @environment: (nullable): its variables, "NAME=value"
 *
 * A connector's entry with its fields and references filled in. May hold secrets; wiped when it is freed.
 */
typedef struct {
  char  *address;
  char **argv;
  char **environment;
} GateResolved;

GateResolved *gate_resolve      (GateSignInContext  *context,
                                 GateFieldValues    *values,
                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void          gate_resolved_free (GateResolved       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateResolved, gate_resolved_free)

G_END_DECLS
