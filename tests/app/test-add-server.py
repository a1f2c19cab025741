#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of one's own by keys: a text that is none gets one sentence and changes nothing; a line of another program is read into the form,
tested, added, and signed in to."""

import sys

from gatehouse_app import App, text_of
from gatehouse import active, browser_log, connector_ids, main, start_sample
from lab import Lab, closed_port

server = start_sample()
lab = Lab()
app = App()


def paste(text):
    node = app.tab_to('Text to read')
    app.keys('ctrl+a')
    app.type(text)
    app.wait_until('it is typed', lambda: text_of(node) == text)
    app.keys('alt+r')


def test_open():
    """the palette leads there"""
    app.wait_focus('Try Sample Workspace')
    app.go('Add Custom Server')
    app.window('Plugins & Connectors')
    app.find('Text to read', 'text')


def test_bad_texts():
    """what cannot be read: one sentence, and nothing is added"""
    for text in ('claude mcp add', '{"mcpServers": {"x": '):
        paste(text)
        app.wait_until('it is told', lambda: app.active_title() != 'Plugins & Connectors')
        app.find('The Text Could Not Be Read')
        app.keys('Escape')
        app.window('Plugins & Connectors')
    assert connector_ids() == [], connector_ids()


def test_exact_errors():
    """a line of Claude Code fills the form; a server that nobody runs: the test says exactly what is wrong, and adds nothing"""
    port = closed_port()
    paste(f'claude mcp add --transport http nobody http://127.0.0.1:{port}/mcp')
    app.wait_until('the form is filled in', lambda: app.holds('nobody'))
    app.keys('alt+t')
    app.find('“127.0.0.1” refuses connections at this port.', 'label')
    app.picture('add-error')
    assert connector_ids() == [], connector_ids()


def test_works():
    """one that answers: tested, added, and signed in to from its page"""
    paste(f'claude mcp add --transport http lab {lab.address}')
    app.wait_until('the form is filled in', lambda: app.holds('lab'))
    app.keys('alt+t')
    app.find('It answers, and asks for a sign-in.', 'label')
    app.picture('add-tested')
    assert connector_ids() == [] and not browser_log(), connector_ids()
    app.keys('alt+v')
    app.window('lab')
    assert connector_ids() == ['lab'], connector_ids()
    app.find('Sign In…', 'push button')
    app.keys('alt+s')
    app.window('Choose Projects')
    app.keys('alt+o')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.find('Signed in', 'list item')
    app.wait_links(1)
    app.wait_until('it is on', lambda: active() == ['lab'])


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
