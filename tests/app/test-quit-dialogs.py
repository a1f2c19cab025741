#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl+Q quits wherever one is, also in a dialog, and Ctrl+W closes it. What Escape gives up is given up; what was done before stays."""

import subprocess
import sys

from gatehouse import browser_log, ctl, expect, main
from gatehouse_app import App
from lab import Lab

SCHEMA = 'io.github.gatehouse.Gatehouse'

lab = Lab()
expect(ctl('connector', 'add', 'lab', lab.address, '--label', 'Lab'))
expect(ctl('connector', 'add', 'local', '--', '/bin/sh', '-c', 'echo ready >&2'))
expect(ctl('project', 'add', 'Larkspur'))
app = None


def start():
    global app
    if app is None:
        app = App()
    else:
        app.start()
    app.find('In This Project')
    app.wait_until('something has the focus', app.focused)


def quit_from(title):
    """It is on the screen and has the keys."""
    app.window(title)
    app.wait_until('something has the focus', app.focused)
    app.quit()


def projects():
    return [project['name'] for project in expect(ctl('project', 'list', '--json')).json()]


def sign_in():
    """Begun on the page of the connector."""
    app.go('Lab')
    app.window('Lab')
    app.find('Not signed in', 'list item')
    app.tab_to('Sign In…')
    app.keys('Return')


def test_close():
    """Ctrl+W closes a dialog, and the window stays"""
    start()
    app.keys('ctrl+comma')
    app.window('Preferences')
    app.keys('ctrl+w')
    app.window('Default')
    app.wait_until('something has the focus', app.focused)


def test_preferences():
    """the preferences: what was set stays set"""
    app.keys('ctrl+comma')
    app.window('Preferences')
    app.tab_to('Lab')
    app.keys('space')
    quit_from('Preferences')
    assert subprocess.check_output(['gsettings', 'get', SCHEMA, 'default-active'], text=True, timeout=60).strip() == "['lab']"


def test_project():
    """a new project, which nobody created yet"""
    start()
    app.keys('ctrl+n')
    app.window('New Project')
    app.wait_focus('Name')
    app.type('Unborn')
    quit_from('New Project')
    assert 'Unborn' not in projects() and 'Larkspur' in projects(), projects()


def test_palette():
    """the palette"""
    start()
    app.keys('ctrl+k')
    quit_from('Go To')


def test_confirm():
    """a question that takes something away: it is not taken"""
    start()
    app.go('local')
    app.window('local')
    app.tab_to('Ask Again')
    app.keys('Return')
    quit_from('Run This Program on Your Computer?')
    assert [item['connector'] for item in expect(ctl('connector', 'list', '--json')).json()] == ['lab', 'local']


def test_sign_in():
    """a sign-in that nobody began, and one that waits for the browser"""
    # Where it is on already nobody asks in which projects it is to be.
    expect(ctl('activate', 'lab'))
    start()
    sign_in()
    quit_from('Sign in to Lab')
    assert browser_log() == [], browser_log()
    lab.hooks['/authorize'] = lambda request: ('text/plain', 'nobody is at home')
    start()
    sign_in()
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find('Waiting for you to sign in at 127.0.0.1:')
    quit_from('Sign in to Lab')


def test_nothing_left():
    """it starts anew as it was"""
    start()
    app.quit()


if __name__ == '__main__':
    main(sys.modules[__name__])
