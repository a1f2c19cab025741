// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

/* The command table; ends with NULL. One file a verb. */
extern const GateCliVerb *const gate_cli_verbs[];

extern const GateCliVerb gate_cli_verb_activate;
extern const GateCliVerb gate_cli_verb_call;
extern const GateCliVerb gate_cli_verb_complete;
extern const GateCliVerb gate_cli_verb_connect;
extern const GateCliVerb gate_cli_verb_connector;
extern const GateCliVerb gate_cli_verb_deactivate;
extern const GateCliVerb gate_cli_verb_directory;
extern const GateCliVerb gate_cli_verb_disconnect;
extern const GateCliVerb gate_cli_verb_doctor;
extern const GateCliVerb gate_cli_verb_export;
extern const GateCliVerb gate_cli_verb_import;
extern const GateCliVerb gate_cli_verb_project;
extern const GateCliVerb gate_cli_verb_prompt;
extern const GateCliVerb gate_cli_verb_resource;
extern const GateCliVerb gate_cli_verb_tools;

G_END_DECLS
