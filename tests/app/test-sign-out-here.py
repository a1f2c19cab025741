#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed in from the window, signed out by the command line: the window sees it, and opens no dialog that nobody asked for."""

import sys

from gatehouse_app import App, children, role_of
from gatehouse import ctl, expect, main, start_sample

server = start_sample()
app = App()


def no_dialog():
    open_now = [window for window in children(app.root) if role_of(window) in ('dialog', 'alert')]
    assert open_now == [], app.tree()


def test_sign_in_here():
    """the window itself signs in"""
    app.wait_focus('Try Sample Workspace')
    app.keys('Return')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.window('Which Services Do You Use?')
    app.wait_focus('Search services')
    app.keys('Escape')
    app.window('Default')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')


def test_sign_out_there():
    """a sign-out by the command line is seen here, too, and asks nothing"""
    expect(ctl('disconnect', 'sample', '--yes'))
    app.find('Sample Workspace, installed, on in this project, not signed in. On, but nobody is signed in.', 'list item')
    app.find('Sign In…: Sample Workspace', 'push button')
    no_dialog()
    assert 'gatehousectl' not in app.tree(), app.tree()
    app.wait_links(1)


def test_refresh_asks_nothing():
    """nor does asking again what there is, nor off and on again"""
    app.keys('F5')
    app.find('Sample Workspace, installed, on in this project, not signed in. On, but nobody is signed in.', 'list item')
    expect(ctl('deactivate', 'sample'))
    app.find('Sample Workspace, installed, off in this project, not signed in. Off for this project.', 'list item')
    expect(ctl('activate', 'sample'))
    app.find('Sample Workspace, installed, on in this project, not signed in. On, but nobody is signed in.', 'list item')
    no_dialog()


def test_sign_in_again():
    """what the person asks for asks back"""
    app.keys('alt+s')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.wait_links(2)


def test_ends_clean():
    """closing ends it without a complaint"""
    app.keys('ctrl+q')
    app.process.wait(60)
    said = [line for line in app.messages().splitlines() if 'CRITICAL' in line or 'WARNING' in line]
    assert app.process.returncode == 0 and not said, (app.process.returncode, said)


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
