// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * What lives below a process. No GLib here: the watchdog is started once for every local server and must be small and fast.
 */
typedef struct {
  pid_t *pids;
  size_t count;
} GateProcessTree;

bool   gate_process_tree_parse_stat (const char      *text,
                                     pid_t           *pid,
                                     pid_t           *parent,
                                     char            *state,
                                     char            *name,
                                     size_t           name_size);
bool   gate_process_tree_read       (GateProcessTree *self,
                                     pid_t            root,
                                     const char      *except);
size_t gate_process_tree_signal     (GateProcessTree *self,
                                     int              number);
bool   gate_process_tree_contains   (GateProcessTree *self,
                                     pid_t            pid);
void   gate_process_tree_clear      (GateProcessTree *self);
