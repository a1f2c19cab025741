#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages that are lived in, as a screen reader tells them by Tab: the question for services, a server of one's own, a connector, a project
with a problem and its remedy, a call that is approved."""

import sys

from gatehouse import ctl, expect, main, start_sample
from gatehouse_app import App
from transcript import Transcript

server = start_sample()
app = App()


def told(title):
    """What is told from now on; written down and looked through at the end."""
    said = Transcript(app, title)
    said.begin()
    return said


def test_services():
    """the question for services: the search, each service with what it needs, what is chosen"""
    app.wait_focus('Try Sample Workspace')
    app.tab_to('Choose Your Services…')
    app.keys('Return')
    app.window('Which Services Do You Use?')
    app.wait_focus('Search services')
    said = told('The question for services')
    said.step([], lambda: said.says('found') or not app.look_for('Airtable', 'list item'), 'notion')
    said.tour(12)
    said.close('services')
    # The first clears the search.
    app.tab_to('Search services')
    app.keys('Escape', 'Escape')
    app.window('Default')


def test_add_server():
    """a server of one's own: each field says what it is for, what is chosen, and what came of the test"""
    app.go('Add Custom Server')
    app.window('Plugins & Connectors')
    app.wait_until('something has the focus', app.focused)
    said = told('A server of one’s own')
    said.tour(30)
    said.close('add-server')
    app.keys('alt+F4')
    app.window('Default')


def test_connector():
    """the page of a connector: how it stands, what it may do, what it offers"""
    expect(ctl('connect', 'sample', '--yes'))
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.go('Sample Workspace')
    app.window('Sample Workspace')
    app.wait_until('something has the focus', app.focused)
    said = told('The page of a connector')
    said.tour(30)
    said.close('connector')
    app.keys('alt+F4')
    app.window('Default')


def test_approved():
    """a call that is approved: the question, the wider sign-in that it needs, and that it is done"""
    # Where the focus was when the first connector came, there is nothing any more.
    app.tab_to('Sample Workspace, installed')
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.type('create_note')
    app.gone('sample__list_invoices', 'list item')
    app.tab_to('Try ')
    said = told('A call that is approved')
    said.step(['Return'], lambda: app.active_title() == 'Try sample__create_note' and said.says('“title'))
    said.step(['ctrl+Return'], lambda: said.says('A value is needed here'))
    said.step([], typed='A note')
    said.step(['Tab'], lambda: said.says('“text'))
    said.step([], typed='Of it')
    said.step(['ctrl+Return'], lambda: said.says('dialog “Call This Tool?”'))
    said.step(['alt+a'], lambda: said.says('“Open Browser”'))
    said.step(['Return'], lambda: said.says('· done ·'))
    said.close('approved')
    app.keys('Escape')
    app.window('Default')


def test_problem():
    """a project with a problem: the row says what is wrong, its button what to do about it"""
    app.keys('alt+Left')
    app.wait_focus('Sample Workspace, installed')
    said = told('A project with a problem')
    server.terminate()
    server.wait(30)
    said.step(['F5'], lambda: said.says('cannot be reached') or said.says('did not answer') or app.look_for('Try Again: Sample Workspace', 'push button'))
    app.find('Try Again: Sample Workspace', 'push button')
    said.tour(14)
    assert any('Try Again: Sample Workspace' in line for line in said.lines), said.lines
    said.close('problem')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
