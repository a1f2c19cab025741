#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access that nobody uses: when an account was last used is known to the command line and to the window, and what was not used for
months is offered to be given back."""

import os
import pathlib
import sqlite3
import sys
import time

from gatehouse_app import App
from gatehouse import ctl, expect, main, start_sample

STATE = pathlib.Path(os.environ['XDG_STATE_HOME'], 'gatehouse', 'state.db')
DAY = 24 * 60 * 60

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))


def account():
    return expect(ctl('connector', 'show', 'sample', '--json')).json()['accounts'][0]


def age(days):
    """Puts every use so many days back."""
    with sqlite3.connect(STATE, timeout=30) as state:
        state.execute('UPDATE usage SET at = at - ?', (days * DAY * 1000000,))


def test_signing_in():
    """signing in is no use, but what the days are counted from"""
    assert account()['lastUsed'] == 0 and account()['unused'] is False, account()
    age(91)
    assert account()['lastUsed'] == 0 and account()['unused'] is True, account()


def test_using():
    """a call, a resource and a prompt are uses"""
    for words in (['call', 'sample__list_invoices', '--yes'], ['resource', 'read', 'sample://invoices/INV-2026-010'],
                  ['prompt', 'get', 'sample__summarise_note', 'note=note-002']):
        age(91)
        before = time.time()
        expect(ctl(*words))
        assert account()['lastUsed'] >= int(before) and account()['unused'] is False, (words, account())


def test_doctor():
    """the diagnosis tells of it, also where the connector is off in the project, with the command that gives the access back"""
    age(89)
    assert 'not used for' not in expect(ctl('doctor')).out
    age(2)
    expect(ctl('deactivate', 'sample'))
    findings = [item for item in ctl('doctor', '--json').json() if 'not used for' in item['message']]
    assert len(findings) == 1, findings
    assert findings[0]['subject'] == 'sample' and findings[0]['state'] == 'warning', findings
    assert findings[0]['command'] == 'gatehousectl disconnect sample', findings
    expect(ctl('connector', 'show', 'sample'), 0, 'gatehousectl disconnect sample')


def test_health():
    """the Health page has it, with the remedy as a button"""
    global app
    app = App()
    app.find('Sample Workspace, installed, off', 'list item')
    app.go('Health')
    app.window('Plugins & Connectors')
    app.find('Signed in, and not used for 91 days. Needs attention', 'list item')
    app.find('Revoke Access…', 'push button')
    app.picture('unused-health')
    app.keys('Escape')
    app.window('Default')


def test_page():
    """the connector's page says when it was used, and gives the access back at the service"""
    app.go('Sample Work')
    app.window('Sample Workspace')
    app.find('Access that nobody uses is best given back.')
    app.keys('alt+v')
    app.find('Disconnect “Sample Workspace”?')
    app.picture('unused-revoke')
    app.keys('alt+d')
    app.find_told('Disconnected; the service took the access back')
    app.gone('Revoke Access…', 'push button')
    assert account()['signIn'] != 'signed-in' and account()['unused'] is False, account()


def test_removed():
    """what is removed leaves nothing behind, and begins anew when it is added again"""
    expect(ctl('connector', 'remove', 'sample', '--yes'))
    with sqlite3.connect(STATE, timeout=30) as state:
        assert state.execute('SELECT count(*) FROM usage').fetchone() == (0,)


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
