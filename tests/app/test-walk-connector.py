#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a connector and the dialogs over it by Tab and by what a screen reader is told: signed out, signing in, signed in, its tools,
its log. Every control is named, none is out of reach, and Escape leads back to where one came from."""

import sys

from gatehouse import browser_log, ctl, expect, main
from gatehouse_app import App
from lab import Lab, tool
from walker import Walker, starts

lab = Lab()
lab.tools = [tool('look', 'Looks at it'), tool('write', 'Writes it', read_only=False)]
expect(ctl('connector', 'add', 'lab', lab.address))
expect(ctl('connector', 'add', 'local', '--', '/bin/sh', '-c', 'echo ready >&2'))
app = App()
walker = Walker(app)


def open_connector(name):
    """From the list of connectors; where the focus was there."""
    app.customize('Connectors')
    app.wait_focus('Search connectors and services')
    before = walker.go_to(name)
    app.keys('Return')
    app.window(name)
    app.wait_until('something has the focus', walker.focus)
    return before


def test_signed_out():
    """the page of a connector that nobody signed in to"""
    app.find('In This Project')
    open_connector('lab')
    starts(walker.check(), 'Sign In…', 'On in “Default”, off', 'Read Only, off', 'Copy as .mcp.json', 'Remove', 'Back')


def test_projects():
    """the question in which projects it is to be on; Escape leaves everything as it was"""
    walker.go_to('Sign In…')
    with walker.over('Return', title='Choose Projects'):
        starts(walker.check(), 'Default', 'Cancel', 'Connect')


def test_sign_in_asks():
    """the sign-in: where it leads to, and all of the address"""
    app.keys('alt+s')
    app.window('Choose Projects')
    app.keys('alt+o')
    app.window('Sign in to lab')
    app.wait_focus('Open Browser')
    assert browser_log() == [], browser_log()
    starts(walker.check(), 'Open Browser', 'Cancel', 'Full Address')


def test_sign_in_refused():
    """Escape gives it up, and the focus is on the page"""
    app.keys('Escape')
    app.window('lab')
    walker.wait_shown()
    assert browser_log() == [], browser_log()


def test_sign_in_waits():
    """while it waits: the link, the browser once more, the address of the last page"""
    lab.hooks['/authorize'] = lambda request: ('text/plain', 'nobody is at home')
    app.keys('alt+s')
    app.window('Choose Projects')
    app.keys('alt+o')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find('Waiting for you to sign in at 127.0.0.1:')
    app.wait_focus('Copy Link')
    starts(walker.check(), 'Copy Link', 'Open Browser Again', 'Cancel')
    app.keys('alt+p')
    app.wait_focus('Address of the Last Page')
    starts(walker.check(), 'Address of the Last Page')
    app.keys('Escape')
    app.window('lab')
    del lab.hooks['/authorize']


def test_signed_in():
    """after signing in the page has the focus, with its tools, and Escape goes back to where one came from"""
    app.keys('Escape')
    app.window('Plugins & Connectors')
    before = open_connector('lab')
    app.keys('alt+s')
    app.window('Choose Projects')
    app.keys('alt+o')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find('Signed in', 'list item')
    app.window('lab')
    walker.wait_shown()
    app.keys('Escape')
    app.window('Plugins & Connectors')
    walker.wait_back(before)


def test_page():
    """the whole page, with its tools"""
    app.keys('Return')
    app.window('lab')
    app.find('write, Changes or Deletes', 'list item')
    starts(walker.check(), 'Disconnect', 'On in “Default”, on', 'Add Account…', 'Ask Again', 'Allow All…', 'look, Reads', 'look: Always allow',
           'Try look', 'write: Needs approval', 'Kind', 'Address', 'Added By')


def test_decision():
    """what may be done with a tool is chosen by keys, and told"""
    walker.go_to('write: Needs approval')
    app.keys('space')
    app.wait_until('the menu is open', lambda: walker.focus() and 'menu item' in walker.focus().role)
    said = {walker.focus().name} | {walker.name_of(path) for _ in range(3) for path in walker.press('Down')}
    assert said == {'Always allow', 'Needs approval', 'Blocked'}, said
    app.keys('Escape')
    app.wait_focus('write: Needs approval')
    app.keys('space')
    app.wait_until('the menu is open', lambda: walker.focus() and 'menu item' in walker.focus().role)
    while walker.focus().name != 'Blocked':
        walker.press('Down')
    app.keys('Return')
    app.wait_focus('write: Blocked')


def test_allow_all():
    """all that only read: what that is can be read before"""
    walker.go_to('Allow All…')
    with walker.over('Return', title='Allow'):
        starts(walker.check(), 'Cancel', 'Allow All')


def test_account():
    """the dialog that asks how a further account is called"""
    walker.go_to('Add Account…')
    with walker.over('Return', title='Add Account'):
        app.type('Work')
        starts(walker.check(), 'Cancel', 'Add')


def test_disconnect():
    """before an account is disconnected it is asked"""
    walker.go_to('Disconnect')
    with walker.over('Return', title='Disconnect'):
        starts(walker.check(), 'Cancel', 'Disconnect')


def test_log():
    """what a local program wrote"""
    app.keys('Escape')
    app.window('Plugins & Connectors')
    open_connector('local')
    walker.go_to('Ask Again')
    app.keys('Return')
    app.window('Run This Program on Your Computer?')
    starts(walker.check(), 'Do Not Run It', 'Run It Once')
    app.tab_to('Run It Once')
    app.keys('Return')
    app.window('local')
    app.find('did not answer', 'list item')
    walker.go_to('Log')
    with walker.over('Return', title='Log'):
        starts(walker.check(), 'What the server wrote', 'Copy')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    main(sys.modules[__name__])
