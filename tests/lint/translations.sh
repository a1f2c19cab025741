#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# translations.sh SOURCE: whether the texts can be taken out for translation, and each translation is sound, in TAP.
set -u
cd "${1:-.}" || exit 1
if ! command -v xgettext >/dev/null; then
  echo "1..0 # SKIP gettext is not installed"
  exit 0
fi
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

number=0 failed=0
tell () { # what, status, words
  number=$((number + 1))
  if [ "$2" = 0 ]; then
    echo "ok $number - $1"
  else
    echo "not ok $number - $1"
    failed=1
    while read -r line; do echo "# $line"; done <<<"$3"
  fi
}

words=$(build-aux/directory-texts --check 2>&1)
tell "directory" $? "$words"

words=$(xgettext --from-code=UTF-8 --files-from=po/POTFILES.in --directory=. --output="$folder/gatehouse.pot" --package-name=gatehouse \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=g_dngettext:2,3 --keyword=ngettext:1,2 \
  --add-comments=Translators --flag=g_strdup_printf:1:c-format --flag=g_string_append_printf:2:c-format 2>&1)
status=$?
# A warning of xgettext is a fault of ours: a text that cannot be translated well.
[ -z "$words" ] || status=1
tell "texts" "$status" "$words"

while read -r language; do
  [[ -z $language || $language == \#* ]] && continue
  words=$(msgfmt --check --check-accelerators=_ --output-file=/dev/null "po/$language.po" 2>&1)
  tell "$language" $? "$words"
  # Texts are added all the time: a translation may be a little behind, and says how much.
  msgmerge --quiet --no-fuzzy-matching --output-file="$folder/merged.po" "po/$language.po" "$folder/gatehouse.pot"
  all=$(msgattrib --no-obsolete "$folder/merged.po" | grep -c '^msgid ')
  missing=$(msgattrib --untranslated --no-obsolete "$folder/merged.po" | grep -c '^msgid ')
  fuzzy=$(msgattrib --only-fuzzy --no-obsolete "po/$language.po" | grep -c '^msgid ')
  words="$missing of $all texts are not translated, $fuzzy are in doubt"
  echo "# $language: $words"
  [ $((missing * 10)) -le "$all" ] && [ "$fuzzy" = 0 ]
  tell "$language: nearly all" $? "$words"
done <po/LINGUAS
echo "1..$number"
exit $failed
