#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of plugins and connectors by Tab and by what a screen reader is told: every page, every control named, none out of reach, and
the focus is back where it was when one thing was looked at."""

import sys

from gatehouse_app import App
from gatehouse import ctl, expect, main, start_sample
from walker import Walker

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()
walker = Walker(app)


def names(stops):
    return [stop.name for stop in stops]


def test_plugins():
    """Ctrl+Shift+C opens it; the page of plugins, which are none"""
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.keys('ctrl+shift+c')
    app.window('Plugins & Connectors')
    app.keys('alt+1')
    app.wait_focus('Browse Connectors')
    assert {'Plugins', 'Connectors', 'Add', 'Health', 'Refresh'} <= set(names(walker.check()))


def test_connectors():
    """the connectors there are, and the directory"""
    app.keys('alt+2')
    app.wait_focus('Search connectors and services')
    app.find('ActiveCampaign', 'list item')
    stops = names(walker.check())
    assert {'Category: All Categories', 'Show More'} <= set(stops), stops


def test_category():
    """the category is chosen by keys, and what is chosen is told"""
    walker.go_to('Category: All Categories')
    app.keys('space')
    app.wait_until('the list of categories is open', lambda: walker.focus() and walker.focus().role == 'list item')
    assert walker.focus().name == 'All Categories', walker.focus()
    moves = walker.press('Down')
    said = walker.read()[moves[-1]]
    assert said.role == 'list item' and said.name and not said.name.startswith('Gtk'), said
    app.keys('Return')
    app.wait_focus(f'Category: {said.name}')
    app.keys('space')
    app.wait_until('the list of categories is open', lambda: walker.focus() and walker.focus().role == 'list item')
    app.keys('Home')
    app.keys('Return')
    app.wait_focus('Category: All Categories')


def test_entry():
    """the page of a service; Escape goes back to where one came from"""
    app.keys('alt+2')
    app.wait_focus('Search connectors and services')
    app.type('notion')
    app.gone('ActiveCampaign', 'list item')
    walker.go_to('Notion')
    before = walker.focus().path
    app.keys('Return')
    app.window('Notion')
    app.wait_until('something has the focus', walker.focus)
    stops = names(walker.check())
    assert any(name.startswith('Connect') for name in stops) and any(name.startswith('Address') for name in stops), stops
    app.keys('Escape')
    app.window('Plugins & Connectors')
    app.wait_until('the focus is back', lambda: walker.focus() and walker.focus().path == before)


def test_connector():
    """the page of a connector that is signed in, with its tools"""
    app.keys('alt+2')
    app.wait_focus('Search connectors and services')
    app.keys('ctrl+a')
    app.type('sample')
    app.gone('Notion, ', 'list item')
    walker.go_to('Sample Workspace')
    app.keys('Return')
    app.window('Sample Workspace')
    app.find('Write a note', 'list item')
    stops = names(walker.check())
    wanted = {'Disconnect', 'Reconnect…', 'Add Account…', 'Remove', 'Copy as .mcp.json', 'Try List invoices', 'Allow All…'}
    assert wanted <= set(stops), wanted - set(stops)
    assert any(name.startswith('Read Only, off') for name in stops), stops
    assert any(name.startswith('Write a note: Needs approval') for name in stops), stops


def test_decision():
    """what may be done with a tool is chosen by keys, and told"""
    walker.go_to('Write a note: ')
    app.keys('space')
    app.wait_until('the menu is open', lambda: walker.focus() and 'menu item' in walker.focus().role)
    assert walker.focus().name and 'Gtk' not in walker.focus().name, walker.focus()
    app.keys('Escape')
    app.wait_focus('Write a note: ')


def test_account():
    """the dialog that asks how a further account is called"""
    walker.go_to('Add Account…')
    with walker.over('Return', title='Add Account'):
        app.type('Work')
        assert {'Cancel', 'Add'} <= set(names(walker.check()))
    app.keys('Escape')
    app.window('Plugins & Connectors')


def test_add():
    """a server of one's own: on the network, on this computer, with a key"""
    app.keys('alt+3')
    app.wait_focus('Name')
    app.type('Mine')
    assert {'Name', 'Address', 'Read', 'Claude Desktop', 'Choose a File…'} <= {name.split(':')[0] for name in names(walker.check())}
    walker.go_to('Kind')
    app.keys('space', 'Down', 'Return')
    app.wait_focus('Kind, A key in a header')
    assert 'Key' in names(walker.check())
    walker.go_to('Where It Runs')
    app.keys('space')
    app.wait_until('the choices are open', lambda: walker.focus() and walker.focus().role == 'list item')
    assert walker.focus().name == 'On the network', walker.focus()
    app.keys('Down', 'Return')
    app.wait_focus('Where It Runs, On this computer')
    assert {'Command', 'Variables'} <= set(names(walker.check()))


def test_health():
    """what is well and what is not"""
    app.keys('alt+4')
    app.wait_focus('All Is Well')
    stops = names(walker.check())
    assert {'Check Again', 'Copy Report for IT'} <= set(stops), stops
    walker.go_to('Sample Workspace, Fine')
    assert walker.has_expanded(walker.focus()) is False
    app.keys('Return')
    app.wait_until('it opens, and says so', lambda: walker.has_expanded(walker.focus()))
    walker.check()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
