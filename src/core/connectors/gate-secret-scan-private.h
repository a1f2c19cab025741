// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-secret-scan.h"

G_BEGIN_DECLS

/**
 * GateSecretScan:
 * @found: (element-type GateFoundSecret): what was found so far
 * @names: the names of the keyring that are taken
 *
 * A search through one entry.
 */
typedef struct {
  GPtrArray  *found;
  GHashTable *names;
} GateSecretScan;

/* Each gives the text with references in the place of secrets, or NULL where there is nothing to replace. */
char  *gate_secret_scan_value     (GateSecretScan  *self,
                                   const char      *name,
                                   const char      *where,
                                   const char      *value) G_GNUC_WARN_UNUSED_RESULT;
char  *gate_secret_scan_address   (GateSecretScan  *self,
                                   const char      *where,
                                   const char      *address) G_GNUC_WARN_UNUSED_RESULT;
char  *gate_secret_scan_argument  (GateSecretScan  *self,
                                   const char      *option,
                                   const char      *argument) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
