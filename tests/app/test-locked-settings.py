#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that the administrator locked in a system database of dconf: each shows a lock and who decides, can be reached and read
by keyboard, and cannot be changed."""

import os
import pathlib
import subprocess
import sys

from gatehouse_app import DEADLINE, App, Atspi, has_state
from gatehouse import ctl, expect, main, start_sample

LOCK = 'Decided by your organization'


def write_system_database():
    """A profile of the person's database over the administrator's, as /etc/dconf has them."""
    session = pathlib.Path(os.environ['GATE_TEST_SESSION'])
    folder = session / 'gatehouse.d'
    (folder / 'locks').mkdir(parents=True)
    base = '/io/github/gatehouse/Gatehouse'
    (folder / '00-policy').write_text(f"""[{base[1:]}]
locked-off-connectors=['crm']
read-only-connectors=['sample']
projects=['default', 'payroll']
tool-choices={{'sample__read_note': 'block'}}
default-active=['crm']

[{base[1:]}/projects/payroll]
name='Payroll'
folder='/srv/payroll'
active-connectors=['sample']
tool-choices={{'sample__list_invoices': 'ask'}}
""")
    (folder / 'locks' / 'gatehouse').write_text(''.join(f'{base}/{key}\n' for key in (
        'locked-off-connectors', 'read-only-connectors', 'projects', 'tool-choices', 'default-active',
        *(f'projects/payroll/{each}' for each in ('name', 'folder', 'active-connectors', 'tool-choices')))))
    subprocess.run(['dconf', 'compile', str(session / 'system'), str(folder)], check=True, timeout=DEADLINE)
    (session / 'profile').write_text(f'user-db:user\nfile-db:{session}/system\n')
    os.environ['DCONF_PROFILE'] = str(session / 'profile')


server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
expect(ctl('connector', 'add', 'crm', 'http://127.0.0.1:9/mcp'))
write_system_database()
app = App()


def test_kept_off():
    """a connector that is kept off everywhere: the row says who decides, and the button whom to ask"""
    app.find('crm, installed, off in this project, not connected. Kept off by your organization.', 'list item')
    app.find('Ask Administrator…: crm', 'push button')


def test_panel():
    """in the panel its switch is locked, and the row, which the focus reaches, says why"""
    app.keys('ctrl+shift+p')
    app.wait_focus(f'crm, installed, off in this project, not connected. {LOCK}')
    app.find(LOCK, 'label')
    switch = app.find('crm', 'check box')
    assert not has_state(switch, Atspi.StateType.SENSITIVE)
    app.keys('space', 'Return')
    app.picture('locked-off')
    app.transcript('locked-off')
    app.find('Sample Workspace, installed, on in this project, signed in', 'list item')
    assert 'crm' not in expect(ctl('project', 'show', '--json')).json()['active']


def test_read_only():
    """a connector that may only read by decision of the administrator: its switch is on and locked"""
    app.keys('ctrl+shift+p', 'ctrl+k')
    app.window('Go To')
    app.type('sample')
    app.keys('Return')
    app.window('Sample Workspace')
    app.tab_to(f'Read Only, on. {LOCK}')
    switch = app.find('Read Only', 'check box')
    assert has_state(switch, Atspi.StateType.CHECKED) and not has_state(switch, Atspi.StateType.SENSITIVE)
    app.picture('locked-read-only')
    app.transcript('locked-read-only')
    app.keys('ctrl+w')
    app.window('Default')


def test_project():
    """a project that the administrator made: its switches are locked, and the state is the administrator's"""
    app.keys('ctrl+k')
    app.window('Go To')
    app.type('payroll')
    app.keys('Return')
    app.window('Payroll')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.keys('ctrl+shift+p')
    app.find(f'Sample Workspace, installed, on in this project, signed in. {LOCK}', 'list item')
    app.picture('locked-project')
    app.transcript('locked-project')
    app.keys('ctrl+shift+p')


def test_name():
    """its name can be read and not changed; what is not locked can be"""
    app.keys('F2')
    app.window('Edit Project')
    app.find('Name (decided by your organization)', 'text')
    app.find('Folder (decided by your organization)', 'list item')
    assert not has_state(app.find('Choose a Folder', 'push button'), Atspi.StateType.SENSITIVE)
    app.type('Other')
    app.picture('locked-name')
    app.transcript('locked-name')
    app.tab_to('Instructions')
    app.type('Be careful.')
    app.keys('alt+s')
    app.window('Payroll')
    shown = expect(ctl('project', 'show', 'payroll', '--json')).json()
    assert (shown['name'], shown['instructions']) == ('Payroll', 'Be careful.'), shown


def test_new_project():
    """a list of projects that is locked takes no new one: each field says who decides"""
    app.keys('ctrl+n')
    app.window('New Project')
    app.find('Name (decided by your organization)', 'text')
    assert not has_state(app.find('Create', 'push button'), Atspi.StateType.SENSITIVE)
    app.type('Another')
    app.keys('Return')
    app.picture('locked-projects')
    app.transcript('locked-projects')
    assert not app.look_for('Another'), app.tree()
    app.keys('Escape')
    app.window('Payroll')


def test_delete_project():
    """nor is one taken away or moved: that is said at once"""
    app.tab_to('Payroll, ')
    app.keys('Delete')
    app.find('Your organization decides which projects there are')
    app.find('Payroll, ', 'list item')
    app.keys('alt+shift+Up')
    app.picture('locked-delete')
    assert [each['id'] for each in expect(ctl('project', 'list', '--json')).json()] == ['default', 'payroll']


def test_tools():
    """what tools may do: each row says who decides, and what; nothing can be chosen"""
    app.go('Sample')
    app.window('Sample Workspace')
    app.find('Your organization decides what tools may do in the project “Payroll”.')
    app.tab_to('List invoices, Reads, Needs approval. ' + LOCK)
    app.keys('space', 'Return')
    assert not has_state(app.find('List invoices: Needs approval', 'push button'), Atspi.StateType.SENSITIVE)
    assert not has_state(app.find('Allow All…', 'push button'), Atspi.StateType.SENSITIVE)
    app.picture('locked-tools')
    app.transcript('locked-tools')


def test_every_project():
    """what was chosen for every project cannot be taken back"""
    app.find(f'sample__read_note, Blocked. {LOCK}', 'list item')
    assert not app.look_for('Take Back: sample__read_note'), app.tree()
    app.picture('locked-every-project')
    app.keys('ctrl+w')
    app.window('Payroll')


def test_preferences():
    """the preferences: what is on in new projects, and what may only read"""
    app.keys('ctrl+comma')
    app.window('Preferences')
    switches = [app.find(name, 'check box') for name in ('crm', 'Sample Workspace')]
    assert not any(has_state(each, Atspi.StateType.SENSITIVE) for each in switches)
    app.find(LOCK)
    app.picture('locked-preferences')
    app.transcript('locked-preferences')
    app.keys('Escape')
    app.window('Payroll')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
