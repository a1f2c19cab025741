#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens by itself is noticed: a server that is down, a sign-in that is refused. A banner says so, with the remedy as its button,
and goes when it is solved."""

import os
import pathlib
import shutil
import sys

from gatehouse_app import App, Atspi, children, role_of
from gatehouse import browser_log, ctl, expect, main, start_sample

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()

DOWN = 'Sample Workspace cannot be reached.'
ENDED = 'The sign-in to Sample Workspace has ended.'


def stop_server():
    server.terminate()
    server.wait(30)


def start_server():
    global server
    server = start_sample()


def test_quiet():
    """where all is well nothing is said"""
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    assert not app.look_for('', 'alert', Atspi.StateType.SHOWING), app.tree()


def test_down():
    """a server that goes down is noticed without anybody doing anything; the banner is told as an alert"""
    stop_server()
    app.find(DOWN, 'alert')
    app.find(f'Try Again: {DOWN}', 'push button')
    app.picture('notice-down')
    app.transcript('notice-down')


def test_try_again_fails():
    """the remedy by key: as long as it is down the banner stays"""
    app.keys('alt+g')
    app.find(DOWN, 'alert')
    assert 'gatehousectl' not in app.tree(), app.tree()


def test_back():
    """when it is back the banner goes, and the row is right again"""
    start_server()
    app.keys('alt+g')
    app.gone(DOWN, 'alert')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')


def test_refused():
    """a service that does not know the sign-in any more: the banner says so, and no dialog opens by itself"""
    stop_server()
    for path in pathlib.Path(os.environ['XDG_STATE_HOME']).rglob('sample-sign-ins*'):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    start_server()
    app.find(ENDED, 'alert')
    app.find(f'Sign In Again…: {ENDED}', 'push button')
    assert [w for w in children(app.root) if role_of(w) == 'dialog'] == [], app.tree()
    app.picture('notice-refused')
    app.transcript('notice-refused')


def test_sign_in_again():
    """the button of the banner signs in again"""
    browsers = len(browser_log())
    app.keys('alt+g')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.gone(ENDED, 'alert')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.wait_links(browsers + 1)


def test_ends():
    """quitting ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
