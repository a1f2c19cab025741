#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who types in a list searches it: in what a connector offers, and in the log of a local program. What is found is told, Escape ends it,
and the focus is back where it was."""

import sys

from gatehouse import ctl, expect, main
from gatehouse_app import App, text_of
from lab import Lab, tool
from walker import Walker

RESOURCE = {'uri': 'lab://notes/1', 'name': 'note-1', 'title': 'First note', 'mimeType': 'text/plain'}
LOG = 'for i in 1 2 3 4 5; do echo "line $i is ready" >&2; done; echo "the Engine stands still" >&2'

lab = Lab()
lab.tools = [tool('look', 'Looks at it'), tool('peek', 'Looks for a moment'), tool('write', 'Writes a note', read_only=False)]
lab.hooks = {'rpc:resources/list': lambda _: {'resources': [RESOURCE]}}
expect(ctl('connector', 'add', 'lab', lab.address, '--label', 'Lab'))
expect(ctl('connect', 'lab', '--yes'))
expect(ctl('connector', 'add', 'local', '--', '/bin/sh', '-c', LOG))
app = App()
walker = Walker(app)


def shown(name):
    """Whether it is on the screen."""
    node = next((node for node in walker.read().values() if node.name.startswith(name)), None)
    return bool(node and walker.is_showing(node))


def only(*names, gone=()):
    app.wait_until(f'only {names} are shown', lambda: all(map(shown, names)) and not any(map(shown, gone)))


def told(text):
    """It is heard where the focus is."""
    app.wait_until(f'‘{text}’ is told', lambda: walker.focus() and walker.focus().description == text)


def test_tools():
    """what is typed on the page of a connector is searched for in its tools, resources and prompts; nothing else is shown meanwhile"""
    app.find('In This Project')
    app.go('Lab')
    app.window('Lab')
    app.find('write, Changes or Deletes', 'list item')
    walker.go_to('Disconnect')
    app.type('looks')
    app.wait_focus('Search tools, resources, and prompts')
    assert text_of(app.focused()) == 'looks', app.tree()
    only('look, Reads', 'peek, Reads', gone=('write, Changes', 'Disconnect', 'Read Only', 'Allow All'))
    told('2 found')
    app.picture('connector-search')
    names = [stop.name for stop in walker.check()]
    assert 'look: Always allow' in names and 'write: Needs approval' not in names and 'Disconnect' not in names, names


def test_words():
    """by name, title and what it is for, in any case; resources, too"""
    app.wait_focus('Search tools, resources, and prompts')
    for words, found, gone in (('MOMENT', 'peek, Reads', 'look, Reads'), ('note', 'write, Changes', 'peek, Reads'),
                               ('first', 'lab://notes/1', 'write, Changes')):
        app.keys('ctrl+a')
        app.type(words)
        only(found, gone=(gone,))


def test_nothing_found():
    """nothing is found, and that is said"""
    app.keys('ctrl+a')
    app.type('zebra')
    app.find('No Tools Found')
    told('0 found')
    app.picture('connector-search-nothing')


def test_ends():
    """Escape ends it: everything is there again, and the focus is where it was"""
    app.keys('Escape')
    app.wait_focus('Disconnect')
    only('Disconnect', 'On in “Default”')
    app.gone('No Tools Found')
    assert not shown('Search tools, resources')


def test_key():
    """Ctrl+F begins it; what is found has its menu, and Escape leads back to the search and out of it"""
    app.keys('ctrl+f')
    app.wait_focus('Search tools, resources, and prompts')
    app.type('peek')
    only('peek, Reads', gone=('look, Reads',))
    walker.go_to('peek: Always allow')
    app.keys('Return')
    app.wait_until('the menu is open', lambda: walker.focus() and 'menu item' in walker.focus().role)
    app.keys('Escape')
    app.wait_focus('peek: Always allow')
    app.keys('ctrl+f')
    app.wait_focus('Search tools, resources, and prompts')
    app.keys('Escape')
    app.wait_focus('Disconnect')


def test_leaves():
    """another connector is shown as it is, not as it was searched"""
    app.keys('ctrl+f')
    app.wait_focus('Search tools, resources, and prompts')
    app.type('zebra')
    app.find('No Tools Found')
    app.go('local')
    app.window('local')
    app.gone('No Tools Found')
    only('On in “Default”')


def test_log():
    """what is typed in a log is searched for in its lines"""
    walker.go_to('Ask Again')
    app.keys('Return')
    app.window('Run This Program on Your Computer?')
    app.tab_to('Run It Once')
    app.keys('Return')
    app.window('local')
    app.find('did not answer', 'list item')
    walker.go_to('Log')
    app.keys('Return')
    app.window('Log')
    app.wait_focus('What the server wrote')
    assert text_of(app.focused()).count('is ready') == 5, app.tree()
    app.type('engine')
    app.wait_focus('Search log')
    app.find('the Engine stands still', 'text')
    app.gone('is ready', 'text')
    told('1 found')
    app.picture('log-search')
    walker.check()


def test_log_nothing_found():
    """nothing is found there, either; Escape ends the search, and once more the log"""
    app.wait_focus('Search log')
    app.keys('ctrl+a')
    app.type('zebra')
    app.find('No Lines Found')
    told('0 found')
    app.keys('Escape')
    app.wait_focus('line 1 is ready')
    assert text_of(app.focused()).count('is ready') == 5, app.tree()
    app.keys('ctrl+f')
    app.wait_focus('Search log')
    app.keys('Escape')
    app.wait_focus('line 1 is ready')
    app.keys('Escape')
    app.window('local')
    app.wait_focus('Log')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    main(sys.modules[__name__])
