#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of plugins and connectors by Tab and by what a screen reader is told: every page, every control named, none out of reach, and
the focus is back where it was when one thing was looked at."""

import json
import os
import pathlib
import sys

from gatehouse_app import App
from gatehouse import ctl, expect, main
from lab import Lab, closed_port
from walker import Walker, starts

lab = Lab()
expect(ctl('connector', 'add', 'lab', lab.address))
expect(ctl('connector', 'add', 'down', f'http://127.0.0.1:{closed_port()}/mcp'))
expect(ctl('activate', 'down'))
app = App()
walker = Walker(app)


def test_plugins():
    """Ctrl+Shift+C opens it; the page of plugins, which are none"""
    app.find('down, installed, on in this project', 'list item')
    app.keys('ctrl+shift+c')
    app.window('Plugins & Connectors')
    app.keys('alt+1')
    app.wait_focus('Browse Connectors')
    starts(walker.check(), 'Plugins', 'Connectors', 'Add', 'Health')


def test_connectors():
    """the connectors there are, and the directory; Ctrl+F and Alt+2 go to its search"""
    app.keys('alt+2')
    app.wait_focus('Search connectors and services')
    app.find('ActiveCampaign', 'list item')
    starts(walker.check(), 'lab, installed, off', 'down, installed, on', 'Category: All Categories', 'Show More')
    walker.go_to('Category: All Categories')
    app.keys('ctrl+f')
    app.wait_focus('Search connectors and services')


def test_nothing_found():
    """a search that finds nothing says so, and how many it finds"""
    app.type('zzz')
    app.find_shown('No Connectors Found', 'label')
    app.wait_until('it is told', lambda: walker.focus().description.startswith('0 found'))
    starts(walker.check(), 'Search connectors and services')
    app.keys('Escape')
    app.find('ActiveCampaign', 'list item')


def test_category():
    """the category is chosen by keys, and what is chosen is told, however often the items are used anew"""
    walker.go_to('Category: All Categories')
    for step in ('Down', 'Down', 'End', 'Home'):
        app.keys('space')
        app.wait_until('the list of categories is open', lambda: walker.focus() and walker.focus().role == 'list item')
        said = walker.read()[walker.press(step)[-1]]
        assert said.role == 'list item' and said.name and not said.name.startswith('Gtk'), said
        app.keys('Return')
        app.wait_focus(f'Category: {said.name}')
    assert said.name == 'All Categories', said


def test_entry():
    """the page of a service; Escape goes back to where one came from"""
    app.keys('alt+2')
    app.wait_focus('Search connectors and services')
    app.type('notion')
    app.gone('ActiveCampaign', 'list item')
    before = walker.go_to('Notion')
    app.keys('Return')
    app.window('Notion')
    app.wait_until('something has the focus', walker.focus)
    starts(walker.check(), 'Connect', 'Address', 'Read Only at First')
    app.keys('Escape')
    app.window('Plugins & Connectors')
    walker.wait_back(before)


def test_add():
    """a server of one's own: on the network, on this computer, with a key"""
    app.keys('alt+3')
    app.wait_focus('Name')
    app.type('mine')
    starts(walker.check(), 'Name', 'Address', 'Read', 'Claude Desktop', 'Claude Code', 'VS Code', 'Cursor', 'Choose a File…')
    walker.go_to('Kind')
    app.keys('space', 'Down', 'Return')
    app.wait_focus('Kind, A key in a header')
    starts(walker.check(), 'Key', 'Header')
    walker.go_to('Where It Runs')
    app.keys('space')
    app.wait_until('the choices are open', lambda: walker.focus() and walker.focus().role == 'list item')
    assert walker.focus().name == 'On the network', walker.focus()
    app.keys('Down', 'Return')
    app.wait_focus('Where It Runs, On this computer')
    starts(walker.check(), 'Command', 'Variables')


def test_import():
    """what another program has: each can be chosen, and the focus is back afterwards"""
    path = pathlib.Path(os.environ['HOME'], '.claude.json')
    path.write_text(json.dumps({'mcpServers': {'first': {'type': 'http', 'url': lab.address}, 'broken': {'url': 7}}}))
    walker.go_to('Claude Code')
    with walker.over('Return', title='Import'):
        app.find('first', 'check box')
        starts(walker.check(), 'first', 'Cancel', 'Import')


def test_none_to_import():
    """where there is nothing, the window says so, and can be left"""
    path = pathlib.Path(os.environ['HOME'], '.claude.json')
    path.write_text(json.dumps({'mcpServers': {}}))
    walker.go_to('Claude Code')
    app.keys('Return')
    app.window('Import')
    app.wait_until('something has the focus', walker.focus)
    walker.check()
    app.keys('Escape')
    app.window('Plugins & Connectors')
    app.wait_focus('Claude Code')


def test_health():
    """what is well and what is not; a problem is open, says so, and offers its remedy"""
    app.keys('alt+4')
    app.find('down, ', 'list item')
    app.find('Check Again', 'push button')
    starts(walker.check(), 'Check Again', 'Copy Report for IT', 'This Computer')
    walker.go_to('down, ')
    app.wait_until('it is open, and says so', lambda: walker.has_expanded(walker.focus()))
    walker.check()
    app.keys('Return')
    app.wait_until('it closes, and says so', lambda: walker.has_expanded(walker.focus()) is False)
    app.keys('Return')
    app.wait_until('it opens, and says so', lambda: walker.has_expanded(walker.focus()))


def test_closed():
    """Escape closes the window, and the focus is in the project"""
    app.keys('Escape')
    app.window('Default')
    walker.wait_shown()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    main(sys.modules[__name__])
