#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tool that is not what it was when it was allowed: noticed by itself, shown with what is different, allowed again or kept blocked."""

import sys

from gatehouse_app import App
from gatehouse import Terminal, ctl, expect, main, start_sample

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
# What is called once is pinned.
expect(ctl('call', 'sample__sticky_note', 'text=first', '--yes'), 0, 'first')
app = App()

CHANGED = 'A tool of Sample Workspace is not what it was when you allowed it.'


def change():
    """The server changes the definition, and tells all who listen."""
    expect(ctl('call', 'sample__change_definition', '--yes'), 0)


def test_noticed():
    """the change is noticed without anybody doing anything; until somebody looks at it the tool is not used"""
    app.find('Sample Workspace, installed, on in this project, signed in. 13 tools', 'list item')
    change()
    app.find(CHANGED, 'alert')
    app.find(f'Review…: {CHANGED}', 'push button')
    expect(ctl('call', 'sample__sticky_note', 'text=second', '--yes'), 1, 'is not what it was')


def test_shown():
    """the difference is readable: each part with what it was and what it is"""
    app.keys('alt+v')
    app.window('“sticky_note” Changed')
    app.wait_focus('Keep Blocked')
    app.find('Description', 'label')
    assert app.look_for('Before: ', 'list item') and app.look_for('Now: ', 'list item'), app.tree()
    assert app.look_for('Argument colour', 'label'), app.tree()
    assert app.look_for('Before: Was not there', 'list item'), app.tree()
    assert app.look_for('Before: Yes', 'list item') and app.look_for('Now: No', 'list item'), app.tree()
    app.picture('review')
    app.transcript('review')


def test_later():
    """closed without a decision nothing changes"""
    app.keys('Escape')
    app.window('Default')
    app.find(CHANGED, 'alert')
    expect(ctl('call', 'sample__sticky_note', 'text=third', '--yes'), 1, 'is not what it was')


def test_allow():
    """allowed, the banner goes, and the call runs"""
    app.keys('alt+v')
    app.window('“sticky_note” Changed')
    app.keys('alt+a')
    app.gone(CHANGED, 'alert')
    app.window('Default')
    expect(ctl('call', 'sample__sticky_note', 'text=fourth', '--yes'), 0, 'fourth')


def test_allowed_elsewhere():
    """what is allowed on a terminal is seen in the window at once"""
    change()
    app.find(CHANGED, 'alert')
    terminal = Terminal('call', 'sample__sticky_note', 'text=elsewhere', '--no-color')
    terminal.wait_for('Your choice')
    terminal.type('1\n')
    assert terminal.end() == 0, terminal.text
    app.gone(CHANGED, 'alert')


def test_keep_blocked():
    """another change is another question; kept blocked it is out of the way, and the tool is not used"""
    change()
    app.find(CHANGED, 'alert')
    app.keys('alt+v')
    app.window('“sticky_note” Changed')
    app.keys('alt+k')
    app.gone(CHANGED, 'alert')
    app.window('Default')
    expect(ctl('call', 'sample__sticky_note', 'text=fifth', '--yes'), 1, 'You blocked')


def test_ends():
    """quitting ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
