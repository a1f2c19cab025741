// SPDX-License-Identifier: GPL-3.0-or-later

/* A program that does nothing, linked with the same libraries as gatehousectl: the floor of its `--version`. */

int
main (void)
{
  return 0;
}
