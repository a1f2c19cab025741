// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GATE_TYPE_SECRET (gate_secret_get_type ())

/**
 * GateSecret:
 *
 * A text that must not be shown: a token, a key, a password. It is counted, wiped when the last reference goes, prints as
 * "[redacted]", and compares in constant time. Immutable, so it may be shared between threads.
 */
typedef struct _GateSecret GateSecret;

GType       gate_secret_get_type  (void) G_GNUC_CONST;
GateSecret *gate_secret_new       (const char       *text) G_GNUC_WARN_UNUSED_RESULT;
GateSecret *gate_secret_new_take  (char             *text) G_GNUC_WARN_UNUSED_RESULT;
GateSecret *gate_secret_ref       (GateSecret       *self);
void        gate_secret_unref     (GateSecret       *self);
const char *gate_secret_peek      (const GateSecret *self);
gsize       gate_secret_get_size  (const GateSecret *self);
gboolean    gate_secret_equal     (const GateSecret *a,
                                   const GateSecret *b);
const char *gate_secret_to_string (const GateSecret *self);
void        gate_secret_wipe      (char             *text);
void        gate_secret_forbid_core_dumps (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSecret, gate_secret_unref)

G_END_DECLS
