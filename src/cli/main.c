// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli.h"

int
main (int    argc,
      char **argv)
{
  return gate_cli_main (argc, argv);
}
