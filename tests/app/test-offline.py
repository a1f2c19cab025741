#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The network goes and comes back, in a name space of the test's own: one banner for all that need it, nothing is asked meanwhile, and
all of it comes back by itself. What runs on this computer has nothing to do with it."""

import subprocess
import sys
import threading

from gatehouse_app import DEADLINE, App
from gatehouse import ctl, expect, main
from lab import Lab, Reply, Server
from own_network import Names, add_addresses, certificate, set_up, trust_root

OFFLINE = 'You are offline. What needs the network comes back by itself.'
ADDRESS = '198.51.100.10'


def ip(*words):
    subprocess.run(['ip', *words], check=True, capture_output=True, timeout=DEADLINE)


class Refuser(threading.Thread):
    """A server on this computer that is down: it counts how often it is tried."""

    def __init__(self):
        super().__init__(daemon=True)
        self.n_tries = 0
        self.server = Server(('127.0.0.1', 0), self.handle)
        self.address = f'http://127.0.0.1:{self.server.server_address[1]}/mcp'
        self.start()

    def handle(self, request, address, server):
        self.n_tries += 1

    def run(self):
        self.server.serve_forever(poll_interval=0.05)


set_up()
trust_root()
add_addresses(ADDRESS)
Names({'one.example': [ADDRESS], 'two.example': [ADDRESS]})
context = certificate('far', 'one.example', 'two.example')
one = Lab(protected=False, context=context, host='one.example', bind=ADDRESS)
two = Lab(protected=False, context=context, host='two.example', bind=ADDRESS)
near = Refuser()
ip('route', 'add', 'default', 'dev', 'lo')
for name, address in (('one', one.address), ('two', two.address)):
    expect(ctl('connector', 'add', name, address))
    expect(ctl('activate', name))
app = App()


def row(name):
    return f'{name}, installed, on in this project, no sign-in needed. 2 tools'


def test_online():
    """while there is a network nothing is said"""
    app.find(row('one'), 'list item')
    app.find(row('two'), 'list item')
    assert not app.look_for('', 'alert'), app.tree()


def test_gone():
    """the network goes: one banner says so, at once"""
    ip('route', 'del', 'default')
    app.find(OFFLINE, 'alert')
    app.picture('offline')
    app.transcript('offline')


def test_one_for_all():
    """what is asked all the same fails, and the banner is still the one that tells of it"""
    for lab in (one, two):
        lab.hooks['/mcp'] = lambda request: Reply(503)
    app.keys('alt+g')
    app.find('Try Again: one', 'push button')
    app.find('Try Again: two', 'push button')
    assert not app.look_for('cannot be reached', 'alert') and not app.look_for('more below', 'alert'), app.tree()
    app.find(OFFLINE, 'alert')


def test_nothing_is_asked():
    """meanwhile what needs the network is not tried, and what does not is"""
    for lab in (one, two):
        lab.hooks.clear()
        lab.forget()
    expect(ctl('connector', 'add', 'near', near.address))
    expect(ctl('activate', 'near'))
    app.find('Try Again: near', 'push button')
    first = near.n_tries
    # It failed after the others, so their time would have come before.
    app.wait_until('what is near was tried again', lambda: near.n_tries > first)
    assert not one.seen and not two.seen, (one.seen, two.seen)
    app.find(OFFLINE, 'alert')


def test_back():
    """the network is back: all comes back by itself, and what is told now is what is near"""
    ip('route', 'add', 'default', 'dev', 'lo')
    app.find(row('one'), 'list item')
    app.find(row('two'), 'list item')
    app.gone('You are offline', 'alert')
    assert len(one.calls('tools/list')) == 1, [request.rpc() for request in one.seen]


def test_ends():
    """quitting ends it without a complaint; that its threads may not be given a niceness is the name space's"""
    app.process.terminate()
    assert app.process.wait(2 * DEADLINE) == 0, app.messages()
    complaints = [line for line in app.complaints() if 'Failed to set scheduler settings' not in line]
    assert not complaints, complaints


if __name__ == '__main__':
    main(sys.modules[__name__])
