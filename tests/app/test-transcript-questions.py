#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sign-in that is given up, and a tool that needs an approval, as a screen reader tells them; the dialogs by Tab."""

import sys

from gatehouse import start_sample
from gatehouse_app import App
from transcript import Transcript, run
from walker import names

# Nobody consents on its page, so the browser never comes back.
server = start_sample(consents=False)
app = App()
said = Transcript(app, 'A sign-in that is given up')


def test_ask():
    """the dialog says what it is for, and everything in it is reached"""
    app.wait_focus('Try Sample Workspace')
    said.begin()
    said.step(['Return'], lambda: said.says('“Open Browser”'))
    assert said.says('dialog “Sign in to Sample Workspace”'), said.lines
    stops = names(said.check())
    assert {'Full Address', 'Open Browser', 'Cancel'} <= set(stops), stops
    said.take()
    app.wait_focus('Open Browser')


def test_waiting():
    """the wait says so where the focus is; what can be done meanwhile is reached"""
    said.step(['Return'], lambda: said.says('Waiting for you to sign in at 127.0.0.1:'))
    stops = names(said.check())
    assert {'Copy Link', 'Open Browser Again', 'Paste Address…', 'Cancel'} <= set(stops), stops
    said.take()


def test_given_up():
    """giving up is told by where the focus is then: on the connector, which says that nobody is signed in"""
    said.step(['Escape'], lambda: app.active_title() == 'Default')
    app.wait_until('the focus tells how it stands', lambda: said.focus() and said.focus().name.startswith(
        'Sample Workspace, installed, off in this project, not connected'))
    said.close('sign-in-given-up')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    run(sys.modules[__name__], said, 'sign-in-given-up', server)
