// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateSampleScope:
 * @GATE_SAMPLE_SCOPE_NONE: nothing
 * @GATE_SAMPLE_SCOPE_NOTES_READ: read notes
 * @GATE_SAMPLE_SCOPE_NOTES_WRITE: write and delete notes
 * @GATE_SAMPLE_SCOPE_INVOICES_READ: read invoices
 * @GATE_SAMPLE_SCOPE_INVOICES_WRITE: change invoices
 * @GATE_SAMPLE_SCOPE_OFFLINE: stay signed in
 * @GATE_SAMPLE_SCOPE_READ: what the first challenge asks for
 * @GATE_SAMPLE_SCOPE_WORK: everything that the MCP server asks for
 *
 * What a sign-in may do.
 */
typedef enum {
  GATE_SAMPLE_SCOPE_NONE = 0,
  GATE_SAMPLE_SCOPE_NOTES_READ = 1 << 0,
  GATE_SAMPLE_SCOPE_NOTES_WRITE = 1 << 1,
  GATE_SAMPLE_SCOPE_INVOICES_READ = 1 << 2,
  GATE_SAMPLE_SCOPE_INVOICES_WRITE = 1 << 3,
  GATE_SAMPLE_SCOPE_OFFLINE = 1 << 4,
  GATE_SAMPLE_SCOPE_READ = GATE_SAMPLE_SCOPE_NOTES_READ | GATE_SAMPLE_SCOPE_INVOICES_READ,
  GATE_SAMPLE_SCOPE_WORK = GATE_SAMPLE_SCOPE_READ | GATE_SAMPLE_SCOPE_NOTES_WRITE | GATE_SAMPLE_SCOPE_INVOICES_WRITE,
} GateSampleScope;

/* One kind of scope, for pages and metadata. The table ends with a row whose name is NULL. */
typedef struct {
  GateSampleScope  scope;
  const char      *name;
  const char      *words;
} GateSampleScopeRow;

extern const GateSampleScopeRow gate_sample_scopes[];

gboolean  gate_sample_scope_parse   (const char  *text,
                                     guint       *scopes);
char     *gate_sample_scope_to_text (guint        scopes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
