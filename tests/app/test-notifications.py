#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens while nobody looks: a desktop notification, once for each thing, with the remedy as its button, taken back when it is
solved. Whoever looks at the window is not told a second time."""

import base64
import json
import os
import subprocess
import sys
import time

from gatehouse_app import App
from gatehouse import SAMPLE, ctl, expect, main, start_sample
from notifications import Desktop

desktop = Desktop()
server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
expect(ctl('call', 'sample__sticky_note', 'text=first', '--yes'), 0)
# One that takes whatever key it is given.
open_server = subprocess.Popen([SAMPLE, 'serve', '--port', '0', '--no-sign-in'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                               env=dict(os.environ, XDG_STATE_HOME=os.path.join(os.environ['GATE_TEST_SESSION'], 'other')))
app = App()

DOWN = 'Sample Workspace cannot be reached.'
CHANGED = 'A tool of Sample Workspace is not what it was when you allowed it.'


def put_away():
    subprocess.run(['xdotool', 'search', '--name', '^Default$', 'windowminimize'], check=True, timeout=30)
    app.wait_until('nobody looks', lambda: 'Default' not in app.active_title())


def look():
    subprocess.run(['xdotool', 'search', '--name', '^Default$', 'windowactivate', '--sync'], check=True, timeout=30)
    app.window('Default')


def test_seen():
    """what is seen in the window is not told by the desktop, not even when the person turns to something else"""
    app.find('Sample Workspace, installed, on in this project, signed in. 13 tools', 'list item')
    server.terminate()
    server.wait(30)
    app.find(DOWN, 'alert')
    put_away()
    look()
    assert desktop.said() == [], desktop.said()


def test_unseen():
    """what happens while nobody looks is told, with the remedy as a button"""
    global server
    server = start_sample()
    app.gone(DOWN, 'alert')
    put_away()
    expect(ctl('call', 'sample__change_definition', '--yes'), 0)
    notification = desktop.find(CHANGED)
    assert [button['label'] for button in notification['buttons']] == ['Review…'], notification


def test_once():
    """it is told once, however often the same is found again"""
    expect(ctl('deactivate', 'sample'))
    desktop.gone(CHANGED)
    expect(ctl('activate', 'sample'))
    look()
    app.find(CHANGED, 'alert')
    put_away()
    assert [line[0] for line in desktop.said()] == ['add', 'remove'], desktop.said()


def test_button():
    """the button of the notification shows the window with what is to be decided; the decision ends it"""
    look()
    app.find(CHANGED, 'alert')
    app.keys('alt+v')
    app.window('“sticky_note” Changed')
    app.keys('alt+a')
    app.gone(CHANGED, 'alert')
    app.window('Default')
    put_away()
    expect(ctl('call', 'sample__change_definition', '--yes'), 0)
    desktop.press(desktop.find(CHANGED), 'Review…')
    app.window('“sticky_note” Changed')
    app.keys('alt+a')
    app.gone(CHANGED, 'alert')
    desktop.gone(CHANGED)


def test_expiring():
    """a sign-in that ends soon, and that nothing renews, is told before its end; signing in again asks for a new one"""
    look()
    claims = base64.urlsafe_b64encode(json.dumps({'exp': int(time.time()) + 3600}).encode()).rstrip(b'=').decode()
    address = open_server.stdout.readline().strip()
    expect(ctl('connector', 'add', 'ending', address, '--header', f'Authorization: Bearer eyJhbGciOiJub25lIn0.{claims}.c2lnbmF0dXJl'))
    put_away()
    expect(ctl('activate', 'ending'))
    notification = desktop.find('The sign-in to ending')
    assert 'cannot be renewed' in notification['title'], notification
    desktop.press(notification, 'Sign In Again…')
    app.find('What was given before ends soon')


def test_ends():
    """quitting takes back what stands, and ends without a complaint"""
    app.process.terminate()
    app.process.wait(60)
    assert desktop.standing() == {}, desktop.said()
    said = [line for line in app.messages().splitlines() if 'CRITICAL' in line or 'WARNING' in line]
    assert not said, said


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        open_server.terminate()
        desktop.end()
