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

[{base[1:]}/projects/payroll]
name='Payroll'
active-connectors=['sample']
""")
    (folder / 'locks' / 'gatehouse').write_text(''.join(f'{base}/{key}\n' for key in (
        'locked-off-connectors', 'read-only-connectors', 'projects', 'projects/payroll/name', 'projects/payroll/active-connectors')))
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
    """a list of projects that is locked takes no new one: one sentence says who can, and what was typed is still there"""
    app.keys('ctrl+n')
    app.window('New Project')
    app.type('Another')
    app.keys('Return')
    app.find('The setting “projects” is locked by the administrator. Ask the administrator to change it.')
    app.picture('locked-projects')
    app.transcript('locked-projects')
    app.keys('Escape')
    app.find('Another', 'text')
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
