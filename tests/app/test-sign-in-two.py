#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sign-ins at once, and one that the account server refuses: each is told for itself, and neither loses the other."""

import subprocess
import sys
import urllib.parse

from gatehouse_app import DEADLINE, App, children, name_of, role_of
from gatehouse import SAMPLE, browser_log, ctl, expect, main

# Nobody consents on its page, so the browser never comes back.
server = subprocess.Popen([SAMPLE, 'serve'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
told = server.stdout.readline().strip()
while told and not told.startswith('http://127.0.0.1:'):
    told = server.stdout.readline().strip()
for name in ('first', 'second'):
    expect(ctl('connector', 'add', name, told.split()[0].removesuffix('/mcp') + '/mcp'))
    expect(ctl('activate', name))
app = App()


def dialogs():
    return [name_of(window) for window in children(app.root) if role_of(window) == 'dialog']


def sign_in(name):
    app.find(f'Sign In…: {name}', 'push button')
    app.tab_to(f'Sign In…: {name}')
    app.keys('Return')
    app.window(f'Sign in to {name}')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.wait_focus('Copy Link')


def to_window(title):
    subprocess.run(['xdotool', 'search', '--name', f'^{title}$', 'windowactivate', '--sync'], check=True, timeout=DEADLINE)
    app.window(title)


def test_both_wait():
    """a second sign-in begins while the first waits; both are there, each with its own link"""
    sign_in('first')
    to_window('Default')
    sign_in('second')
    assert sorted(dialogs()) == ['Sign in to first', 'Sign in to second'], app.tree()
    links = app.wait_links(2)
    assert links[0] != links[1], links
    app.picture('sign-in-two')
    app.transcript('sign-in-two')


def test_one_given_up():
    """giving one up leaves the other as it is"""
    app.keys('Escape')
    app.wait_until('only the first is left', lambda: dialogs() == ['Sign in to first'])
    app.window('Default')
    to_window('Sign in to first')
    app.find('Waiting for you to sign in at 127.0.0.1:')


def test_refused():
    """the account server says no: one sentence says so, and signing in is offered again"""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(browser_log()[0]).query)
    answer = {'error': 'access_denied', 'error_description': 'The account is closed', 'state': query['state'][0],
              'iss': urllib.parse.urlsplit(browser_log()[0])._replace(path='', query='', fragment='').geturl()}
    app.keys('alt+p')
    app.find('Address of the Last Page', 'text')
    app.type(query['redirect_uri'][0] + '?' + urllib.parse.urlencode(answer))
    app.keys('Return')
    app.find('The Connector Could Not Be Connected')
    app.picture('sign-in-denied')
    app.transcript('sign-in-denied')
    app.keys('Escape')
    app.window('Default')
    app.find('Sign In…: first', 'push button')
    assert dialogs() == [], app.tree()


def test_again():
    """it can be tried again"""
    sign_in('first')
    app.keys('Escape')
    app.window('Default')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        server.wait(10)
