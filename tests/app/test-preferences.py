#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences by keyboard: each works at once, follows what others change, and shows what the administrator decided."""

import os
import pathlib
import subprocess
import sys

from gatehouse_app import Atspi, App, DEADLINE, has_state, name_of, role_of
from gatehouse import ctl, expect, main, start_sample

ROOT = '/io/github/gatehouse/Gatehouse/'
CHECKED = Atspi.StateType.CHECKED

server = start_sample()
expect(ctl('connector', 'add', 'crm', 'https://crm.example/mcp'))
expect(ctl('connect', 'sample', '--yes'))
expect(ctl('connect', 'sample', '--new-account', '--account', 'Work', '--yes'))
app = App()


def dconf(*words):
    return subprocess.run(['dconf', *words], check=True, capture_output=True, text=True, timeout=DEADLINE).stdout.strip()


def preferences():
    app.find('crm', 'list item')
    app.keys('ctrl+comma')
    app.window('Preferences')


def switches(text):
    return [node for node in app.nodes() if role_of(node) == 'check box' and text in name_of(node) and has_state(node, Atspi.StateType.FOCUSABLE)]


def is_in(node, group):
    while node and group not in name_of(node):
        node = node.get_parent()
    return node is not None


def tab_to(text, group=''):
    for _ in range(30):
        node = app.focused()
        if node and text in name_of(node) and is_in(node, group):
            return
        app.keys('Tab')
    raise AssertionError(f'Tab does not come to {text}\n{app.tree()}')


def test_on_in_new_projects():
    """what is turned on is kept at once, new projects have it, and those that are there stay as they are"""
    preferences()
    tab_to('crm')
    app.keys('space')
    app.wait_until('it is kept', lambda: dconf('read', ROOT + 'default-active') == "['crm']")
    app.wait_until('it is shown', lambda: any(has_state(node, CHECKED) for node in switches('crm')))
    app.picture('preferences-new-projects')
    app.transcript('preferences')
    expect(ctl('project', 'add', 'Later'))
    assert expect(ctl('project', 'show', 'Later', '--json')).json()['active'] == ['crm']
    assert 'crm' not in expect(ctl('project', 'show', '--json')).json()['active']


def test_accounts():
    """a connector with several accounts has them listed under it, each for itself"""
    tab_to('Sample Workspace')
    app.keys('space')
    app.find('Sample Workspace, Work', 'check box')
    tab_to('Sample Workspace, Work')
    app.keys('space')
    app.wait_until('it is kept', lambda: 'sample/work' in dconf('read', ROOT + 'default-active').lower())
    app.wait_until('it is shown', lambda: any(has_state(node, CHECKED) for node in switches('Sample Workspace, Work')))
    app.picture('preferences-accounts')
    expect(ctl('project', 'add', 'Latest'))
    assert sorted(map(str.lower, expect(ctl('project', 'show', 'Latest', '--json')).json()['active'])) == ['crm', 'sample/work']


def test_follows():
    """what another program changes is shown at once"""
    dconf('write', ROOT + 'default-active', '@as []')
    app.wait_until('all are off', lambda: not any(has_state(node, CHECKED) for node in switches('')))


def test_read_only():
    """a connector that may only read has its writing tools blocked at once"""
    app.keys('Escape')
    app.window('Default')
    expect(ctl('activate', 'sample'))
    app.keys('ctrl+comma')
    app.window('Preferences')
    tab_to('Sample Workspace', 'Connectors That May Only Read')
    app.keys('space')
    app.wait_until('it is kept', lambda: 'sample' in dconf('read', ROOT + 'read-only-connectors'))
    app.picture('preferences-read-only')
    told = ctl('call', 'sample__create_note', 'title=x', 'text=y', '--yes')
    assert told.code != 0 and 'read' in (told.out + told.err), told
    app.keys('space')
    app.wait_until('it is taken back', lambda: 'sample' not in dconf('read', ROOT + 'read-only-connectors'))
    app.keys('Escape')
    app.window('Default')


def test_locked():
    """what the administrator locked is shown with a lock and its reason, and cannot be changed"""
    global app
    app.keys('ctrl+q')
    app.wait_until_ended()
    session = pathlib.Path(os.environ['GATE_TEST_SESSION'])
    (session / 'site' / 'locks').mkdir(parents=True)
    (session / 'site' / 'values').write_text("[io/github/gatehouse/Gatehouse]\ndefault-active=['crm']\nread-only-connectors=['crm']\n")
    (session / 'site' / 'locks' / 'keys').write_text(ROOT + 'default-active\n' + ROOT + 'read-only-connectors\n')
    dconf('compile', str(session / 'site.db'), str(session / 'site'))
    (session / 'profile').write_text(f'user-db:user\nfile-db:{session}/site.db\n')
    app = App(env={'DCONF_PROFILE': str(session / 'profile')})
    preferences()
    app.wait_until('the lock is there', lambda: app.look_for('Decided by your organization', 'image'))
    shown = app.wait_until('the switches are there', lambda: [node for node in app.nodes() if role_of(node) == 'check box' and 'crm' in name_of(node)])
    modal = [node for node in shown if not has_state(node, Atspi.StateType.SENSITIVE)]
    assert modal and any(has_state(node, CHECKED) for node in modal), app.tree()
    app.picture('preferences-locked')
    app.transcript('preferences-locked')
    app.keys('Escape')
    app.window('Default')
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
