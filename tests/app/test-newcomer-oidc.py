#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job with the company's own server, behind a certified authorization server (oidc-provider), by keyboard alone: add its
address, test it, connect, browser, back, on, tools listed, one called."""

import json
import sys

import peers
from gatehouse_app import App
from gatehouse import browser_log, ctl, expect
from peers import HERE, get_json, start, wait_for_line

place = json.loads(wait_for_line(start(peers.NODE, HERE / 'oidc.mjs'), r'^\{"issuer".*\}$'))
app = App()


def test_add():
    """from the welcome to the Add page: name and address typed, the connection tested, and what it asks for is said"""
    app.wait_focus('Try Sample Workspace')
    app.customize('Add')
    app.find('Test This Connection')
    app.type('Records')
    app.keys('Tab', 'Tab')
    app.type(place['address'])
    app.keys('alt+t')
    app.find('It answers, and asks for a sign-in. Add it, then sign in.', 'label')
    app.picture('oidc-tested')
    app.transcript('oidc-tested')
    assert browser_log() == [], browser_log()


def test_connect():
    """added, its page is there; connecting asks for which projects, and the dialog says whose account server it is"""
    app.tab_to('Add')
    app.keys('Return')
    app.window('Records')
    app.wait_focus('Sign In…')
    app.picture('oidc-page')
    app.keys('alt+s')
    app.wait_focus('Connect')
    app.picture('oidc-projects')
    app.keys('Return')
    app.wait_focus('Open Browser')
    app.find(f'Account server: {place["issuer"].removeprefix("http://")}', 'list item')
    app.find('Asks to read: records.read', 'list item')
    app.picture('oidc-sign-in')
    app.transcript('oidc-sign-in')
    app.keys('Return')
    app.find('Records, installed, on in this project, signed in. 2 tools (1 read, 1 write)', 'list item')
    app.wait_links(1)


def test_tools():
    """its tools are listed in the project"""
    app.window('Records')
    app.keys('ctrl+w')
    app.window('Default')
    app.picture('oidc-project')
    app.transcript('oidc-project')
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.find('records__read_record', 'list item')
    app.find('records__write_record', 'list item')


def test_call():
    """one is called from its row, with what its form asks for"""
    app.type('read_rec')
    app.gone('records__write_record', 'list item')
    app.tab_to('Try ')
    app.keys('Return')
    app.window('Try records__read_record')
    app.type('7')
    app.picture('oidc-form')
    app.keys('ctrl+Return')
    app.find('Record 7')
    app.picture('oidc-result')
    app.transcript('oidc-result')
    app.keys('Escape')
    app.window('Default')


def test_as_it_should_be():
    """the account server saw one registration and one code, and refused nothing; the command line sees the same"""
    seen = get_json(place['stats'])
    assert (seen['registrations'], seen['code'], seen['refused']) == (1, 1, 0), seen
    assert 'records' in expect(ctl('project', 'show', '--json')).json()['active']


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    peers.main(sys.modules[__name__])
