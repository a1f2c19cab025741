#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connector's page by keys: sign in, back, disconnect, accounts with their names, and what is removed and taken back. What the service
knows of it, the service says."""

import json
import os
import pathlib
import sys

from gatehouse_app import App
from gatehouse import active, ctl, expect, keyring_text, main
from lab import Lab, Reply, canary


class Accounts(Lab):
    """A service that knows several people: each sign-in has tokens of its own, which are good until they are revoked."""

    def __init__(self):
        super().__init__()
        self.given = []
        self.hooks = {'/token': self.give, '/revoke': self.revoke}

    def give(self, _request):
        access, refresh = canary('access'), canary('refresh')
        with self.lock:
            self.given.append((access, refresh))
        return Reply(200, {'access_token': access, 'refresh_token': refresh, 'token_type': 'Bearer', 'expires_in': 3600})

    def revoke(self, request):
        with self.lock:
            self.given = [pair for pair in self.given if request.form().get('token') not in pair]
        return Reply(200)

    def accepts(self, request):
        with self.lock:
            return any(request.headers.get('Authorization') == 'Bearer ' + access for access, _ in self.given)


lab = Accounts()
CONNECTORS = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'gatehouse', 'mcp.json')
expect(ctl('connector', 'add', 'lab', lab.address, '--label', 'Lab'))
app = App()


def connector(name='lab'):
    return expect(ctl('connector', 'show', name, '--json')).json()


def signed_in():
    return [account['signIn'] == 'signed-in' for account in connector()['accounts']]


def sign_in():
    app.wait_focus('Open Browser')
    app.keys('Return')


def page():
    app.go('Lab')
    app.window('Lab')


def test_connect():
    """it is connected from its page: projects, browser, tools"""
    app.find('Lab, installed', 'list item')
    page()
    app.find('Sign In…', 'push button')
    app.keys('alt+s')
    app.window('Choose Projects')
    app.keys('alt+o')
    sign_in()
    app.find('Signed in. At', 'list item')
    app.find('2 tools (1 read, 1 write)')
    app.wait_links(1)
    assert active() == ['lab'], active()


def test_escape():
    """Escape goes back at once, whatever a toast says"""
    app.window('Lab')
    app.find_told('Connected')
    app.keys('Escape')
    app.window('Plugins & Connectors')
    app.wait_focus('Search')
    app.keys('Escape')
    app.window('Default')


def test_disconnect():
    """disconnecting takes the access back at the service, and forgets it here"""
    page()
    app.find('Disconnect', 'push button')
    app.keys('alt+d')
    app.find('Disconnect “Lab”?')
    app.keys('alt+d')
    app.find('Not signed in', 'list item')
    assert not lab.given and signed_in() == [False], lab.given
    assert 'canary-refresh' not in keyring_text()


def test_reconnect():
    """signing in again asks for no projects; Reconnect asks the service anew"""
    app.keys('alt+s')
    sign_in()
    app.find('Signed in. At', 'list item')
    app.window('Lab')
    app.wait_focus('Signed in')
    app.keys('alt+r')
    sign_in()
    app.wait_links(3)
    app.window('Lab')
    app.find('Signed in. At', 'list item')


def test_second_account():
    """a second account has a name and a sign-in of its own"""
    app.keys('alt+n')
    app.window('Add Account')
    app.type('Work')
    app.keys('Return')
    app.window('Choose Projects')
    app.keys('alt+o')
    sign_in()
    app.window('Lab')
    app.find('Lab (Work)')
    app.wait_until('both are signed in', lambda: signed_in() == [True, True])
    app.wait_until('both are on', lambda: sorted(active()) == ['lab', 'lab/Work'])
    app.picture('connector-accounts')


def test_rename():
    """both can be renamed; their tools keep their names"""
    for old, new in (('More for Lab', 'Home'), ('More for Lab (Work)', 'Client A')):
        app.tab_to(old)
        app.keys('Return')
        app.find('Rename…', 'menu item')
        app.keys('Return')
        app.window('Rename Account')
        app.keys('ctrl+a')
        app.type(new)
        app.keys('Return')
        app.window('Lab')
        app.find(f'Lab ({new})')
    own = json.loads(CONNECTORS.read_text())['mcpServers']['lab']['gatehouse']
    assert own['accountLabel'] == 'Home' and own['accounts'] == [{'id': 'Work', 'label': 'Client A'}], own
    names = {tool['name'] for tool in expect(ctl('tools', '--json')).json()['tools']}
    assert names == {'lab__look', 'lab__write', 'lab_Work__look', 'lab_Work__write'}, names


def test_project_shows_both():
    """the project's page shows both"""
    app.keys('Escape')
    app.window('Plugins')
    app.keys('Escape')
    app.window('Default')
    app.find('Lab (Home), installed, on in this project, signed in. 2 tools', 'list item')
    app.find('Lab (Client A), installed, on in this project, signed in. 2 tools', 'list item')


def test_remove_account():
    """one account is removed, and comes back whole when that is taken back"""
    page()
    n_given = len(lab.given)
    app.tab_to('More for Lab (Client A)')
    app.keys('Delete')
    app.find('“Lab (Client A)” removed')
    app.gone('More for Lab (Client A)')
    assert signed_in() == [True, True] and len(lab.given) == n_given, 'nothing is lost before'
    app.keys('ctrl+z')
    app.find('More for Lab (Client A)', 'push button')
    expect(ctl('call', 'lab_Work__look', '--yes'))


def test_remove_account_for_good():
    """removed for good it is revoked and forgotten; the other account stays usable"""
    n_given = len(lab.given)
    app.tab_to('More for Lab (Client A)')
    app.keys('Delete')
    app.find('“Lab (Client A)” removed')
    app.quit()
    assert signed_in() == [True] and len(lab.given) == n_given - 1, (connector(), lab.given)
    assert active() == ['lab'], active()
    expect(ctl('call', 'lab__look', '--yes'))
    app.start()
    app.find('Lab, installed, on in this project, signed in. 2 tools', 'list item')


def test_remove():
    """the connector is removed, and comes back with its sign-in, its choices and its projects"""
    page()
    n_given = len(lab.given)
    app.find('Signed in', 'list item')
    app.keys('alt+m')
    app.find('“Lab” removed')
    app.window('Plugins & Connectors')
    assert signed_in() == [True] and active() == ['lab']
    app.keys('ctrl+z')
    app.keys('Escape')
    app.window('Default')
    app.find('Lab, installed, on in this project, signed in. 2 tools', 'list item')
    assert signed_in() == [True] and len(lab.given) == n_given, lab.given
    app.wait_links(4)


def test_remove_replaced():
    """what another process put in its place meanwhile is not removed"""
    page()
    app.find('Signed in', 'list item')
    app.keys('alt+m')
    app.find('“Lab” removed')
    expect(ctl('connector', 'remove', 'lab', '--yes'))
    expect(ctl('connector', 'add', 'lab', lab.address, '--label', 'Other Lab'))
    app.find('Other Lab', 'list item')
    app.quit()
    assert connector()['accounts'][0]['label'] == 'Other Lab', connector()


def test_remove_for_good():
    """removed for good it is gone everywhere"""
    app.start()
    app.find('Other Lab, installed', 'list item')
    app.go('Other Lab')
    app.window('Other Lab')
    app.keys('alt+m')
    app.find('“Other Lab” removed')
    app.quit()
    assert json.loads(CONNECTORS.read_text())['mcpServers'] == {} and 'canary-refresh' not in keyring_text()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        app.process.terminate()
