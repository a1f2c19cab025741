#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""No network: a server that does not answer and a name that nobody knows are told as what they are, what was known before is still
there, and asking again mends it as soon as the cause is gone."""

import sys

from gatehouse_app import App
from gatehouse import ctl, expect, main, start_sample

ROW = 'Sample Workspace, installed, on in this project'

server = start_sample('--idle', '0')
expect(ctl('connect', 'sample', '--yes'))
expect(ctl('connector', 'add', 'faraway', 'https://no-such-host.invalid/mcp'))
expect(ctl('activate', 'faraway'))
app = App()


def test_unknown_name():
    """a name that nobody knows: the row says so and what may be the cause, and offers to try again"""
    app.find(f'{ROW}, signed in. 1', 'list item')
    app.find('There is no host named “no-such-host.invalid”. Check the address, and whether this computer is in the network', 'list item')
    app.find('Try Again: faraway', 'push button')
    app.picture('no-network-name')
    app.transcript('no-network-name')


def test_server_gone():
    """the server goes: asked again, the row says that it does not answer; nobody is signed out by it"""
    server.terminate()
    server.wait(30)
    app.keys('F5')
    app.find(f'{ROW}, signed in. “127.0.0.1” refuses connections at this port.', 'list item')
    app.find('Try Again: Sample Workspace', 'push button')
    app.picture('no-network-server')
    app.transcript('no-network-server')


def test_still_there():
    """what it offered is still listed, so that nothing is lost"""
    app.keys('ctrl+t')
    app.find('sample__list_invoices', 'list item')
    app.picture('no-network-tools')
    app.keys('alt+Left')


def test_call():
    """a tool that is tried meanwhile fails with the same words, and what was typed stays"""
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.type('list_inv')
    app.gone('sample__create_note', 'list item')
    app.tab_to('Try ')
    app.keys('Return')
    app.window('Try sample__list_invoices')
    app.keys('ctrl+Return')
    app.find('refuses connections at this port', 'label')
    app.picture('no-network-call')
    app.keys('Escape')
    app.window('Default')
    app.keys('Escape', 'alt+Left')


def test_health():
    """the Health page walks the layers, and ends at the network"""
    app.customize('Health')
    app.find('refuses connections at this port')
    app.find('There is no host named')
    app.picture('no-network-health')
    app.transcript('no-network-health')
    app.keys('ctrl+w')
    app.window('Default')


def test_back():
    """the server is back: asked again all is well, and nobody had to sign in"""
    global server
    server = start_sample()
    app.keys('F5')
    app.find(f'{ROW}, signed in. 1', 'list item')
    app.wait_links(1)


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
