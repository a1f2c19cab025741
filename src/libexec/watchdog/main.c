// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-watchdog.h"

int
main (int    argc,
      char **argv)
{
  return gate_watchdog_main (argc, argv);
}
