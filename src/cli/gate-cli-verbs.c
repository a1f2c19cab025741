// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-verbs.h"

const GateCliVerb *const gate_cli_verbs[] = {
  &gate_cli_verb_project,
  &gate_cli_verb_connector,
  &gate_cli_verb_directory,
  &gate_cli_verb_connect,
  &gate_cli_verb_disconnect,
  &gate_cli_verb_activate,
  &gate_cli_verb_deactivate,
  &gate_cli_verb_tools,
  &gate_cli_verb_call,
  &gate_cli_verb_resource,
  &gate_cli_verb_prompt,
  &gate_cli_verb_doctor,
  &gate_cli_verb_import,
  &gate_cli_verb_export,
  &gate_cli_verb_complete,
  NULL,
};
