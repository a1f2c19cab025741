// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <stdint.h>

/* What every target defines: takes any bytes, and fails by g_assert() or a crash. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
