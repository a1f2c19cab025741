#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""In another language: what goes wrong and what is asked is told in it, by the window and by what it gets from below alike."""

import os
import re
import sys

from gatehouse_app import App
from gatehouse import SAMPLE, ctl, expect, main

# A sentence that was left in English shows it by its quotes; what is between them may be anything.
ENGLISH_QUOTES = re.compile(r'[“‘][^“”‘’\n]*[”’]')

expect(ctl('connector', 'add', 'faraway', 'https://no-such-host.invalid/mcp'))
expect(ctl('connector', 'add', 'files', '--', SAMPLE, 'serve', '--stdio'))
expect(ctl('activate', 'faraway', 'files'))
app = App(env={'LANGUAGE': 'de'})


def test_failure():
    """a host that nobody knows: the row says so in German, with what to do about it"""
    app.find('Es gibt keinen Rechner namens „no-such-host.invalid“. Prüfen Sie die Adresse', 'list item')
    assert not ENGLISH_QUOTES.search(app.tree()), app.tree()


def test_question():
    """a local program: what would be run is asked in German, and every label of the question is"""
    app.keys('ctrl+k')
    app.window('Gehe zu')
    app.type('files')
    app.keys('Return')
    app.window('files')
    app.tab_to('Starten')
    app.keys('Return')
    app.window('Dieses Programm')
    app.find(f'Programm: {SAMPLE}')
    app.find('Sandbox: ')
    app.find('Stimmen Sie nur zu, wenn Sie wissen, woher das Programm stammt.')
    assert not ENGLISH_QUOTES.search(app.tree()), app.tree()
    app.keys('Escape')


def test_directory():
    """what a service is stands there in German, and its words find it"""
    app.window('files')
    app.keys('Escape')
    app.window('Plugins & Konnektoren')
    app.find('Bases, Tabellen und Datensätze in Airtable', 'list item')
    app.wait_focus('Konnektoren und Dienste suchen')
    app.type('Abonnements')
    app.find('Stripe, Finanzen & Buchhaltung', 'list item')
    app.gone('Airtable, ', 'list item')
    app.keys('ctrl+a')
    app.type('Kundendienst')
    app.find(', Kundendienst', 'list item')


def test_quit():
    """without a word on standard error"""
    app.quit()


if __name__ == '__main__':
    if not os.path.isfile(os.path.join(os.environ['GATE_LOCALEDIR'], 'de', 'LC_MESSAGES', 'gatehouse.mo')):
        print('1..0 # SKIP the translations are not built')
        sys.exit(0)
    main(sys.modules[__name__])
