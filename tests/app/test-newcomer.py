#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from a cold start, by keyboard alone: welcome, connect, browser, back, on, tools listed, one called."""

import sys

from gatehouse_app import App
from gatehouse import ctl, expect, main, start_sample

server = start_sample()
app = App()


def test_connect():
    """three keystrokes: the welcome's button, the sign-in's button, and approving in the browser"""
    app.wait_focus('Try Sample Workspace')
    app.picture('welcome')
    app.keys('Return')
    app.wait_focus('Open Browser')
    app.find('Turned on in the project: Default', 'list item')
    app.picture('sign-in')
    app.transcript('sign-in')
    app.keys('Return')
    app.find('Sample Workspace, installed, on in this project, signed in', 'list item')
    app.wait_links(1)


def test_not_now():
    """which services they use can be told later: Escape"""
    app.window('Which Services Do You Use?')
    app.wait_focus('Search services')
    app.keys('Escape')
    app.window('Default')


def test_counts():
    """the row says what can be used, and reads as one sentence"""
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.picture('project')
    app.transcript('project')


def test_command_line_agrees():
    """the command line sees the same, and what it turns off the window shows at once"""
    assert 'sample' in ctl('project', 'show', '--json').json()['active']
    expect(ctl('deactivate', 'sample'))
    app.find('Sample Workspace, installed, off in this project, signed in. Off for this project.', 'list item')
    expect(ctl('activate', 'sample'))
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')


def test_tools():
    """Ctrl+T lists every tool, resource and prompt by name; typing finds one"""
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.find('sample__list_invoices', 'list item')
    app.picture('tools')
    app.type('list_inv')
    app.gone('sample__create_note', 'list item')
    app.find('sample__list_invoices', 'list item')


def test_call():
    """a tool is tried from its row: Tab to it, Return, and the answer is there"""
    app.tab_to('Try ')
    app.keys('Return')
    app.window('Try sample__list_invoices')
    app.picture('inspector-form')
    app.keys('ctrl+Return')
    app.find('done', 'label')
    app.picture('inspector-result')
    app.transcript('inspector')
    app.keys('Escape')
    app.window('Default')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.window('Default')
    app.quit()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
