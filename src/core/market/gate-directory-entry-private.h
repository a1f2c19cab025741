// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-directory-entry.h"
#include "gate-directory-record.h"

G_BEGIN_DECLS

struct _GateDirectoryEntry {
  GObject              parent_instance;

  GateDirectoryRecord *record; /* (owned) */
};

/* Takes the record over. */
GateDirectoryEntry *gate_directory_entry_new         (GateDirectoryRecord  *record) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the caution for a kind of sensitivity, in the person's language. */
const char         *gate_directory_caution_for       (const char           *sensitivity);

G_END_DECLS
