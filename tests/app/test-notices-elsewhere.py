#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on in projects that nobody has opened is watched, too: it is asked once, however many projects it is on in, no local server is
started for that, and what goes wrong is told by a notification. A server that cannot tell that it goes is found out by a call."""

import json
import os
import pathlib
import subprocess
import sys

from gatehouse_app import App
from gatehouse import SAMPLE, ctl, expect, main
from inspecting import Inspector
from lab import Lab, Reply
from notifications import Desktop

desktop = Desktop()
lab = Lab(protected=False)


def start_open(port='0'):
    """A server of today that wants no sign-in."""
    server = subprocess.Popen([SAMPLE, 'serve', '--port', port, '--no-sign-in'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                              env=dict(os.environ, XDG_STATE_HOME=os.path.join(os.environ['GATE_TEST_SESSION'], 'other')))
    return server, server.stdout.readline().strip()


def started():
    """How often the local server was."""
    return RAN.read_text().count('ran')


def connected(port):
    """Somebody has a connection to that port of this computer."""
    rows = [line.split() for line in pathlib.Path('/proc/net/tcp').read_text().splitlines()[1:]]
    return any(row[2].endswith(f':{int(port):04X}') and row[3] == '01' for row in rows)


RAN = pathlib.Path(os.environ['GATE_TEST_SESSION'], 'ran')
modern, address = start_open()
PORT = address.split(':')[2].split('/')[0]
entry = pathlib.Path(os.environ['GATE_TEST_SESSION'], 'near.json')
entry.write_text(json.dumps({'command': '/bin/sh', 'args': ['-c', f'echo ran >> {RAN}'], 'gatehouse': {'sandbox': False}}))
entry.chmod(0o600)
expect(ctl('project', 'add', 'First'))
expect(ctl('project', 'add', 'Second'))
expect(ctl('connector', 'add', 'old', lab.address))
expect(ctl('connector', 'add', 'modern', address))
expect(ctl('connector', 'add', 'near', '--entry', str(entry)))
ctl('connector', 'test', 'near', '--yes')
for connector, project in (('old', 'First'), ('old', 'Second'), ('modern', 'Second'), ('near', 'Second')):
    expect(ctl('activate', connector, '--project', project))
before = started()
lab.forget()
app = App()


def test_noticed():
    """a server that goes down is told of, though its project was never opened; the notification leads there"""
    app.wait_until('the old server was asked', lambda: lab.calls('tools/list'))
    app.wait_until('the other one is listened to', lambda: connected(PORT))
    modern.terminate()
    modern.wait(30)
    notification = desktop.find('modern cannot be reached.')
    assert notification['buttons'][0]['label'] == 'Try Again', notification


def test_asked_once():
    """what is on in two projects was asked once, and the local server was not started"""
    assert len(lab.calls('tools/list')) == 1, [request.rpc() for request in lab.seen]
    assert before and started() == before, (before, started())
    assert len(desktop.standing()) == 1, desktop.said()


def test_back():
    """when it is back the notification goes, without anybody doing anything"""
    global modern
    modern, again = start_open(PORT)
    assert again == address
    desktop.gone('modern cannot be reached.')


def test_call():
    """a server of the older era is gone: whoever calls it finds out, and the window knows it from then on"""
    app.go('First')
    app.window('First')
    app.find('old, installed, on in this project, no sign-in needed. 2 tools', 'list item')
    lab.hooks['/mcp'] = lambda request: Reply(503)
    inspector = Inspector(app, home='First')
    inspector.open('old__look')
    app.keys('ctrl+Return')
    app.find('is down or overloaded (503)', 'label')
    inspector.close()
    app.keys('Escape', 'alt+Left')
    app.find('old cannot be reached.', 'alert')
    app.picture('notice-old')


def test_ends():
    """quitting ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        modern.terminate()
        desktop.end()
