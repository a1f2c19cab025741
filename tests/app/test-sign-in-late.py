#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sign-in that nobody finishes: the dialog by Tab while it asks and while it waits, the end of its time, and what is offered then."""

import subprocess
import sys

from gatehouse import SAMPLE, ctl, expect, main
from gatehouse_app import App, children, name_of, role_of
from walker import Walker

# As long as it takes to look at the dialog; a person has five minutes.
LIMIT = '25'
LATE = 'Nobody finished the sign-in to late in'

# Nobody consents on its page, so the browser never comes back.
server = subprocess.Popen([SAMPLE, 'serve'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
told = server.stdout.readline().strip()
while told and not told.startswith('http://127.0.0.1:'):
    told = server.stdout.readline().strip()
expect(ctl('connector', 'add', 'late', told.split()[0].removesuffix('/mcp') + '/mcp'))
expect(ctl('activate', 'late'))
app = App(env={'GATE_SIGN_IN_SECONDS': LIMIT})
walker = Walker(app)


def dialogs():
    return [name_of(window) for window in children(app.root) if role_of(window) in ('dialog', 'alert')]


def begin():
    app.tab_to('Sign In…: late')
    app.keys('Return')
    app.window('Sign in to late')
    app.wait_focus('Open Browser')


def test_waits():
    """the dialog waits, and says for how long it still will"""
    app.find('Sign In…: late', 'push button')
    begin()
    app.keys('Return')
    app.wait_focus('Copy Link')
    app.find('seconds left')
    app.wait_links(1)


def test_walk():
    """while it waits, every control is reached by Tab and told by its name"""
    stops = {stop.name for stop in walker.check()}
    assert {'Cancel', 'Copy Link'} <= stops, stops


def test_late():
    """when its time is over it says so, in one sentence, and what to do"""
    app.find(LATE)
    app.find('Sign in again; if the browser showed an error, report it to the service.')
    assert 'Sign in to late' not in dialogs(), app.tree()
    app.picture('sign-in-late')
    app.transcript('sign-in-late')


def test_walk_late():
    """what is told of it is reached by Tab, and Escape leads back to what begins it anew"""
    assert walker.check()
    app.keys('Escape')
    app.window('Default')
    app.wait_until('nothing is left of it', lambda: not dialogs())
    app.wait_focus('late, installed, on in this project, not signed in')


def test_again():
    """it begins anew, with an attempt of its own, and ends without a word when it is given up"""
    begin()
    app.keys('Return')
    app.wait_focus('Copy Link')
    links = app.wait_links(2)
    assert links[0] != links[1], links
    app.keys('Escape')
    app.window('Default')
    assert not app.look_for(LATE), app.tree()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        server.wait(10)
