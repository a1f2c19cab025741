#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tool that writes asks before it is called: once, in this project from now on, or not. By keys, from the inspector."""

import os
import pathlib
import sys

from gatehouse_app import App, Atspi, has_state
from gatehouse import ctl, expect, main, start_sample

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()

TRY = 'Try sample__create_note'
SETTINGS = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'dconf')


def notes():
    """What the server has, told by a tool that only reads."""
    return expect(ctl('call', 'sample__search_notes', 'query=Written by a test', '--yes')).out


def open_inspector():
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    app.window('Default')
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.type('create_note')
    app.gone('sample__list_invoices', 'list item')
    app.tab_to('Try ')
    app.keys('Return')
    app.window(TRY)


def run(title):
    """Fills in the form, which stands behind the switch to JSON, and calls."""
    app.window(TRY)
    for _ in range(40):
        node = app.focused()
        # Not the one of the result, which can be unfolded.
        if node and 'As JSON' in node.get_name() and not has_state(node, Atspi.StateType.EXPANDABLE):
            break
        app.keys('Tab')
    app.wait_focus('As JSON')
    for text in (title, 'Written by a test'):
        app.keys('Tab', 'ctrl+a')
        app.type(text)
        app.wait_until(f'“{text}” is written', lambda: app.holds(text))
    app.keys('ctrl+Return')


def test_asked():
    """what writes asks: which tool, of whom, with which arguments"""
    open_inspector()
    run('Refused')
    app.window('Call This Tool?')
    for text in ('sample__create_note', 'Sample Workspace'):
        app.find(text, window='Call This Tool?')
    app.find('title: Refused', 'list item', window='Call This Tool?')
    app.picture('approval')
    app.transcript('approval')


def test_as_json():
    """one key away is exactly what is sent, and one key back is what people read"""
    app.keys('alt+j')
    app.find('"Refused"', 'text')
    assert not app.look_for('title: Refused', 'list item'), app.tree()
    app.tab_to('Arguments as JSON')
    app.picture('approval-json')
    app.keys('alt+j')
    app.find('title: Refused', 'list item')


def test_refused():
    """refused it is not called, and the inspector says who decided so"""
    app.keys('alt+d')
    app.window(TRY)
    app.find('was not called: you said no')
    assert 'Refused' not in notes(), notes()


def test_escape():
    """Escape is no yes either"""
    run('Escaped')
    app.window('Call This Tool?')
    app.keys('Escape')
    app.window(TRY)
    app.find('Call', 'push button')
    assert 'Escaped' not in notes(), notes()


def test_once():
    """allowed once it is called, after the sign-in was widened to what it needs, and asks again the next time"""
    run('Only once')
    app.window('Call This Tool?')
    app.keys('alt+a')
    app.wait_focus('Open Browser')
    app.find('notes.write')
    app.keys('Return')
    app.window(TRY)
    app.wait_until('the note is written', lambda: 'Only once' in notes())
    app.find('done', 'label')
    run('For this project')
    app.window('Call This Tool?')


def test_not_kept():
    """a choice that cannot be kept: it is called all the same, what became of the choice is told, and it asks again"""
    # A file where the folder of the settings was.
    away = SETTINGS.rename(SETTINGS.with_name('dconf-away'))
    SETTINGS.write_text('in the way')
    app.expected.append('failed to commit changes to dconf')
    app.keys('alt+l')
    app.window(TRY)
    app.find('What you chose could not be kept, so you are asked again the next time', 'label')
    app.picture('approval-not-kept')
    SETTINGS.unlink()
    away.rename(SETTINGS)
    assert 'For this project' in notes()
    run('For this project, kept')
    app.window('Call This Tool?')


def test_project():
    """allowed in this project it does not ask any more, here and on the command line"""
    app.keys('alt+l')
    app.window(TRY)
    app.wait_until('the note is written', lambda: 'For this project, kept' in notes())
    app.find('done', 'label')
    run('Unasked')
    app.wait_until('the note is written', lambda: 'Unasked' in notes())
    assert TRY in app.active_title(), app.tree()
    expect(ctl('call', 'sample__create_note', 'title=By command', 'text=Written by a test'), 0)


def test_other_project():
    """what was allowed in one project asks in another"""
    expect(ctl('project', 'add', 'Other'))
    expect(ctl('activate', 'sample', '--project', 'Other'))
    expect(ctl('call', 'sample__create_note', '--project', 'Other', 'title=Elsewhere', 'text=Written by a test'), 3, 'may change something')


def test_ends():
    """quitting ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
