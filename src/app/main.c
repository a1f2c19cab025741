// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-application.h"

int
main (int    argc,
      char **argv)
{
  return gate_application_main (argc, argv);
}
