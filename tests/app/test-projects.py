#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects by keyboard alone, and together with the command line: what one changes the other shows at once."""

import sys
import tempfile

from gatehouse_app import App, Atspi, has_state
from gatehouse import ctl, expect, main

app = App()


def projects():
    return {project['name']: project for project in expect(ctl('project', 'list', '--json')).json()}


def test_welcome():
    """nothing is connected: the welcome has the focus, and its first button names what it does"""
    app.wait_focus('Try Sample Workspace')
    app.find_shown('Connect Your First Service', 'label')


def test_new_needs_a_name():
    """a project without a name cannot be created"""
    app.keys('ctrl+n')
    app.window('New Project')
    button = app.find('Create', 'push button')
    assert not has_state(button, Atspi.StateType.SENSITIVE)
    app.type('   ')
    app.wait_until('it is typed', lambda: app.holds('   '))
    assert not has_state(app.find('Create', 'push button'), Atspi.StateType.SENSITIVE)
    app.keys('Escape')
    app.window('Default')


def test_new():
    """Ctrl+N, a name, Return: the project is there, chosen, and the command line knows it"""
    app.keys('ctrl+n')
    app.window('New Project')
    app.type('Q4 report')
    app.keys('Return')
    app.find('Q4 report, 0 connectors on', 'list item', Atspi.StateType.SELECTED)
    assert 'Q4 report' in projects()


def test_other_process():
    """what the command line adds, renames and deletes is followed at once"""
    expect(ctl('project', 'add', 'Vendor audit'))
    app.find('Vendor audit, 0 connectors on', 'list item')
    expect(ctl('project', 'set', 'Vendor audit', '--name', 'Audit 2027'))
    app.find('Audit 2027, 0 connectors on', 'list item')
    expect(ctl('project', 'remove', 'Audit 2027', '--yes'))
    app.gone('Audit 2027', 'list item')


def test_folder():
    """the folder of a project, and that it is not there any more"""
    with tempfile.TemporaryDirectory() as folder:
        expect(ctl('project', 'set', 'Q4 report', '--folder', folder))
        app.find(folder, 'label')
        assert not app.look_for('not there', 'label'), app.tree()
    app.go('Default')
    app.find('Default, ', 'list item', Atspi.StateType.SELECTED)
    app.go('Q4 report')
    app.find(folder + '\nThis folder is not there. Edit the project', 'label')
    expect(ctl('project', 'set', 'Q4 report', '--folder', ''))
    app.gone('not there', 'label')


def test_rename():
    """F2 changes the name"""
    app.keys('F2')
    app.window('Edit Project')
    app.keys('ctrl+a')
    app.type('Q4')
    app.keys('Return')
    app.find('Q4, 0 connectors on', 'list item')
    assert 'Q4' in projects() and 'Q4 report' not in projects()


def test_title():
    """the window is called as its project is, also when that was chosen once more and renamed after"""
    app.tab_to('Q4, 0 connectors on')
    app.keys('Return')
    for name in ('Ledger', 'Q4'):
        app.keys('F2')
        app.window('Edit Project')
        app.keys('ctrl+a')
        app.type(name)
        app.keys('Return')
        app.window(name)


def test_move():
    """Alt+Shift+Up and Down move the project that is chosen, and it stays chosen; what others move changes nothing of that either"""
    def order():
        return [project['name'] for project in expect(ctl('project', 'list', '--json')).json()]
    app.keys('alt+shift+Up')
    app.wait_until('the project stands first', lambda: order() == ['Q4', 'Default'])
    app.find('Q4, 0 connectors on', 'list item', Atspi.StateType.SELECTED)
    app.window('Q4')
    app.keys('alt+shift+Down')
    app.wait_until('the project stands last', lambda: order() == ['Default', 'Q4'])
    app.find('Q4, 0 connectors on', 'list item', Atspi.StateType.SELECTED)
    app.window('Q4')


def test_search():
    """Ctrl+F finds a project; Escape shows all again"""
    app.keys('ctrl+f')
    app.type('zzz')
    app.gone('Q4, 0 connectors on', 'list item')
    app.keys('Escape')
    app.find('Q4, 0 connectors on', 'list item')


def test_delete_and_undo():
    """deleting is taken back with Ctrl+Z, and nothing was lost meanwhile"""
    app.keys('ctrl+Delete')
    app.gone('Q4, 0 connectors on', 'list item')
    assert 'Q4' in projects()
    app.keys('ctrl+z')
    app.find('Q4, 0 connectors on', 'list item', Atspi.StateType.SELECTED)


def test_delete():
    """the next change makes a deletion final"""
    app.keys('ctrl+Delete')
    app.gone('Q4, 0 connectors on', 'list item')
    app.keys('ctrl+n')
    app.window('New Project')
    app.type('Personal')
    app.keys('Return')
    app.find('Personal, 0 connectors on', 'list item', Atspi.StateType.SELECTED)
    app.window('Personal')
    app.keys('ctrl+Delete')
    app.wait_until('the first deletion is final', lambda: 'Q4' not in projects())
    assert 'Personal' in projects()
    app.keys('ctrl+z')


def test_default_stays():
    """the default project cannot be deleted"""
    app.keys('ctrl+k')
    app.window('Go To')
    app.type('default')
    app.keys('Return')
    app.find('Default, 0 connectors on', 'list item', Atspi.StateType.SELECTED)
    app.keys('ctrl+Delete')
    app.keys('ctrl+k')
    app.window('Go To')
    app.keys('Escape')
    app.window('Default')
    app.find('Default, 0 connectors on', 'list item')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    main(sys.modules[__name__])
