// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-program.h"

int
main (int    argc,
      char **argv)
{
  return gate_sample_program_run (argc, argv);
}
