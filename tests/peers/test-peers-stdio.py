#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real local servers from npm, each in the sandbox: what they list, what they answer, and what they get to see of us."""

import base64
import json
import os
import re
import subprocess
import sys
import time

import peers
from peers import HOME, add, add_entry, build_keytar, call, ctl, expect, free_port, package, start, talk, text, tools, wait_for_line

EVERYTHING = package('@modelcontextprotocol', 'server-everything', 'dist', 'index.js')
FILESYSTEM = package('@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')
MEMORY = package('@modelcontextprotocol', 'server-memory', 'dist', 'index.js')
CONTEXT7 = package('@upstash', 'context7-mcp', 'dist', 'index.js')
NOTION = package('@notionhq', 'notion-mcp-server', 'bin', 'cli.mjs')
AZURE = package('@azure-devops', 'mcp', 'dist', 'index.js')
HUBSPOT = package('@hubspot', 'mcp-server', 'dist', 'index.js')
ALLOWED = {'HOME', 'LANG', 'LOGNAME', 'PATH', 'PWD', 'SHELL', 'TERM', 'USER', 'OWN_SETTING'}
# Where user namespaces are not to be had there is none, and the question says so.
TRIAL = ['bwrap', '--unshare-pid', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', 'true']
SANDBOX = subprocess.run(TRIAL, capture_output=True).returncode == 0
CANARY = 'canary-4c1f0b27'
PNG = b'\x89PNG\r\n\x1a\n'


def test_everything_asks_first():
    """everything: its command is asked about before the first run, with the sandbox named"""
    add('every', '--env', 'OWN_SETTING=mine', '--', 'node', EVERYTHING)
    expect(ctl('tools', 'every'), 3, 'question')
    shown = talk(['tools', 'every'], ('Your choice', '1'))
    assert EVERYTHING in shown and 'every__echo' in shown, shown
    assert ('Not confined' in shown) != SANDBOX, shown


def test_everything_tools():
    """everything: its tools for a client that can be asked and for one that cannot"""
    listed = tools('every')
    assert {'echo', 'get-sum', 'get-env', 'get-tiny-image', 'trigger-long-running-operation'} <= set(listed) and len(listed) >= 13, sorted(listed)
    assert listed['echo']['group'] == 'read' and listed['gzip-file-as-resource']['group'] == 'write', listed
    assert 'trigger-sampling-request' not in listed, sorted(listed)
    assert 'every__trigger-sampling-request' in talk(['tools', 'every', '--json'])
    assert peers.test('every')['protocol'] == '2025-11-25'


def test_everything_calls():
    """everything: text, numbers, structure, an image, links and an embedded resource"""
    assert text(call('every__echo', 'message=Grüße')) == 'Echo: Grüße'
    assert '5' in text(call('every__get-sum', 'a=2', 'b=3'))
    assert call('every__get-structured-content', 'location=Chicago')['structuredContent']['temperature'] == 36
    image = HOME / 'image.png'
    expect(ctl('call', 'every__get-tiny-image', '--yes', '--output', str(image)), 0, 'image/png')
    assert image.read_bytes().startswith(PNG)
    expect(ctl('call', 'every__get-tiny-image', '--yes'), 0, 'image/png', '--output')
    links = [block for block in call('every__get-resource-links', 'count=3')['content'] if block['type'] == 'resource_link']
    assert len(links) == 3, links
    embedded = [block for block in call('every__get-resource-reference', 'resourceType=Text', 'resourceId=2')['content']
                if block['type'] == 'resource']
    assert 'Resource 2' in embedded[0]['resource']['text'], embedded
    assert call('every__get-annotated-message', 'messageType=error')['content'][0]['annotations']['priority'] == 1


def test_everything_arguments():
    """everything: arguments that do not fit its schema are refused before they are sent"""
    expect(ctl('call', 'every__get-sum', 'a=2', 'b=x', '--yes'), 2, 'b')
    expect(ctl('call', 'every__get-structured-content', 'location=Paris', '--yes'), 2, 'location')
    expect(ctl('call', 'every__echo', '--yes'), 2, 'message')


def test_everything_environment():
    """everything: it sees the few variables that it may, its own setting, and nothing else of ours"""
    result = expect(ctl('call', 'every__get-env', '--yes', '--json', env={'CANARY_VARIABLE': CANARY})).json()
    seen = json.loads(text(result))
    assert set(seen) <= ALLOWED, set(seen) - ALLOWED
    assert seen['OWN_SETTING'] == 'mine' and seen['HOME'] == str(HOME), seen
    assert CANARY not in json.dumps(result)


def test_everything_progress():
    """everything: a long operation shows its progress on a terminal and can be stopped"""
    shown = talk(['call', 'every__trigger-long-running-operation', 'duration=1', 'steps=4', '--yes'])
    assert '50' in shown and 'Long running operation completed. Duration: 1 seconds, Steps: 4.' in shown, shown
    terminal = peers.gatehouse.Terminal('call', 'every__trigger-long-running-operation', 'duration=50', 'steps=50', '--yes')
    terminal.wait_for('%')
    terminal.interrupt()
    assert terminal.end() == 1 and 'Cancelled' in terminal.text, terminal.text
    peers.check_none_left()


def test_everything_task():
    """everything: a tool that only runs as a task is started, watched and its result fetched"""
    report = text(call('every__simulate-research-query', 'topic=sandboxes'))
    assert 'Research Report: sandboxes' in report and 'Stage 4: Generating report' in report, report


def test_everything_form():
    """everything: every kind of field of a form is answered on the terminal"""
    answers = (('String: ', 'Ada'), ('Boolean', 'y'), ('String with default', ''), ('String with email format', 'ada@example.org'),
               ('String with uri format', ''), ('String with date format', '1815-12-10'), ('Integer', '7'), ('Number in range', ''),
               ('Untitled Single Select Enum', 'Joey'), ('Untitled Multiple Select Enum', 'Piano, Drums'),
               ('Titled Single Select Enum', 'hero-2'), ('Titled Multiple Select Enum', ''), ('Legacy Titled Single Select Enum', ''), ('Send it?', ''))
    shown = talk(['call', 'every__trigger-elicitation-request', '--yes'], *answers)
    assert 'Number in range 1-1000 [3.14]' in shown and 'Enum [Guitar]' in shown, shown
    sent = json.loads(re.search(r'Raw result: (\{.*\})', shown, re.S)[1])
    content = sent['content']
    assert sent['action'] == 'accept', sent
    assert content['name'] == 'Ada' and content['check'] is True and content['firstLine'].startswith('It was a dark'), content
    assert content['integer'] == 7 and content['number'] == 3.14 and content['birthdate'] == '1815-12-10', content
    assert content['untitledSingleSelectEnum'] == 'Joey' and content['untitledMultipleSelectEnum'] == ['Piano', 'Drums'], content
    assert content['titledSingleSelectEnum'] == 'hero-2' and 'homepage' not in content, content


def test_everything_asking_task():
    """everything: a task that needs an answer half-way gets it on the terminal, and only one that it offers"""
    shown = talk(['call', 'every__simulate-research-query', 'topic=python', 'ambiguous=true', '--yes'],
                 ('Clarification: ', 'lizard'), ('Clarification: ', 'snake'), ('Send it?', ''))
    assert 'must be one of' in shown and 'Research Report: python' in shown and 'snake' in shown.split('Research Report')[1], shown


def test_everything_page():
    """everything: a page is visited when the person agrees and not when not, and the server learns which"""
    port = free_port()
    page = start('python3', '-m', 'http.server', '--bind', '127.0.0.1', port, '--directory', HOME, port=port)
    words = ['call', 'every__trigger-url-elicitation', f'url=http://127.0.0.1:{port}/agree', '--yes']
    shown = talk(words, ('Open it in your browser?', 'n'))
    assert '"action": "decline"' in shown and f'http://127.0.0.1:{port}/agree' in shown, shown
    assert 'GET /agree' not in page.log.read_text()
    shown = talk(words, ('Open it in your browser?', ''))
    assert '"action": "accept"' in shown, shown
    wait_for_line(page, 'GET /agree')


def test_everything_sampling():
    """everything: a text that it wants from a model is written by the person"""
    shown = talk(['call', 'every__trigger-sampling-request', 'prompt=Say hi', 'maxTokens=10', '--yes'], ('single dot', 'Hi from a person.\n.'))
    assert '"text": "Hi from a person."' in shown and 'Say hi' in shown, shown


def test_everything_resources():
    """everything: resources and templates are listed and read, as text and as bytes"""
    listed = expect(ctl('resource', 'list', '--connector', 'every', '--yes', '--json')).json()
    assert len(listed['resources']) == 7 and len(listed['templates']) == 2 and not listed['failures'], listed
    uri = next(item['name'] for item in listed['resources'] if item['name'].endswith('.md'))
    assert '#' in expect(ctl('resource', 'read', uri, '--yes')).out
    expect(ctl('resource', 'read', 'demo://resource/dynamic/text/3', '--yes'), 0, 'Resource 3')
    blob = expect(ctl('resource', 'read', 'demo://resource/dynamic/blob/4', '--yes', '--json')).json()['contents'][0]
    assert b'Resource 4' in base64.b64decode(blob['blob']), blob
    expect(ctl('resource', 'read', 'demo://resource/dynamic/text/none', '--yes'), 1, 'Unknown resource')


def test_everything_prompts():
    """everything: prompts are listed with their arguments and filled in"""
    listed = expect(ctl('prompt', 'list', '--connector', 'every', '--yes', '--json')).json()
    assert len(listed['prompts']) == 4, listed
    expect(ctl('prompt', 'get', 'every__args-prompt', 'city=Lyon', '--yes'), 0, "What's weather in Lyon?")
    expect(ctl('prompt', 'get', 'every__args-prompt', '--yes'), 2, 'city')
    expect(ctl('prompt', 'get', 'every__completable-prompt', 'department=Sales', 'name=Eve', '--yes'), 0, 'Eve')


def test_filesystem_outside():
    """filesystem: in the sandbox it reaches no folder that was not given to it"""
    (HOME / 'private').mkdir()
    add('closed', '--', 'node', FILESYSTEM, str(HOME / 'private'))
    if SANDBOX:
        expect(ctl('connector', 'test', 'closed', '--yes'), 1, 'None of the specified directories are accessible', '--project-folder')
    expect(ctl('connector', 'remove', 'closed'))


def test_filesystem():
    """filesystem: the project's folder is given to it by its entry, and nothing beside it"""
    folder = HOME / 'documents'
    folder.mkdir()
    (folder / 'letter.txt').write_text('Dear Ada,\n')
    expect(ctl('project', 'set', 'default', '--folder', str(folder)))
    add('files', '--project-folder', '--', 'node', FILESYSTEM, str(folder))
    listed = tools('files')
    assert len(listed) == 14 and all('outputSchema' in tool['definition'] for tool in listed.values()), sorted(listed)
    assert 'Dear Ada' in text(call('files__read_text_file', f'path={folder}/letter.txt'))
    assert 'letter.txt' in text(call('files__list_directory', f'path={folder}'))
    call('files__write_file', f'path={folder}/answer.txt', 'content=Dear Charles,')
    assert (folder / 'answer.txt').read_text() == 'Dear Charles,'
    assert folder.as_uri() in text(call('every__get-roots-list'))
    refused = call('files__read_text_file', 'path=/etc/passwd', code=1)
    assert refused['isError'] is True and 'outside allowed directories' in text(refused), refused
    (folder / 'link').symlink_to('/etc/passwd')
    assert call('files__read_text_file', f'path={folder}/link', code=1)['isError'] is True
    expect(ctl('call', 'files__read_text_file', 'path=/etc/passwd', '--yes'), 1, 'The tool itself says that it failed')


def test_memory():
    """memory: what it is told is there in the next run, in its own home; its package is not written to"""
    add('memory', '--env', f'MEMORY_FILE_PATH={HOME}/memory.jsonl', '--', 'node', MEMORY)
    assert len(tools('memory')) == 9
    call('memory__create_entities', '--arguments', json.dumps({'entities': [{'name': 'Ada', 'entityType': 'person', 'observations': ['writes']}]}))
    graph = json.loads(text(call('memory__read_graph')))
    assert graph['entities'][0]['observations'] == ['writes'], graph
    assert (HOME / 'memory.jsonl').exists() != SANDBOX and len(list(HOME.glob('.local/share/gatehouse/homes/*/memory.jsonl'))) == SANDBOX
    assert len(expect(ctl('resource', 'list', '--connector', 'memory', '--yes', '--json')).json()['resources']) == 1
    if not SANDBOX:
        return
    add('forgetful', '--', 'node', MEMORY)
    refused = call('forgetful__create_entities', 'entities:=[{"name":"Ada","entityType":"person","observations":[]}]', code=1)
    assert refused['isError'] is True and 'read-only' in text(refused), refused


def test_context7():
    """context7: the modern era is spoken with a server that knows both"""
    add('context7', '--', 'node', CONTEXT7)
    found = peers.test('context7')
    assert found['protocol'] == '2026-07-28' and found['tools'] == 2, found
    assert set(tools('context7')) == {'resolve-library-id', 'query-docs'}


def test_notion():
    """notion: 24 tools, every schema kept as it came"""
    add('notion', '--', 'node', NOTION)
    listed = tools('notion')
    assert len(listed) == 24 and all(tool['definition']['inputSchema']['type'] == 'object' for tool in listed.values()), sorted(listed)
    assert len(json.dumps([tool['definition'] for tool in listed.values()])) > 60000


def test_azure():
    """azure-devops: 40 tools without any claim count as writing; what it logs does not disturb"""
    build_keytar()
    add('azure', '--', 'node', AZURE, 'contoso')
    listed = tools('azure')
    assert len(listed) == 40, len(listed)
    assert {tool['group'] for tool in listed.values() if 'annotations' not in tool['definition']} <= {'write'}
    assert all(tool['decision'] == 'ask' for tool in listed.values() if tool['group'] == 'write')


def test_hubspot():
    """hubspot: advertises resources and refuses to list them: an empty list and no failure; its token is in the keyring alone"""
    add('hubspot', '--env', 'PRIVATE_APP_ACCESS_TOKEN=dummy-5d1a77', '--', 'node', HUBSPOT)
    assert len(tools('hubspot')) == 21
    assert expect(ctl('resource', 'list', '--connector', 'hubspot', '--yes', '--json')).json() == {'resources': [], 'templates': [], 'failures': []}
    assert 'dummy-5d1a77' in peers.gatehouse.keyring_text()
    assert 'dummy-5d1a77' not in expect(ctl('connector', 'show', 'hubspot', '--json')).out
    add('tokenless', '--', 'node', HUBSPOT)
    expect(ctl('connector', 'test', 'tokenless', '--yes'), 1, 'access token is required')


def test_never_answers():
    """a server that never answers: told in the time that its entry allows"""
    add_entry('silent', {'command': 'node', 'args': [peers.package('..', 'silent.mjs')], 'gatehouse': {'limits': {'connect': 3000}}})
    begun = time.monotonic()
    error = expect(ctl('connector', 'test', 'silent', '--yes', '--json'), 1).json()['error']
    took = time.monotonic() - begun
    assert error['code'] == 'timed-out' and error['layer'] == 'service', error
    assert 3 <= took < 15, took


def test_killed():
    """a command that is killed leaves nothing of its server behind"""
    terminal = peers.gatehouse.Terminal('call', 'every__trigger-long-running-operation', 'duration=50', 'steps=50', '--yes')
    terminal.wait_for('%')
    inside = {os.readlink(f'/proc/{pid}/ns/pid') for pid in peers.running()} - {os.readlink('/proc/self/ns/pid')}
    assert len(inside) == SANDBOX, inside
    os.kill(terminal.pid, 9)
    assert terminal.end() == -9
    peers.check_none_left()


if __name__ == '__main__':
    peers.main(sys.modules[__name__])
