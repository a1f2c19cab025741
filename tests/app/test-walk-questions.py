#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""What servers ask, by Tab and by what a screen reader is told: a form, a page to visit, a text that a model would write, a tool that changed,
a link that adds a server. Everything is reached there and back, and after Escape the focus is where it was."""

import json
import subprocess
import sys

from gatehouse import ctl, expect, main
from gatehouse_app import DEADLINE, PROGRAM, App
from lab import Lab, Reply, tool
from walker import Walker, starts

HEAD = b'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n'
FORM = {'type': 'object', 'required': ['day'], 'properties': {
    'day': {'type': 'string', 'title': 'Day'}, 'guests': {'type': 'integer', 'title': 'Guests'},
    'remind': {'type': 'boolean', 'title': 'Remind me'}, 'room': {'type': 'string', 'title': 'Room', 'enum': ['Small', 'Large']}}}
ASKED = {
    'form': ('elicitation/create', {'mode': 'form', 'message': 'When is it?', 'requestedSchema': FORM}),
    'page': ('elicitation/create', {'mode': 'url', 'message': 'Read the terms.', 'url': 'https://lab.example/terms', 'elicitationId': 'e1'}),
    'text': ('sampling/createMessage', {'messages': [{'role': 'user', 'content': {'type': 'text', 'text': 'Write a line.'}}], 'maxTokens': 9}),
}

lab = Lab(protected=False)
lab.tools = [tool(name, f'Asks for a {name}') for name in ASKED]


def call(request):
    """The server asks while the tool runs, and ends once it was answered."""
    message = request.rpc()
    method, params = ASKED[message['params']['name']]
    known = len(lab.seen)

    def write(stream):
        question = {'jsonrpc': '2.0', 'id': f'q{message["id"]}', 'method': method, 'params': params}
        stream.write(HEAD + f'data: {json.dumps(question)}\n\n'.encode())
        stream.flush()
        with lab.arrived:
            lab.arrived.wait_for(lambda: any(b'"result"' in each.body or b'"error"' in each.body for each in lab.seen[known:]), 4 * DEADLINE)
        result = {'jsonrpc': '2.0', 'id': message['id'], 'result': {'content': [{'type': 'text', 'text': 'asked and answered'}]}}
        stream.write(f'data: {json.dumps(result)}\n\n'.encode())
    return write


lab.hooks['rpc:tools/call'] = call
lab.hooks['rpc:None'] = lambda request: Reply(202)
expect(ctl('connector', 'add', 'lab', lab.address))
expect(ctl('activate', 'lab'))
app = App()
walker = Walker(app)


def asked(name, title):
    """Opens the inspector of a tool, calls it, and waits for what the server asks."""
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    walker.go_to(f'Try {name}')
    app.keys('Return')
    app.window(f'Try lab__{name}')
    app.wait_until('something has the focus', walker.focus)
    app.keys('ctrl+Return')
    app.window(title)
    app.wait_until('something has the focus', walker.focus)


def declined():
    """Escape: the inspector has the keys again, says what came of it, and Escape leads back to the button that opened it."""
    app.keys('Escape')
    app.window('Try lab__')
    walker.wait_shown()
    app.find('asked and answered')
    app.keys('Escape')
    app.window('Default')
    app.wait_focus('Try ')


def test_form():
    """a form: every field says its name, and what it is now"""
    app.find('lab, installed, on in this project', 'list item')
    app.find('3 tools')
    asked('form', 'asks for information')
    starts(walker.check(), 'Day', 'Guests', 'Remind me', 'Room', 'Send', 'Decline', 'Cancel')
    declined()


def test_page():
    """a page to visit"""
    asked('page', 'asks you to visit a page')
    starts(walker.check(), 'Open Browser', 'Decline', 'Full Address', 'Cancel')
    declined()


def test_text():
    """a text that a model would write: a person may write it"""
    asked('text', 'asks')
    walker.go_to('Your Answer')
    app.type('A line')
    starts(walker.check(), 'Your Answer', 'Send', 'Decline', 'Cancel')
    declined()


def test_review():
    """a tool that changed: before and after, and both decisions"""
    expect(ctl('call', 'lab__form', '--yes'))
    lab.tools[0]['description'] = 'Does something else'
    app.keys('alt+Left')
    app.wait_focus('Show My Tools')
    app.keys('F5')
    app.find('is not what it was when you allowed it', 'alert')
    app.wait_until('something has the focus', walker.focus)
    with walker.over('alt+v', title='Changed'):
        starts(walker.check(), 'Keep Blocked', 'Allow', 'Before: ', 'Now: ')


def test_link():
    """a link that adds a server: what it would add can be read, Escape adds nothing, and the focus is where it was"""
    before = app.wait_until('something has the focus', walker.focus)
    subprocess.run([PROGRAM, 'gatehouse://add?name=My+ERP&url=https%3A%2F%2Ferp.example%2Fmcp'], check=True, timeout=DEADLINE)
    app.window('Add “My ERP”?')
    app.wait_until('something has the focus', walker.focus)
    starts(walker.check(), 'Cancel', 'Add')
    app.keys('Escape')
    app.window('Default')
    walker.wait_back(before.path)
    assert len(expect(ctl('connector', 'list', '--json')).json()) == 1


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    main(sys.modules[__name__])
