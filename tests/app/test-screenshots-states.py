#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states that the pictures of the pages leave out: nothing there yet, still looking, gone wrong, noticed, asked; menus that are open.
A picture that cannot be taken, or shows nothing, fails."""

import base64
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time

from gi.repository import GLib

if not shutil.which('xcompmgr'):
    print('1..0 # SKIP xcompmgr is not installed')
    sys.exit(0)

from gatehouse import SAMPLE, ctl, expect, main, start_sample
from gatehouse_app import BUS, PROGRAM, SCREENSHOTS, App, text_of
from gatehouse_camera import NARROW, WIDE
from gatehouse_stage import CUSTOMIZE, MAIN, Stage
from lab import Lab, tool

SIZES = [WIDE, NARROW]
HOME = pathlib.Path(os.environ['GATE_TEST_SESSION'])
ROW = 'Sample Workspace, installed, on in this project'
CHANGED = 'A tool of Sample Workspace is not what it was when you allowed it.'
DOWN = 'Sample Workspace cannot be reached.'
ENDED = 'The sign-in to Sample Workspace has ended.'

connectors_file = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'gatehouse', 'mcp.json')
connectors_file.parent.mkdir(parents=True, exist_ok=True)
connectors_file.write_text('{\n  "mcpServers": {\n    "notes": { "url": https://notes.example/mcp }\n  }\n}\n')
server = start_sample()
app = App(screenshots=SCREENSHOTS)
camera, stage = app.camera, Stage(app)
take, act, press, leave = camera.take, stage.act, stage.press, stage.leave
home, customize, try_item, fill = stage.home, stage.customize, stage.try_item, stage.fill
lab = Lab(protected=False)
patience = threading.Event()


def on_its_own(name, *keys, closes='Escape'):
    """A menu or a list that keys open: it closes when the window changes its size."""
    for size in SIZES:
        camera.shape(size)
        app.keys(*keys)
        take(name, sizes=[size], above=True)
        app.keys(closes)
    camera.shape(WIDE)


def test_failure():
    """what cannot be opened says why, and offers to try again"""
    app.find_shown('Gatehouse Could Not Be Opened')
    take('failure')
    app.wait_focus('Try Again')
    connectors_file.unlink()
    app.keys('alt+t')
    app.wait_focus('Try Sample Workspace')


def test_empty():
    """nothing is there yet: no tools, no connectors, no preferences to set, nothing to look after"""
    app.keys('ctrl+t')
    app.find_shown('No Tools Yet')
    take('tools-empty')
    app.keys('alt+Left')
    on_its_own('main-menu', 'F10')
    act('preferences')
    app.window('Preferences')
    take('preferences-empty')
    leave(MAIN)
    customize('connectors')
    app.find('Airtable,', 'list item')
    take('connectors-first')
    customize('health')
    app.find('Check Again', 'push button')
    take('health-empty', high=(1000, 1400))
    home()


def test_category():
    """one category of the directory, and the list of categories"""
    customize('connectors')
    app.find('Airtable,', 'list item')
    app.tab_to('Category')
    on_its_own('connectors-categories', 'space')
    app.tab_to('Category')
    app.keys('space', 'Down', 'Down', 'Return')
    app.gone('Airtable,', 'list item')
    take('connectors-category')
    home()


def test_link():
    """a link that adds: all of it is shown before anything is added; one that cannot be followed"""
    for size in SIZES:
        camera.shape(size)
        subprocess.run([PROGRAM, 'gatehouse://add?name=Company+Wiki&url=https%3A%2F%2Fwiki.example%2Fmcp'], check=True, timeout=60)
        app.find('Add “Company Wiki”?')
        take('link', sizes=[size])
        app.keys('Escape')
        app.gone('Add “Company Wiki”?')
        subprocess.run([PROGRAM, 'gatehouse://add?name=Company+Wiki&url=https%3A%2F%2Fwiki.example%2Fmcp&command=sh'], check=True, timeout=60)
        app.find('The Link Cannot Be Used')
        take('link-refused', sizes=[size])
        app.keys('Escape')
        app.gone('The Link Cannot Be Used')
    camera.shape(WIDE)
    home()


def paste(text):
    fill('Text to read', text)
    press('Read')


def test_paste():
    """text that was pasted: filled into the form, several to choose from, none in it, and one that cannot be read"""
    customize('add')
    several = {'mcpServers': {'wiki': {'type': 'http', 'url': 'https://wiki.example/mcp'},
                              'tracker': {'type': 'http', 'url': 'https://tracker.example/mcp', 'headers': {'Authorization': 'Bearer 0123456789abcdef'}},
                              'notes': {'command': 'npx', 'args': ['-y', '@example/notes'], 'env': {'NOTES': '/srv/notes'}}}}
    for size in SIZES:
        camera.shape(size)
        for name, text, found in (('import-found', json.dumps(several), 'tracker'), ('import-empty', '{"mcpServers": {}}', 'Nothing to Import'),
                                  ('paste-broken', '{"mcpServers": {"x": ', 'The Text Could Not Be Read')):
            paste(text)
            app.window('Import')
            app.find(found)
            take(name, sizes=[size])
            leave(CUSTOMIZE)
        paste('claude mcp add')
        app.find('Could Not Be Read')
        take('paste-refused', sizes=[size])
        leave(CUSTOMIZE)
    camera.shape(WIDE)
    paste('claude mcp add --transport http wiki https://wiki.example/mcp')
    app.wait_until('the form is filled in', lambda: any(text_of(node) == 'wiki' for node in app.nodes()))
    take('paste-found', high=(900, 1080))
    paste('claude mcp add notes -- npx -y @example/notes')
    app.wait_until('the form is filled in', lambda: any(text_of(node) == 'notes' for node in app.nodes()))
    take('add-local', high=(900, 1080))
    home()


def run_it():
    """The button that starts it, which is another one after it was refused."""
    press(app.wait_until('it can be started', lambda: next((name for name in ('Start…', 'Ask Again') if app.look_for(name, 'push button')), None)))


def test_local():
    """a program of this computer: before its first run, the question, refused, ended, running; its log without and with lines"""
    script = HOME / 'meeting-notes'
    script.write_text('#!/bin/sh\necho "Reading the notes of 12 meetings" >&2\necho "The folder Notes is not there" >&2\nexit 1\n')
    script.chmod(0o755)
    expect(ctl('connector', 'add', 'notes', '--label', 'Meeting Notes', '--', str(script), '--folder', 'Notes'))
    expect(ctl('activate', 'notes'))
    app.find('Meeting Notes, installed, on in this project', 'list item')
    stage.connector('notes', 'Meeting Notes')
    app.find('Start…', 'push button')
    take('local', high=(1000, 1250))
    for size in SIZES:
        camera.shape(size)
        run_it()
        app.window('Run This Program on Your Computer?')
        take('first-run', sizes=[size])
        press('Do Not Run It')
        app.window('Meeting Notes')
        app.find('not approved')
    camera.shape(WIDE)
    take('local-refused', high=(1000, 1250))
    app.keys('alt+l')
    app.find('The server was not started here yet')
    take('log-empty')
    run_it()
    app.window('Run This Program on Your Computer?')
    press('Run It Once')
    app.window('Meeting Notes')
    app.find('The server has ended')
    take('local-ended', high=(1000, 1250))
    app.keys('alt+l')
    app.window('Log')
    take('log')
    leave('Meeting Notes')
    home()
    expect(ctl('deactivate', 'notes'))
    # Only the program itself is to be seen from within its sandbox.
    expect(ctl('connector', 'add', 'files', '--label', 'Files on This Computer', '--', str(shutil.copy(SAMPLE, HOME / 'files')), 'serve', '--stdio'))
    expect(ctl('activate', 'files'))
    app.find('Files on This Computer, installed, on in this project', 'list item')
    stage.connector('files', 'Files on This Computer')
    run_it()
    app.window('Run This Program on Your Computer?')
    press('Run It Once')
    app.window('Files on This Computer')
    app.find('files__summarise_note', 'list item')
    take('local-running', high=(1900, 1950))
    home()
    expect(ctl('deactivate', 'files'))


def hang(_request):
    patience.wait(120)
    return None


def test_loading():
    """what is being looked up: a project while the keyring does not answer, a connector while its service does not, and Health"""
    expect(ctl('connect', 'sample', '--yes'))
    lab.hooks['rpc:tools/list'] = hang
    expect(ctl('connector', 'add', 'wiki', lab.address, '--label', 'Company Wiki', '--sign-in', 'none'))
    expect(ctl('activate', 'wiki'))
    app.find(f'{ROW}, signed in. 1', 'list item')
    take('project-listing')
    stage.connector('wiki', 'Company Wiki')
    take('connector-listing', high=(1000, 1200))
    customize('health')
    app.find('Stop', 'push button')
    take('health-running', high=(1000, 1400))
    patience.set()
    home()
    app.quit()
    keyring = BUS.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                            GLib.Variant('(s)', ('org.freedesktop.secrets',)), None, 0, 30000).unpack()[0]
    os.kill(keyring, signal.SIGSTOP)
    try:
        app.start()
        app.window(MAIN)
        take('project-loading')
    finally:
        os.kill(keyring, signal.SIGCONT)
    app.find(f'{ROW}, signed in. 1', 'list item')


def test_inspector():
    """without arguments, as JSON, a resource with what the server proposes, a prompt, history and messages; the menu of a tool"""
    try_item('sample__change_definition', 'Change a tool\'s definition')
    take('inspector-empty')
    leave(MAIN)
    try_item('sample__list_invoices', 'List invoices')
    app.keys('alt+j')
    take('inspector-json')
    app.keys('ctrl+Return')
    app.find('done', 'label')
    app.keys('alt+h')
    take('inspector-history', high=(1100, 1100))
    app.keys('alt+h', 'alt+m')
    take('inspector-messages', high=(1100, 1100))
    leave(MAIN)
    try_item('sample://invoices/{number}', 'Invoice by number')
    for size in SIZES:
        camera.shape(size)
        fill('number', '')
        app.tab_to('number')
        app.type('INV-2026-01')
        app.find('INV-2026-010', 'list item')
        take('inspector-proposals', sizes=[size], above=True)
        app.keys('Escape')
    camera.shape(WIDE)
    fill('number', 'INV-2026-010')
    app.keys('ctrl+Return')
    app.find('done', 'label')
    take('inspector-resource')
    leave(MAIN)
    try_item('sample__summarise_note', 'Summarise a note')
    fill('note', 'note-002')
    app.keys('ctrl+Return')
    app.find('Write a short summary of the note', None)
    take('inspector-prompt')
    leave(MAIN)
    home()


def ask(request, *, method, params):
    """A call during which the server asks; once it is answered, the result."""
    def answer(out):
        number, before = request.rpc()['id'], len(lab.seen)
        asked = {'jsonrpc': '2.0', 'id': 99, 'method': method, 'params': params}
        out.write(b'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n' + f'data: {json.dumps(asked)}\n\n'.encode())
        out.flush()
        with lab.arrived:
            lab.arrived.wait_for(lambda: any(each.rpc().get('id') == 99 for each in lab.seen[before:] if each.method == 'POST'), 60)
        result = {'jsonrpc': '2.0', 'id': number, 'result': {'content': [{'type': 'text', 'text': 'Thank you.'}]}}
        out.write(f'data: {json.dumps(result)}\n\n'.encode())
    return answer


def test_questions():
    """what servers ask: a page to visit, and an answer of the assistant's, which the person writes"""
    for size in SIZES:
        try_item('sample__open_terms', 'Agree to the terms')
        camera.shape(size)
        app.keys('ctrl+Return')
        app.window('asks you to visit a page')
        take('question-page', sizes=[size])
        app.keys('Escape')
        app.window('Try ')
        app.gone('Cancel', 'push button')
        leave(MAIN)
    text = 'Summarise this page for the weekly report: “Moving the team wiki to the new server”.'
    lab.hooks['rpc:tools/call'] = lambda request: ask(request, method='sampling/createMessage', params={
        'messages': [{'role': 'user', 'content': {'type': 'text', 'text': text}}], 'systemPrompt': 'You write short summaries.', 'maxTokens': 200})
    for size in SIZES:
        try_item('wiki__look', 'look')
        camera.shape(size)
        app.keys('ctrl+Return')
        app.wait_until('it is asked', lambda: app.active_title() and not app.active_title().startswith(('Try ', MAIN)))
        take('question-sampling', sizes=[size])
        app.keys('Escape')
        app.window('Try ')
        app.gone('Cancel', 'push button')
        leave(MAIN)
    home()


def test_noticed():
    """what is noticed: a tool that changed, with the difference, a server that is down, a sign-in that was refused, and one that ends"""
    global server
    expect(ctl('call', 'sample__sticky_note', 'text=first', '--yes'), 0)
    expect(ctl('call', 'sample__change_definition', '--yes'), 0)
    app.find(CHANGED, 'alert')
    app.keys('alt+Left')
    take('notice-changed')
    for size in SIZES:
        camera.shape(size)
        app.keys('alt+v')
        app.window('“sticky_note” Changed')
        take('review', sizes=[size])
        leave(MAIN)
    camera.shape(WIDE)
    app.keys('alt+v')
    app.window('“sticky_note” Changed')
    app.keys('alt+a')
    app.gone(CHANGED, 'alert')
    app.window(MAIN)
    server.terminate()
    server.wait(30)
    app.find(DOWN, 'alert')
    take('notice-down')
    for path in pathlib.Path(os.environ['XDG_STATE_HOME']).rglob('sample-sign-ins*'):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    server = start_sample()
    # Not the banner's own button: it signs in again once that is known.
    app.keys('F5')
    app.find(ENDED, 'alert')
    take('notice-refused')
    expect(ctl('deactivate', 'sample'))
    claims = base64.urlsafe_b64encode(json.dumps({'exp': int(time.time()) + 3600}).encode()).rstrip(b'=').decode()
    ending = Lab(protected=False)
    ending.tools = [tool('read_page', 'Reads a page')]
    token = f'eyJhbGciOiJub25lIn0.{claims}.c2lnbmF0dXJl'
    expect(ctl('connector', 'add', 'intranet', ending.address, '--label', 'Intranet', '--header', f'Authorization: Bearer {token}'))
    expect(ctl('activate', 'intranet'))
    app.find('The sign-in to Intranet', 'alert')
    take('notice-ending')


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        patience.set()
        server.terminate()
        app.process.kill()
        camera.close()
