// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-secret-mask.h"

G_BEGIN_DECLS

/**
 * GateUrlencoded:
 *
 * A body of `application/x-www-form-urlencoded` in the making (WHATWG URL §5), wiped when it is freed, for it holds secrets.
 */
typedef struct _GateUrlencoded GateUrlencoded;

GateUrlencoded *gate_urlencoded_new        (void) G_GNUC_WARN_UNUSED_RESULT;
GateUrlencoded *gate_urlencoded_copy       (GateUrlencoded  *self) G_GNUC_WARN_UNUSED_RESULT;
void            gate_urlencoded_free       (GateUrlencoded  *self);
void            gate_urlencoded_add        (GateUrlencoded  *self,
                                            const char      *name,
                                            const char      *value);
void            gate_urlencoded_add_secret (GateUrlencoded  *self,
                                            const char      *name,
                                            GateSecret      *value);
const char     *gate_urlencoded_peek       (GateUrlencoded  *self);
GBytes         *gate_urlencoded_to_bytes   (GateUrlencoded  *self) G_GNUC_WARN_UNUSED_RESULT;
void            gate_urlencoded_mask       (GateUrlencoded  *self,
                                            GateSecretMask  *mask);
char           *gate_urlencode             (const char      *text) G_GNUC_WARN_UNUSED_RESULT;
GHashTable     *gate_urlencoded_parse      (const char      *query,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateUrlencoded, gate_urlencoded_free)

G_END_DECLS
