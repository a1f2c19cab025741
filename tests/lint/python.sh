#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# python.sh SOURCE: every Python program of ours, looked through by pyflakes, in TAP.
set -u
cd "${1:-.}" || exit 1
# The one that has the system's modules; another may be first in PATH.
python=python3
[ ! -x /usr/bin/python3 ] || python=/usr/bin/python3
$python -m pyflakes --version >/dev/null 2>&1 || { echo "1..0 # SKIP pyflakes is not installed"; exit 0; }

mapfile -t programs < <(
  git -c safe.directory='*' ls-files 2>/dev/null | while read -r file; do
    if [[ $file = *.py ]] || { [ -f "$file" ] && head -c 64 "$file" | head -1 | grep -aqE '^#!.*python'; }; then echo "$file"; fi
  done
)
[ "${#programs[@]}" -gt 0 ] || { echo "1..0 # SKIP no clone, no list of programs"; exit 0; }

echo "1..1"
if words=$($python -m pyflakes "${programs[@]}" 2>&1); then
  echo "ok 1 - ${#programs[@]} programs"
else
  echo "not ok 1 - ${#programs[@]} programs"
  while read -r line; do echo "# $line"; done <<<"$words"
  exit 1
fi
