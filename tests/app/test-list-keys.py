#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of lists: Space turns on and off, Delete removes and Ctrl+Z brings back, Ctrl+K leads away from every window. After
each the focus is on something that can be seen."""

import sys

from gatehouse import active, connector_ids, ctl, expect, main, start_sample
from gatehouse_app import App
from walker import Walker

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()
walker = Walker(app)


def test_toggle_in_project():
    """Space on the row of an account turns it off in the project, and on again; the row says so, and keeps the focus"""
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    walker.go_to('Sample Workspace, installed, on')
    app.keys('space')
    app.wait_focus('Sample Workspace, installed, off in this project')
    app.wait_until('it is off', lambda: active() == [])
    app.keys('space')
    app.wait_focus('Sample Workspace, installed, on in this project')
    app.wait_until('it is on', lambda: active() == ['sample'])


def test_delete_project():
    """Delete on a project removes it; Ctrl+Z brings it back"""
    expect(ctl('project', 'add', 'Larkspur'))
    app.find('Larkspur, 0 connectors on', 'list item')
    walker.go_to('Default, ')
    app.keys('Down')
    app.wait_focus('Larkspur, 0 connectors on')
    app.window('Larkspur')
    app.keys('Delete')
    app.gone('Larkspur, 0 connectors on', 'list item')
    walker.wait_shown()
    app.keys('ctrl+z')
    app.find('Larkspur, 0 connectors on', 'list item')
    walker.wait_shown()


def test_toggle_in_list():
    """Space on a row of the connectors does the same"""
    app.customize('Connectors')
    app.wait_focus('Search connectors and services')
    walker.go_to('Sample Workspace, installed')
    before = walker.focus().name
    app.keys('space')
    app.wait_until('the row says so', lambda: walker.focus() and walker.focus().name.startswith('Sample Workspace') and walker.focus().name != before)
    app.keys('space')
    app.wait_until('it is as it was', lambda: walker.focus() and walker.focus().name == before)


def test_palette():
    """Ctrl+K works here too, and Escape gives the focus back"""
    with walker.over('ctrl+k', title='Go To'):
        app.wait_focus('Go to')


def test_delete_connector():
    """Delete removes a connector from the list; Ctrl+Z brings it back, still signed in"""
    walker.go_to('Sample Workspace, installed')
    app.keys('Delete')
    app.gone('Sample Workspace, installed', 'list item')
    walker.wait_shown()
    app.keys('ctrl+z')
    app.find('Sample Workspace, installed', 'list item')
    app.wait_until('it is there', lambda: connector_ids() == ['sample'])


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
