#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector, an approval and a form that a server asks for, by Tab and as a screen reader tells them."""

import sys

from gatehouse import ctl, expect, start_sample
from gatehouse_app import App
from transcript import Transcript, run
from walker import names

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()
said = Transcript(app, 'A tool that needs an approval, and one that asks')


def try_tool(word, button):
    """Opens the inspector for a tool from the list of tools."""
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.keys('ctrl+a')
    app.type(word)
    app.find(f'sample__{word}', 'list item')
    for _ in range(12):
        if said.focus() and said.focus().name == button:
            break
        said.press('Tab')
    app.wait_focus(button)
    said.step(['Return'], lambda: app.active_title() == f'Try sample__{word}')
    app.wait_until('something has the focus', said.focus)


def test_form():
    """the form of a tool that writes: each field says its name, its description, and whether it is needed"""
    app.find('signed in. 1', 'list item')
    said.begin()
    try_tool('create_note', 'Try Write a note')
    stops = names(said.check())
    assert any(name.startswith('title') for name in stops) and 'Call' in stops and 'As JSON' in stops, stops


def test_approval():
    """the question of approval says which tool; each answer is reached; no answer has the focus by accident"""
    while not said.focus().name.startswith('title'):
        said.press('Tab')
    said.step([], typed='A note')
    while not said.focus().name.startswith('text'):
        said.press('Tab')
    said.step([], typed='Of it')
    said.step(['ctrl+Return'], lambda: 'dialog' in said.lines[-1] or said.says('dialog “'))
    assert said.focus().name not in ('Call It Now', 'Always Allow It in This Project', 'Always Allow It in Every Project'), said.focus()
    stops = said.check()
    assert {'Cancel', 'title: A note', 'text: Of it'} <= set(names(stops)), stops
    said.take()


def test_declined():
    """Cancel goes back to the inspector, which says what came of it"""
    said.step(['Escape'], lambda: app.active_title().startswith('Try sample__') and said.focus() and said.focus().description)
    said.check()
    said.close('approval')


def test_focus_back():
    """closing the inspector gives the focus back to the button that opened it"""
    app.keys('Escape')
    app.window('Default')
    app.wait_focus('Try Write a note')


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    run(sys.modules[__name__], said, 'approval', server)
