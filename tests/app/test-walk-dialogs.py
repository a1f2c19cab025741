#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs over the main window by Tab and by what a screen reader is told; Escape closes each, and the focus is back where it was."""

import sys

from gatehouse_app import App
from gatehouse import ctl, expect, main, start_sample
from walker import Walker, names

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()
walker = Walker(app)


def test_start():
    """the window stands, and the focus is on the chosen project"""
    app.wait_focus('Default, 1 connector on')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')


def test_new_project():
    """a new project"""
    with walker.over('ctrl+n', title='New Project'):
        app.wait_focus('Name')
        app.type('Q4')
        stops = names(walker.check())
        assert {'Choose a Folder', 'Instructions', 'Cancel', 'Create'} <= set(stops), stops


def test_edit_project():
    """the project as it is"""
    with walker.over('F2', title='Edit Project'):
        walker.check()


def test_palette():
    """what can be gone to: the arrows choose, and what is chosen is told where the focus is"""
    with walker.over('ctrl+k', title='Go To'):
        app.wait_focus('Go to')
        walker.check()
        app.keys('ctrl+a')
        app.type('sample')
        app.wait_until('what is chosen is told', lambda: walker.focus().description.startswith('Sample Workspace, Connector'))
        app.type('zzz')
        app.wait_until('it is told that there is none', lambda: walker.focus().description == 'Nothing Found')


def test_preferences():
    """the preferences"""
    with walker.over('ctrl+comma', title='Preferences'):
        app.find('Sample Workspace', 'check box')
        walker.check()


def test_shortcuts():
    """the window of shortcuts"""
    with walker.over('F1', title='Keyboard Shortcuts'):
        walker.check()


def test_about():
    """the window of who made it"""
    with walker.over('ctrl+k', title='Go To'):
        app.type('about')
        app.keys('Return')
        app.window('About')
        app.wait_until('something has the focus', walker.focus)
        walker.check()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
