#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a connector offers, on its page, by keys: scopes in words, tools by group and what was chosen for each, reading only, what was chosen
for every project, when it was used. What is chosen is obeyed in a call."""

import subprocess
import sys

from gatehouse_app import App
from gatehouse import ctl, expect, main
from lab import Lab, tool

SCHEMA = 'io.github.gatehouse.Gatehouse'
RESOURCE = {'uri': 'lab://notes/1', 'name': 'note-1', 'title': 'First note', 'mimeType': 'text/plain'}
PROMPT = {'name': 'sum', 'title': 'Sum it up', 'description': 'A prompt'}


class Scoped(Lab):
    """It grants what it is asked for, and tells of everything that there is."""

    def __init__(self):
        super().__init__()
        self.asked = []
        self.prm = {'scopes_supported': ['notes.read', 'notes.write']}
        self.tools = [tool('look'), tool('peek'), tool('write', read_only=False)]
        self.hooks = {'/authorize': self.note_scope, 'rpc:resources/list': lambda _: {'resources': [RESOURCE]},
                      'rpc:prompts/list': lambda _: {'prompts': [PROMPT]}}

    def note_scope(self, request):
        with self.lock:
            self.asked.append(request.query.get('scope', '').split())
            self.tokens = {'scope': request.query.get('scope', '')}


lab = Scoped()
expect(ctl('connector', 'add', 'lab', lab.address, '--label', 'Lab'))
expect(ctl('connect', 'lab', '--yes'))
app = App()


def call(name, code, *texts):
    return expect(ctl('call', 'lab__' + name), code, *texts)


def obeyed(name, code, *texts):
    """What is chosen is kept soon after it is shown, and from then on obeyed."""
    app.wait_until('the choice is kept', lambda: ctl('call', 'lab__' + name).code == code)
    call(name, code, *texts)


def choose(name, before, choice):
    """By the menu of its row."""
    app.tab_to(f'{name}: {before}')
    app.keys('Return')
    app.find(choice, 'menu item')
    # The menu begins with its first choice.
    app.keys(*['Down'] * ['Always allow', 'Needs approval', 'Blocked'].index(choice), 'Return')
    app.find(f'{name}: {choice}', 'push button')


def test_page():
    """scopes in words, tools by group, resources and prompts, as of when, and when it was used"""
    app.find('Lab, installed, on in this project, signed in', 'list item')
    app.go('Lab')
    app.window('Lab')
    app.find('Granted Access. Reads: notes.read\nChanges: notes.write', 'list item')
    app.find('3 tools (2 read, 1 write) · 1 resource · 1 prompt. As of just now', 'list item')
    for text in ('look, Reads, Always allow', 'peek, Reads, Always allow', 'write, Changes or Deletes, Needs approval', 'lab://notes/1, Resource',
                 'lab__sum, Prompt. A prompt'):
        app.find(text, 'list item')
    app.find('Last Used. Never', 'list item')
    app.picture('connector-tools')


def test_refresh():
    """F5 asks again: what is new is there"""
    lab.tools.append(tool('glance'))
    app.keys('F5')
    app.find('glance, Reads, Always allow', 'list item')
    app.find('4 tools (3 read, 1 write)', 'list item')


def test_used():
    """a call is a use, also one by the command line"""
    call('look', 0)
    app.keys('F5')
    app.find('Last Used. Just now', 'list item')


def test_choose():
    """blocked, asked for, allowed: by keys, and obeyed"""
    choose('look', 'Always allow', 'Blocked')
    obeyed('look', 1, 'You blocked “look”')
    choose('peek', 'Always allow', 'Needs approval')
    obeyed('peek', 3)
    choose('write', 'Needs approval', 'Always allow')
    obeyed('write', 0, 'called write')
    app.picture('connector-choices')


def test_allow_reading():
    """all that only read, after each was named; what writes is none of them"""
    app.tab_to('Allow All')
    app.keys('Return')
    app.find('Allow 3 Tools?')
    app.picture('connector-allow-all')
    app.keys('alt+a')
    for name in ('look', 'peek', 'glance'):
        app.find(f'{name}, Reads, Always allow', 'list item')
        obeyed(name, 0, 'called ' + name)


def test_read_only():
    """reading only: what writes is blocked, in the list and in a call; the next sign-in asks for reading only"""
    app.tab_to('Read Only')
    app.keys('space')
    app.find('Read Only, on', 'list item')
    app.find('write, Changes or Deletes, Blocked', 'list item')
    before = len(lab.calls('tools/call'))
    assert ctl('call', 'lab__write', '--yes').code != 0 and len(lab.calls('tools/call')) == before
    call('look', 0)
    app.keys('alt+r')
    app.wait_focus('Open Browser')
    app.find('notes.read', window='Sign in to Lab')
    assert not app.look_for('notes.write', window='Sign in to Lab'), app.tree()
    app.keys('Return')
    app.find('Granted Access. Reads: notes.read', 'list item')
    app.gone('Changes: notes.write')
    assert lab.asked[-1] == ['notes.read'] and 'notes.write' in lab.asked[0], lab.asked
    app.window('Lab')
    app.tab_to('Read Only')
    app.keys('space')
    app.find('Read Only, off', 'list item')
    app.find('write, Changes or Deletes, Always allow', 'list item')


def test_every_project():
    """what was chosen for every project is listed, taken back, and that is taken back, too"""
    assert not app.look_for('In Every Project')
    subprocess.run(['gsettings', 'set', SCHEMA, 'tool-choices', "{'lab__write': 'allow', 'other__write': 'allow'}"], check=True, timeout=60)
    app.find('In Every Project')
    app.find('lab__write, Always allow', 'list item')
    assert not app.look_for('other__write'), app.tree()
    app.tab_to('Take Back: lab__write')
    app.keys('Return')
    app.find('The choice for “lab__write” was taken back')
    app.gone('lab__write, Always allow', 'list item')
    app.picture('connector-take-back')
    assert 'lab__write' not in subprocess.check_output(['gsettings', 'get', SCHEMA, 'tool-choices'], text=True, timeout=60)
    app.keys('ctrl+z')
    app.find('lab__write, Always allow', 'list item')
    assert "'lab__write': 'allow'" in subprocess.check_output(['gsettings', 'get', SCHEMA, 'tool-choices'], text=True, timeout=60)


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        app.process.terminate()
