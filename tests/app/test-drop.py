#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dropped by another program, with the mouse: a file is looked into, an address fills the form, and nothing is added before somebody says
so. What is dropped where it means nothing is not taken."""

import json
import os
import pathlib
import subprocess
import sys
import time

from gatehouse_app import DEADLINE, App, Atspi, text_of
from gatehouse import connector_ids, main

HOME = pathlib.Path(os.environ['HOME'])
SOURCE = pathlib.Path(__file__).with_name('drag_source.py')
app = App()


def xdotool(*words):
    return subprocess.run(['xdotool', *map(str, words)], check=True, capture_output=True, text=True, timeout=DEADLINE).stdout.strip()


class Other:
    """The other program, with one thing to drag."""

    def __init__(self, kind, content):
        # GTK 3 has nothing to tell to assistive technologies here, and must not be taken for the application.
        self.process = subprocess.Popen(['/usr/bin/python3', str(SOURCE), kind, content], stdout=subprocess.PIPE, text=True,
                                        env=dict(os.environ, NO_AT_BRIDGE='1'))
        self.expect('shown')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # What comes up under the pointer would be chosen by it.
        xdotool('mousemove', 9999, 9999)
        self.process.terminate()
        self.process.wait(DEADLINE)
        self.process.stdout.close()

    def expect(self, *words):
        line = self.process.stdout.readline().strip()
        assert line in words, (line, words)
        return line

    def drag_to(self, x, y):
        """Presses, moves there in steps, as a hand does, and lets go; whether it was taken."""
        window = xdotool('search', '--onlyvisible', '--name', '^Drag Source$').split()[0]
        xdotool('windowmove', window, 4, 4)
        xdotool('windowraise', window)
        xdotool('mousemove', 40, 30)
        xdotool('mousedown', 1)
        xdotool('mousemove', 60, 50, 'mousemove', 80, 60)
        self.expect('begun')
        for step in range(1, 9):
            xdotool('mousemove', 80 + (x - 80) * step // 8, 60 + (y - 60) * step // 8)
        xdotool('mousemove_relative', 1, 1)
        xdotool('mouseup', 1)
        became = self.expect('given', 'failed')
        self.expect('ended')
        return became == 'given'

    def drop_at(self, x, y):
        """Until it is taken: a machine that is busy may not have answered before the button was let go."""
        deadline = time.monotonic() + DEADLINE
        while not self.drag_to(x, y):
            assert time.monotonic() < deadline, app.tree()


def foot_of(name):
    """A point on the page, beside its controls."""
    window = xdotool('search', '--onlyvisible', '--name', name).split()[0]
    geometry = dict(line.split('=') for line in xdotool('getwindowgeometry', '--shell', window).splitlines())
    return int(geometry['X']) + int(geometry['WIDTH']) // 2, int(geometry['Y']) + int(geometry['HEIGHT']) - 60


def test_file():
    """a file from a file manager: what is in it is shown"""
    app.wait_focus('Try Sample Workspace')
    app.go('Add Custom Server')
    app.window('Plugins & Connectors')
    app.find('Text to read', 'text')
    path = HOME / 'dropped by hand.json'
    path.write_text(json.dumps({'mcpServers': {'dropped': {'type': 'http', 'url': 'https://dropped.example.com/mcp'}}}))
    with Other('uri', path.as_uri()) as other:
        other.drop_at(*foot_of('Plugins & Connectors'))
    app.find('dropped', 'check box', window='Import')
    app.picture('dropped-file')
    assert connector_ids() == [], connector_ids()


def test_nothing_was_added():
    """closed again, nothing is left of it"""
    app.window('Import')
    app.keys('Escape')
    app.window('Plugins & Connectors')
    assert connector_ids() == [], connector_ids()


def test_link():
    """an address from a browser: it is in the form, and nobody was asked yet"""
    with Other('text', 'https://dropped.example.com/mcp') as other:
        other.drop_at(*foot_of('Plugins & Connectors'))
    app.wait_until('it is in the form', lambda: any(text_of(node) == 'https://dropped.example.com/mcp' for node in app.nodes('Plugins & Connectors')
                                                    if node.get_role() == Atspi.Role.TEXT))
    app.picture('dropped-link')
    assert connector_ids() == [], connector_ids()


def test_elsewhere():
    """on another page it means nothing: it is not taken"""
    app.customize('Health')
    with Other('text', 'https://elsewhere.example.com/mcp') as other:
        assert not other.drag_to(*foot_of('Plugins & Connectors'))
    assert connector_ids() == [], connector_ids()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    main(sys.modules[__name__])
