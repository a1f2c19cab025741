#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which services one uses, page by page, and a sign-in that is refused, by Tab and by what a screen reader is told."""

import sys
import urllib.parse

from gatehouse import ctl, expect, main
from gatehouse_app import App, text_of
from lab import Lab, Reply
from walker import Walker, starts

CLOSED = 'https://127.0.0.1:9/mcp'

lab = Lab()
app = App()
walker = Walker(app)


def refuse(request):
    """What an account server answers when the person does not allow it."""
    answer = urllib.parse.urlencode({'error': 'access_denied', 'state': request.query['state'], 'iss': lab.origin})
    return Reply(302, headers={'Location': f'{request.query["redirect_uri"]}?{answer}'})


def choose(words, name):
    app.type(words)
    app.find(f'{name}, not chosen', 'list item')
    app.keys('Return')
    app.wait_until(f'{name} is chosen', lambda: app.look_for(name, 'label') and text_of(app.focused()) == '')
    app.wait_focus('Search services')


def test_choice():
    """the choice: the search, the services, and the buttons"""
    app.wait_focus('Try Sample Workspace')
    app.keys('alt+c')
    app.window('Which Services Do You Use?')
    app.wait_focus('Search services')
    app.find('Google Drive, not chosen, ', 'list item')
    starts(walker.check(), 'Search services', 'Google Drive, not chosen', 'Not Now')


def test_needs():
    """what each needs: facts, what is missing, and what is to be understood"""
    app.type('smartsh')
    app.wait_until('what was found is told', lambda: walker.focus() and walker.focus().description == '1 found')
    app.keys('ctrl+a')
    choose('smartsh', 'Smartsheet')
    choose('workday', 'Workday')
    app.keys('Return')
    app.window('What They Need')
    app.find('Works only in the vendor’s own product.')
    starts(walker.check(), 'Back', 'Connect')


def test_results():
    """what came of it: each is a row that says so, with what can be done"""
    app.keys('alt+o')
    app.find('A value is needed here.', 'label')
    app.type(CLOSED)
    app.gone('A value is needed here.', 'label')
    app.keys('alt+o')
    app.find('Smartsheet, Not connected. ', 'list item')
    app.window('Results')
    app.wait_until('something has the focus', walker.focus)
    starts(walker.check(), 'Smartsheet, Not connected', 'Done')
    app.keys('Escape')
    app.window('Default')


def test_refused():
    """a sign-in that is refused says so, by one button, and the focus is on the page again"""
    lab.hooks['/authorize'] = refuse
    expect(ctl('connector', 'add', 'lab', lab.address, '--label', 'Lab'))
    expect(ctl('activate', 'lab'))
    app.find('Lab, installed, on in this project', 'list item')
    app.go('Lab')
    app.window('Lab')
    walker.go_to('Sign In…')
    app.keys('Return')
    app.wait_focus('Open Browser')
    app.keys('Return')
    app.window('The Connector Could Not Be Connected')
    app.find('not allowed')
    starts(walker.check(), 'Close')
    app.keys('Escape')
    app.window('Lab')
    app.wait_until('the focus can be seen', lambda: walker.focus() and walker.is_showing(walker.focus()))


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    main(sys.modules[__name__])
