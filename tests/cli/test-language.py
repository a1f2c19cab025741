#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong is told in the person's language: the sentences that the core makes as well as the program's own."""

import os
import re
import sys

from gatehouse import ctl, expect, main

GERMAN = {'LANGUAGE': 'de'}
# Quotes as English has them: a sentence that was left as it is shows them.
ENGLISH = re.compile(r'[“‘][^“”‘’\n]*[”’]')

# Words, exit code, what is said in English and in German: the message of the core and its remedy.
FAILURES = (
    (['connect', 'nothing'], 3, 'There is no connector “nothing” in your list', 'In Ihrer Liste gibt es keinen Konnektor „nothing“',
     'importieren Sie ihn aus einem anderen Programm (gatehousectl import)'),
    (['project', 'show', 'nothing'], 1, 'There is no project “nothing”', 'Es gibt kein Projekt „nothing“',
     'Listen Sie die Projekte auf und wählen Sie eines.'),
    (['connector', 'add', 'clear', 'http://mcp.example.com/mcp'], 2, '“http://mcp.example.com/mcp” is not encrypted',
     '„http://mcp.example.com/mcp“ ist nicht verschlüsselt (http)', 'Verwenden Sie seine https://-Adresse.'),
    (['connector', 'add', 'odd', 'https://user@mcp.example.com/mcp'], 2, 'The address needs a host',
     '„odd“: „url“ taugt nicht: Die Adresse braucht einen Rechnernamen',
     'Berichtigen Sie diese Angabe des Eintrags.'),
    (['call', 'nothing'], 1, '“nothing” is not the full name of a tool', '„nothing“ ist nicht der volle Name eines Werkzeugs',
     'siehe: gatehousectl tools'),
    (['directory', 'show', 'nothing-at-all'], 1, 'The directory has no entry “nothing-at-all”',
     'Das Verzeichnis hat keinen Eintrag „nothing-at-all“', 'Suchen Sie im Verzeichnis'),
)


def test_english():
    """the texts as they are written, where no language is asked for"""
    for words, code, english, *german in FAILURES:
        result = expect(ctl(*words, env={'LANGUAGE': ''}), code, english)
        assert not any(text in result.err for text in german[:1]), result


def test_german():
    """the same failures in German, message and remedy, with no English beside them"""
    for words, code, english, *german in FAILURES:
        result = expect(ctl(*words, env=GERMAN), code, *german)
        assert english not in result.err and not ENGLISH.search(result.err), result


def test_keys_stay():
    """what programs read is the same in every language: codes and layers"""
    for words, code, english, *german in FAILURES:
        plain, told = (expect(ctl(*words, '--json', env=env), code).json()['error'] for env in ({'LANGUAGE': ''}, GERMAN))
        assert {key: plain[key] for key in plain if key not in ('message', 'remedy')} \
            == {key: told[key] for key in told if key not in ('message', 'remedy')}, (plain, told)
        assert plain['message'] != told['message'], (plain, told)


def test_findings():
    """what is looked into is told in it too"""
    result = ctl('doctor', env=GERMAN)
    assert 'In diesem Projekt ist kein Konnektor eingeschaltet' in result.out and not ENGLISH.search(result.out), result


if __name__ == '__main__':
    if not os.path.isfile(os.path.join(os.environ['GATE_LOCALEDIR'], 'de', 'LC_MESSAGES', 'gatehouse.mo')):
        print('1..0 # SKIP the translations are not built')
        sys.exit(0)
    main(sys.modules[__name__])
