#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""What servers ask is asked by keys: a form, a page to visit, and the first run of a local program. What is missing is refused, what is
declined is told to the server, and nothing runs unseen."""

import pathlib
import sys

from gatehouse_app import App
from gatehouse import SAMPLE, browser_log, ctl, expect, main, start_sample
from inspecting import Inspector

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
expect(ctl('connector', 'add', 'local', '--', SAMPLE, 'serve', '--stdio'))
expect(ctl('activate', 'local'))
app = App()
inspector = Inspector(app)


def running():
    """The local programs that run."""
    found = []
    for path in pathlib.Path('/proc').glob('[0-9]*/cmdline'):
        try:
            words = path.read_bytes().split(b'\0')
        except OSError:
            continue
        if b'--stdio' in words and SAMPLE.encode() in words:
            found.append(path)
    return found


def test_form():
    """a form: what is required and missing is named at its field, with the focus; filled in, the answer is there"""
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    inspector.open('sample__plan_meeting')
    app.type('Budget')
    app.keys('ctrl+Return')
    app.window('asks for information')
    app.find('When and with whom is the meeting about “Budget”?')
    app.keys('Return')
    app.find('A value is needed here.')
    app.picture('asking-form')
    app.transcript('asking-form')
    app.type('2026-12-01')
    app.keys('Return')
    app.window('Try sample__plan_meeting')
    app.find('“Budget” on 2026-12-01')
    app.picture('asking-form-answer')
    inspector.close()


def test_page():
    """a page to visit: the host is shown before anything opens, and declining is told to the server"""
    before = len(browser_log())
    inspector.open('sample__open_terms')
    app.keys('ctrl+Return')
    app.window('asks you to visit a page')
    app.wait_focus('Open Browser')
    app.find('Opens in your browser: 127.0.0.1:', 'list item')
    assert len(browser_log()) == before, browser_log()
    app.picture('asking-page')
    app.transcript('asking-page')
    app.keys('alt+d')
    app.window('Try sample__open_terms')
    app.find('The person declined.')
    assert len(browser_log()) == before, browser_log()
    inspector.close()


def test_first_run():
    """a local program: its exact command is shown, and it does not run when the person says no"""
    app.find('local, installed, on in this project, no sign-in needed. Not started yet', 'list item')
    app.find('Start…: local', 'push button')
    app.keys('ctrl+k')
    app.window('Go To')
    app.type('local')
    app.keys('Return')
    app.window('local')
    assert not running(), running()
    app.tab_to('Start…')
    app.keys('Return')
    app.window('Run This Program on Your Computer?')
    app.find(f'Program: {SAMPLE}')
    app.find('Argument: --stdio')
    app.picture('asking-first-run')
    app.transcript('asking-first-run')
    app.tab_to('Do Not Run It')
    app.keys('Return')
    app.window('local')
    app.find('not approved')
    app.picture('asking-first-run-refused')
    assert not running(), running()


def test_run():
    """asked again and allowed: it runs, and its tools are there"""
    app.tab_to('Ask Again')
    app.keys('Return')
    app.window('Run This Program on Your Computer?')
    app.tab_to('Run It Once')
    app.keys('Return')
    app.window('local')
    app.find('local__summarise_note', 'list item')
    assert running()
    app.wait_focus('Ask Again')


def test_everywhere():
    """what runs shows what it offers in the other window, too, where nobody asked"""
    app.keys('alt+F4')
    app.window('Default')
    app.find('local, installed, on in this project, no sign-in needed. 13 tools', 'list item')


def test_ends_clean():
    """closing ends it without a complaint, and the local program with it"""
    app.quit()
    assert not running(), running()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
