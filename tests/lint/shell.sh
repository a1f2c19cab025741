#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# shell.sh SOURCE: every shell script of ours, looked through by ShellCheck, in TAP.
set -u
cd "${1:-.}" || exit 1
# SC2317: a function that only a trap calls is not unreachable.
command -v shellcheck >/dev/null || { echo "1..0 # SKIP ShellCheck is not installed"; exit 0; }

mapfile -t scripts < <(
  git -c safe.directory='*' ls-files 2>/dev/null | while read -r file; do
    [ -f "$file" ] && head -c 64 "$file" | head -1 | grep -aqE '^#!.*[/ ](ba|da)?sh\b' && echo "$file"
  done
)
[ "${#scripts[@]}" -gt 0 ] || { echo "1..0 # SKIP no clone, no list of scripts"; exit 0; }

echo "1..${#scripts[@]}"
number=0 failed=0
for script in "${scripts[@]}"; do
  number=$((number + 1))
  if words=$(shellcheck --format=gcc --external-sources --exclude=SC2317 "$script" 2>&1); then
    echo "ok $number - $script"
  else
    echo "not ok $number - $script"
    failed=1
    while read -r line; do echo "# $line"; done <<<"$words"
  fi
done
exit $failed
