#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window by Tab and by what a screen reader is told: every page of it, every control named, none out of reach, no trap."""

import sys

from gatehouse_app import App
from gatehouse import ctl, expect, main, start_sample
from walker import Walker, names

server = start_sample()
app = App()
walker = Walker(app)


def test_welcome():
    """nothing is connected yet"""
    app.wait_focus('Try Sample Workspace')
    stops = names(walker.check())
    assert {'Try Sample Workspace', 'Choose Your Services…', 'New Project', 'Main Menu', 'Default, 0 connectors on'} <= set(stops), stops


def test_menu():
    """F10 opens the menu; the arrows walk it, Escape gives the focus back"""
    before = walker.focus()
    app.keys('F10')
    app.wait_focus('New Project…')
    said = [walker.focus().name]
    for _ in range(12):
        walker.press('Down')
        said.append(walker.focus().name)
    assert {'New Project…', 'Edit Project…', 'Customize', 'Show My Tools', 'Refresh', 'Preferences', 'Keyboard Shortcuts',
            'About Gatehouse'} <= set(said), said
    app.keys('Escape')
    walker.wait_back(before.path)


def test_project():
    """a project with a connector, with its folder and instructions"""
    expect(ctl('connect', 'sample', '--yes'))
    expect(ctl('project', 'set', 'Default', '--folder', '/tmp', '--instructions', 'Be brief.'))
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.find('Be brief.')
    stops = names(walker.check())
    assert any(name.startswith('Sample Workspace, installed, on in this project, signed in. 13 tools') for name in stops), stops


def test_focus_is_somewhere():
    """what vanished under the focus leaves it on something that can be seen"""
    app.wait_until('something has the focus', walker.focus)
    assert walker.is_showing(walker.focus())


def test_panel():
    """the panel of plugins: Ctrl+Shift+P opens it and is in it, and once more closes it"""
    app.keys('ctrl+shift+p')
    app.wait_focus('Sample Workspace, installed, on')
    assert 'Customize…' in names(walker.check())
    app.keys('ctrl+shift+p')
    app.wait_until('the focus has left the panel', lambda: walker.focus() and walker.is_showing(walker.focus())
                   and 'Connectors in this project' not in [node.name for node in walker.focus().ancestors()])


def test_remedy():
    """a row with its remedy"""
    expect(ctl('disconnect', 'sample', '--yes'))
    app.find('Sign In…: Sample Workspace', 'push button')
    assert 'Sign In…: Sample Workspace' in names(walker.check())
    expect(ctl('connect', 'sample', '--yes'))
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')


def test_search():
    """the search of projects"""
    app.keys('ctrl+f')
    app.wait_focus('Search projects')
    assert 'Default, 1 connector on' in names(walker.check())
    app.keys('Escape')
    walker.wait_shown()


def test_found():
    """Return in the search opens the project that was found, and the focus is in it"""
    expect(ctl('project', 'add', 'Larkspur'))
    app.find('Larkspur, 0 connectors on', 'list item')
    for name in ('Larkspur', 'Default'):
        app.keys('ctrl+f')
        app.wait_focus('Search projects')
        app.type(name[:4].lower())
        app.find(name, 'list item')
        app.keys('Return')
        app.window(name)
        app.wait_until('the focus is in the project', lambda: walker.focus() and walker.is_showing(walker.focus())
                       and not walker.focus().name.startswith('Search'))
    # Tab goes through the list of projects, and chooses each.
    expect(ctl('project', 'remove', 'Larkspur', '--yes'))
    app.gone('Larkspur, 0 connectors on', 'list item')


def test_tools():
    """what the project can use, by name"""
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.type('list_inv')
    app.gone('sample__create_note', 'list item')
    stops = names(walker.check())
    assert {'Copy Name: sample__list_invoices', 'Try List invoices'} <= set(stops), stops
    app.type('zzz')
    app.find_shown('No Tools Found', 'label')
    walker.check()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
