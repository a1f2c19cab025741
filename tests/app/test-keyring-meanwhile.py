#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring is locked and unlocked by others while the window is open."""

import sys

from gatehouse_app import App, keyring_prompt, lock_keyring, unlock_keyring
from gatehouse import ctl, expect, main, start_sample

ROW = 'Sample Workspace, installed, on in this project'
LOCKED = f'{ROW}, keyring locked. The sign-in is in the keyring, and the keyring is locked.'
GOOD = f'{ROW}, signed in. 1'

# What is signed in has to be renewed in the keyring every few seconds.
server = start_sample('--token-lifetime', '3')
expect(ctl('connect', 'sample', '--yes'))
app = App()


def refresh_until(text):
    """Asks again until the sign-in has to be renewed."""
    def asked_again():
        app.keys('F5')
        return app.look_for(text, 'list item')
    app.wait_until(text, asked_again)


def test_locked():
    """as soon as the sign-in would have to be renewed the row says that the keyring is locked, with the button"""
    app.find(GOOD, 'list item')
    lock_keyring()
    refresh_until(LOCKED)
    app.find('Unlock Keyring…: Sample Workspace', 'push button')
    app.picture('keyring-locked-meanwhile')
    app.transcript('keyring-locked-meanwhile')


def test_asked_again():
    """asked again while it stays locked: the same words"""
    app.keys('F5')
    app.find(LOCKED, 'list item')
    app.find('Unlock Keyring…: Sample Workspace', 'push button')


def test_unlocked():
    """the button mends it, without a new sign-in"""
    app.keys('alt+u')
    keyring_prompt(app, 'Return', password=True)
    app.wait_focus(GOOD)


def test_unlocked_elsewhere():
    """unlocked by another program: the window follows by itself"""
    lock_keyring()
    refresh_until(LOCKED)
    unlock_keyring()
    app.find(GOOD, 'list item')
    app.wait_links(1)


def test_ends_clean():
    """closing ends it without a complaint"""
    app.window('Default')
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
