#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job as a screen reader tells it: welcome, connect, browser, back, on, tools listed, one called. Every step says its end where the
focus is, so that nobody needs to look whether it is over."""

import sys

from gatehouse_app import App
from gatehouse import start_sample
from transcript import Transcript, run

server = start_sample()
app = App()
said = Transcript(app, 'The first minutes of a newcomer')


def test_welcome():
    """what there is to do is said at the start"""
    app.wait_focus('Try Sample Workspace')
    said.begin()
    assert said.lines[-1] == '    “Try Sample Workspace”, push button', said.lines


def test_sign_in():
    """the dialog says its title, what it asks, and what Return does"""
    said.step(['Return'], lambda: said.says('“Open Browser”'))
    assert said.says('dialog “Sign in to Sample Workspace”'), said.lines


def test_connected():
    """the end of the wait is said: the focus is on the connector, which says how it stands"""
    said.step(['Return'], lambda: app.active_title() == 'Which Services Do You Use?' and said.says('“Search services”'))
    said.step(['Escape'], lambda: app.active_title() == 'Default' and said.says('signed in. 13 tools'))
    app.window('Default')
    node = said.focus()
    assert node and node.name.startswith('Sample Workspace, installed, on in this project, signed in. 13 tools'), (node, said.lines)


def test_tools():
    """the tools are listed, and found by typing"""
    said.step(['ctrl+t'], lambda: said.says('“Search tools, resources, and prompts”'))
    said.step([], lambda: not app.look_for('sample__create_note', 'list item'), 'list_inv')
    said.step(['Tab'], lambda: said.says('“sample__list_invoices, Reads. '))
    said.step(['Tab'], lambda: said.says('“Copy Name: sample__list_invoices”'))
    said.step(['Tab'], lambda: said.says('“Try List invoices”'))


def test_call():
    """the tool is called from its form, and its end is said where the focus is"""
    said.step(['Return'], lambda: app.active_title() == 'Try sample__list_invoices' and said.says('“status'))
    said.step(['ctrl+Return'], lambda: said.says('done'))


def test_back():
    """closing brings back to where one came from"""
    said.step(['Escape'], lambda: said.says('“Try List invoices”'))
    said.step(['alt+Left'], lambda: said.says('list item'))


def test_written():
    """nothing was mute, nothing was told in signs"""
    said.close('newcomer')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    run(sys.modules[__name__], said, 'newcomer', server)
