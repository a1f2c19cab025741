#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sign-in and a sign-out by the command line are seen in the window at once, with the remedy as a button; a cancelled sign-in changes
nothing."""

import sys

from gatehouse_app import App
from gatehouse import ctl, expect, main, start_sample

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()


def test_signed_in():
    """what the command line connected is there"""
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')


def test_sign_out_is_seen():
    """a sign-out in another process is seen at once, with its remedy, and what was offered is not shown any more"""
    expect(ctl('disconnect', 'sample', '--yes'))
    app.find('Sample Workspace, installed, on in this project, not signed in. On, but nobody is signed in.', 'list item')
    app.find('Sign In…: Sample Workspace', 'push button')


def test_cancel():
    """a sign-in that is cancelled opens no browser, and the remedy is offered again"""
    app.keys('alt+s')
    app.wait_focus('Open Browser')
    app.keys('Escape')
    app.window('Default')
    app.find('Sign In…: Sample Workspace', 'push button')
    app.wait_links(1)


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
