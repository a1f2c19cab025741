#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who reads a resource or gets a prompt finds out that the server is gone, and all that show it say so; by keys."""

import sys

from gatehouse import ctl, expect, main
from gatehouse_app import App
from inspecting import Inspector
from lab import Lab, Reply

RESOURCE = {'uri': 'lab://notes/1', 'name': 'note-1', 'title': 'First note', 'mimeType': 'text/plain'}
PROMPT = {'name': 'sum', 'title': 'Sum it up', 'description': 'A prompt'}
ROW = 'Lab, installed, on in this project, signed in. '

lab = Lab()
lab.hooks = {
    'rpc:resources/list': lambda _: {'resources': [RESOURCE]},
    'rpc:resources/read': lambda _: {'contents': [{'uri': RESOURCE['uri'], 'text': 'Read by the lab'}]},
    'rpc:prompts/list': lambda _: {'prompts': [PROMPT]},
    'rpc:prompts/get': lambda _: {'messages': [{'role': 'user', 'content': {'type': 'text', 'text': 'Sum up the lab'}}]},
}
expect(ctl('connector', 'add', 'lab', lab.address, '--label', 'Lab'))
expect(ctl('connect', 'lab', '--yes'))
app = App()
inspector = Inspector(app)


def find_out(name, answer, *gone):
    """It is answered, then the server goes; the row says so when it was asked once more, and it comes back by key."""
    good = dict(lab.hooks)
    app.find(ROW + '2 tools', 'list item')
    inspector.open(name)
    app.keys('Return')
    app.find(answer, 'label')
    # Nothing of it is heard until somebody asks.
    lab.hooks.update({what: lambda _: Reply(503) for what in gone})
    app.keys('ctrl+Return')
    app.find('· failed ·', 'label')
    app.find('is down or overloaded (503)', 'label')
    inspector.close()
    app.keys('alt+Left')
    app.find(f'{ROW}“127.0.0.1” is down or overloaded (503)', 'list item')
    lab.hooks = good
    app.keys('F5')
    app.find(ROW + '2 tools', 'list item')


def test_resource():
    """a resource that cannot be read any more: the connector’s row says that its server is down"""
    find_out('lab://notes/1', 'Read by the lab', 'rpc:resources/read', 'rpc:tools/list')


def test_prompt():
    """a prompt likewise"""
    find_out('lab__sum', 'Sum up the lab', 'rpc:prompts/get', 'rpc:tools/list')


def test_looked_for():
    """what cannot even be looked for any more: likewise"""
    find_out('lab://notes/1', 'Read by the lab', '/mcp')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    main(sys.modules[__name__])
