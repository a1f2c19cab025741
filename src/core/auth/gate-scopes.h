// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateScopeUse:
 * @GATE_SCOPE_READS: its name says that it reads
 * @GATE_SCOPE_CHANGES: its name says that it changes something
 * @GATE_SCOPE_IDENTITY: who the person is, or staying signed in
 * @GATE_SCOPE_OTHER: its name does not tell; counts as changing
 *
 * What a scope is for, as far as its name tells. The service alone knows.
 */
typedef enum {
  GATE_SCOPE_READS,
  GATE_SCOPE_CHANGES,
  GATE_SCOPE_IDENTITY,
  GATE_SCOPE_OTHER,
} GateScopeUse;

/* Lists of scopes separated by spaces (RFC 6749 §3.3); NULL is the empty list, and an empty result is NULL. */
char         *gate_scopes_union       (const char         *a,
                                       const char         *b) G_GNUC_WARN_UNUSED_RESULT;
char         *gate_scopes_from_strv   (const char * const *names) G_GNUC_WARN_UNUSED_RESULT;
char         *gate_scopes_without     (const char         *scopes,
                                       const char         *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean      gate_scopes_contain     (const char         *scopes,
                                       const char         *wanted);
gboolean      gate_scopes_are_valid   (const char         *scopes);
GateScopeUse  gate_scope_get_use      (const char         *name);
char         *gate_scopes_select      (const char         *scopes,
                                       GateScopeUse        use) G_GNUC_WARN_UNUSED_RESULT;
char         *gate_scopes_for_reading (const char         *scopes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
