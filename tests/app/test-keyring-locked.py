#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring is locked at the start: it is said plainly, the remedy is a button, its prompt may be dismissed, and nothing is lost:
once it is unlocked all is as before, without a new sign-in."""

import sys

from gatehouse_app import App, keyring_prompt, lock_keyring
from gatehouse import ctl, expect, main, start_sample

ROW = 'Sample Workspace, installed, on in this project'
LOCKED = f'{ROW}, keyring locked. The sign-in is in the keyring, and the keyring is locked.'
WAITING = f'{ROW}, keyring locked. Waiting for the keyring to be unlocked…'
GOOD = f'{ROW}, signed in. 1'
REMEDY = 'Unlock Keyring…'

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
lock_keyring()
app = App()


def test_start():
    """started with a locked keyring: the row says so, and its button is the remedy"""
    app.find(LOCKED, 'list item')
    app.find(f'{REMEDY}: Sample Workspace', 'push button')
    app.picture('keyring-locked')
    app.transcript('keyring-locked')


def test_dismissed():
    """the prompt is closed: nobody is asked to sign in anew, the remedy is still there, and the focus is on the row that says so"""
    app.keys('alt+u')
    app.find(WAITING, 'list item')
    keyring_prompt(app, 'Escape')
    app.window('Default')
    app.find(LOCKED, 'list item')
    app.wait_focus(LOCKED)
    app.picture('keyring-dismissed')
    app.transcript('keyring-dismissed')
    app.wait_links(1)


def test_wrong_password():
    """a wrong password is the keyring's to tell; the window waits"""
    app.keys('alt+u')
    keyring_prompt(app, 'Return', text='wrong')
    app.window('Unlock Login Keyring')
    app.find(WAITING, 'list item')
    app.keys('Escape')
    app.wait_focus(LOCKED)


def test_connector_page():
    """the connector's own page has the same button, and says the same when the prompt is closed"""
    app.keys('Return')
    app.window('Sample Workspace')
    app.find('Keyring locked')
    app.find(REMEDY, 'push button')
    app.picture('keyring-locked-connector')
    app.keys('alt+u')
    app.find('Waiting for the keyring to be unlocked…', 'label')
    keyring_prompt(app, 'Escape')
    app.window('Sample Workspace')
    app.find(REMEDY, 'push button')


def test_health():
    """the Health page names it, with the button, and sees that it helped: all is as it was, without a new sign-in"""
    app.keys('Escape', 'alt+4')
    app.find('The keyring is locked')
    app.find(REMEDY, 'push button')
    app.picture('keyring-locked-health')
    app.transcript('keyring-locked-health')
    # Twice on the page, for the computer and for the connector: the key goes from one to the other.
    app.keys('alt+u')
    app.wait_focus(REMEDY)
    app.keys('Return')
    keyring_prompt(app, 'Return', password=True)
    app.find('All Is Well')
    app.find(GOOD, 'list item')
    app.wait_links(1)


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
