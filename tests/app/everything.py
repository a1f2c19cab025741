# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector on the reference server of the protocol, a local program: added before the window starts, allowed in it."""

from gatehouse_app import App, role_of, text_of
from inspecting import Inspector
from peers import ctl, expect, package

EVERYTHING = package('@modelcontextprotocol', 'server-everything', 'dist', 'index.js')


class Everything(Inspector):
    """“Try it” on that server."""

    def __init__(self, *words):
        expect(ctl('connector', 'add', 'every', *words, '--', 'node', EVERYTHING))
        expect(ctl('activate', 'every'))
        super().__init__(App())

    def start(self):
        """The program is started when the person says so, after its exact command was shown."""
        self.app.find('Not started yet: ', 'list item')
        self.app.tab_to('Start…: every')
        self.app.keys('Return')
        self.app.window('Run This Program on Your Computer?')
        self.app.find(EVERYTHING)
        self.app.tab_to('Run It Once')
        self.app.keys('Return')
        self.app.window(self.home)
        self.app.find('. 16 tools', 'list item')

    def labels(self):
        return [text_of(node) for node in self.app.nodes() if role_of(node) == 'label']

    def call(self):
        """Calls what the form has; a tool that may change something is allowed once."""
        self.app.keys('ctrl+Return')
        self.app.window('Call This Tool?')
        self.app.keys('alt+a')
