// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli-style.h"

G_BEGIN_DECLS

/**
 * GateCliTable:
 *
 * Rows in columns that fit the terminal: the column marked as flexible gives way first. Where standard output is no terminal nothing is
 * cut and cells are separated by a tab, for other programs.
 */
typedef struct _GateCliTable GateCliTable;

GateCliTable *gate_cli_table_new   (GateCli             *cli,
                                    const char * const  *titles,
                                    guint                flexible) G_GNUC_WARN_UNUSED_RESULT;
/* Foreign texts are made visible. */
void          gate_cli_table_add   (GateCliTable        *self,
                                    ...) G_GNUC_NULL_TERMINATED;
void          gate_cli_table_style (GateCliTable        *self,
                                    guint                column,
                                    GateCliStyle         style);
guint         gate_cli_table_size  (GateCliTable        *self);
void          gate_cli_table_print (GateCliTable        *self);
void          gate_cli_table_free  (GateCliTable        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateCliTable, gate_cli_table_free)

G_END_DECLS
