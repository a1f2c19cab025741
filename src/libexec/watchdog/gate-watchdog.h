// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

int gate_watchdog_main (int    argc,
                        char **argv);
