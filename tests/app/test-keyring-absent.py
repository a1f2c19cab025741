#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""No keyring answers: what is signed in serves until the window closes and says so, no secret goes into a file, and once there is a
keyring all is well."""

import os
import subprocess
import sys

from gatehouse_app import App, role_of
from gatehouse import ctl, expect, home_files, main, start_sample

ROW = 'Sample Workspace, installed, on in this project'
GOOD = f'{ROW}, signed in. 1'
CANARY = 'sk-CANARYcanaryCANARYcanaryCANARYcanary00'

server = start_sample()
app = App()
keyring = None


def test_connect():
    """signing in works, and says that it ends with the window"""
    app.wait_focus('Try Sample Workspace')
    app.keys('Return')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find_told('Signed in until Gatehouse is closed: there is no keyring that could keep it')
    app.find(GOOD, 'list item')
    app.window('Which Services Do You Use?')
    app.keys('Escape')
    app.window('Default')
    app.picture('keyring-absent-signed-in')
    app.transcript('keyring-absent-signed-in')


def test_after_restart():
    """afterwards nobody is signed in: the row says what is missing and how a keyring is got here, and the button signs in all the same"""
    app.quit()
    app.start()
    app.find(f'{ROW}, no keyring. No keyring answers, so no sign-in can be kept. Install the package gnome-keyring', 'list item')
    app.picture('keyring-absent')
    app.transcript('keyring-absent')
    app.find('Sign In for Now…: Sample Workspace', 'push button')
    app.keys('alt+s')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find(GOOD, 'list item')
    app.quit()


def test_other_desktop():
    """another desktop has a keyring of its own, which is named there"""
    app.start(env={'XDG_CURRENT_DESKTOP': 'KDE'})
    app.find(f'{ROW}, no keyring. No keyring answers, so no sign-in can be kept. Turn on KWallet in System Settings', 'list item')


def test_health():
    """the Health page names it, and what to do"""
    app.customize('Health')
    app.find('No system keyring answers, so no sign-in can be kept')
    app.picture('keyring-absent-health')


def test_secret_is_refused():
    """a key that cannot go to the keyring goes nowhere: one sentence says so, and what was typed is still there"""
    app.customize('Add')
    app.find('Test This Connection')
    app.type('keyed')
    app.keys('Tab', 'Tab')
    app.type('http://127.0.0.1:9/mcp')
    app.keys('Tab')
    app.wait_focus('Kind')
    app.keys('Return')
    app.wait_until('the list is open', lambda: (app.focused() and role_of(app.focused()) == 'list item'))
    app.keys('Down', 'Return')
    app.find('Key', 'text')
    app.keys('alt+y')
    app.type(CANARY)
    app.tab_to('Add')
    app.keys('Return')
    app.wait_focus('keep secrets for this session only')
    app.picture('keyring-absent-secret')
    app.transcript('keyring-absent-secret')
    assert 'keyed' not in expect(ctl('connector', 'list')).out
    app.find('http://127.0.0.1:9/mcp', 'text')
    for path, content in home_files():
        assert CANARY.encode() not in content, path


def test_keyring_comes():
    """a keyring that is started is noticed"""
    global keyring
    keyring = subprocess.Popen(['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets',
                                f'--control-directory={os.environ["XDG_RUNTIME_DIR"]}/keyring'],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    keyring.stdin.write(b'gatehouse-test')
    keyring.stdin.close()
    app.find(f'{ROW}, not signed in. On, but nobody is signed in.', 'list item')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        if keyring:
            keyring.terminate()
