#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sign-in that does not go well: waiting, a wrong address, the window closed meanwhile, given up."""

import subprocess
import sys

from gatehouse import browser_log, ctl, expect, main, start_sample
from gatehouse_app import PROGRAM, App, children, role_of

# Nobody consents on its page, so the browser never comes back.
server = start_sample(consents=False)
app = App()


def dialogs():
    return [window for window in children(app.root) if role_of(window) in ('dialog', 'alert')]


def activate(title):
    subprocess.run(['xdotool', 'search', '--name', title, 'windowactivate', '--sync'], check=True, timeout=30)


def test_waiting():
    """after the browser was opened the dialog waits, says so, and leaves the window usable"""
    app.wait_focus('Try Sample Workspace')
    app.keys('Return')
    app.window('Sign in to Sample Workspace')
    app.wait_focus('Open Browser')
    assert browser_log() == [], browser_log()
    app.keys('Return')
    app.find('Waiting for you to sign in at 127.0.0.1:')
    app.find('minutes left')
    app.wait_focus('Copy Link')
    app.keys('Return')
    app.wait_focus('Link Copied')
    app.wait_links(1)
    app.picture('sign-in-waiting')
    app.transcript('sign-in-waiting')


def test_again():
    """the browser can be opened once more"""
    app.keys('alt+a')
    app.wait_links(2)


def test_wrong_address():
    """an address that is none is not taken, and the person can go on"""
    app.keys('alt+p')
    app.wait_focus('Address of the Last Page')
    app.type('nonsense')
    app.keys('Return')
    app.find('This is not a complete address')


def test_window_closed():
    """the window can be closed meanwhile: the question stays, and the next window has it, as it was"""
    activate('^Default$')
    app.window('Default')
    app.keys('ctrl+w')
    app.wait_until('all windows are gone', lambda: not children(app.root))
    assert app.process.poll() is None
    subprocess.run([PROGRAM], check=True, timeout=30)
    app.window('Sign in to Sample Workspace')
    app.find('Waiting for you to sign in at 127.0.0.1:')


def test_given_up():
    """Escape gives up without a word: no error, and the focus is in the window"""
    app.keys('Escape')
    app.gone('Waiting for you to sign in')
    app.window('Default')
    app.find('Sample Workspace, installed, off in this project, not connected. Off for this project, and not connected.', 'list item')
    app.find('Connect…: Sample Workspace', 'push button')
    assert dialogs() == [], app.tree()
    app.wait_links(2)


def test_turned_on():
    """turned on all the same, it says that nobody is signed in, and opens no dialog by itself"""
    expect(ctl('activate', 'sample'))
    app.find('Sample Workspace, installed, on in this project, not signed in. On, but nobody is signed in.', 'list item')
    app.find('Sign In…: Sample Workspace', 'push button')
    assert dialogs() == [], app.tree()


def test_ends():
    """quitting ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        server.wait(10)
