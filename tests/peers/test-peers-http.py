#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers from npm over the network's transports: Streamable HTTP, HTTP+SSE, both eras, a fixed token."""

import base64
import sys

import peers
from peers import HOME, add, add_entry, call, ctl, expect, free_port, package, start, talk, text, tools

EVERYTHING = package('@modelcontextprotocol', 'server-everything', 'dist', 'index.js')
CONTEXT7 = package('@upstash', 'context7-mcp', 'dist', 'index.js')
NOTION = package('@notionhq', 'notion-mcp-server', 'bin', 'cli.mjs')
EXAMPLES = package('@modelcontextprotocol', 'sdk', 'dist', 'esm', 'examples', 'server')
TOKEN = 'token-71c4e9'


def start_everything(transport):
    port = free_port()
    return start(peers.NODE, EVERYTHING, transport, port=port, PORT=str(port)), port


def check_everything(name):
    """What is the same over every transport."""
    listed = tools(name)
    assert {'echo', 'get-sum', 'simulate-research-query', 'trigger-long-running-operation'} <= set(listed) and len(listed) >= 13, sorted(listed)
    assert text(call(f'{name}__echo', 'message=hello')) == 'Echo: hello'
    assert '5' in text(call(f'{name}__get-sum', 'a=2', 'b=3'))
    images = [block for block in call(f'{name}__get-tiny-image')['content'] if block['type'] == 'image']
    assert base64.b64decode(images[0]['data']).startswith(b'\x89PNG'), images
    shown = talk(['call', f'{name}__trigger-long-running-operation', 'duration=1', 'steps=4', '--yes'])
    assert '%' in shown and 'Long running operation completed' in shown, shown
    shown = talk(['call', f'{name}__trigger-sampling-request', 'prompt=Say hi', '--yes'], ('single dot', 'Hi from a person.\n.'))
    assert '"text": "Hi from a person."' in shown, shown
    listed = expect(ctl('resource', 'list', '--connector', name, '--json')).json()
    assert len(listed['resources']) == 7 and len(listed['templates']) == 2, listed
    expect(ctl('resource', 'read', 'demo://resource/dynamic/text/3', '--connector', name), 0, 'Resource 3')
    expect(ctl('prompt', 'get', f'{name}__args-prompt', 'city=Lyon'), 0, "What's weather in Lyon?")


stream, stream_port = start_everything('streamableHttp')


def test_streamable_http():
    """everything over Streamable HTTP: sessions, progress, requests of its own"""
    add('stream', f'http://127.0.0.1:{stream_port}/mcp')
    assert peers.test('stream')['protocol'] == '2025-11-25'
    check_everything('stream')


def test_task_http():
    """everything over Streamable HTTP: a tool that only runs as a task"""
    assert 'Research Report: sessions' in text(call('stream__simulate-research-query', 'topic=sessions'))


def test_session_is_ended():
    """everything over Streamable HTTP: the session is taken back at the end of each command"""
    log = stream.log.read_text()
    begun, ended = log.count('Session initialized with ID'), log.count('Received session termination request')
    assert begun > 8 and ended == begun, (begun, ended)


def test_server_gone():
    """a server that is gone: told as the network's or the service's fault, with what to do, and found again when it is back"""
    process, port = start_everything('streamableHttp')
    add('gone', f'http://127.0.0.1:{port}/mcp')
    assert 'echo' in tools('gone')
    process.terminate()
    process.wait(10)
    error = expect(ctl('call', 'gone__echo', 'message=hello', '--yes', '--json'), 1).json()['error']
    assert error['layer'] in ('network', 'service') and error['remedy'], error
    start(peers.NODE, EVERYTHING, 'streamableHttp', port=port, PORT=str(port))
    assert text(call('gone__echo', 'message=back')) == 'Echo: back'


def test_sse():
    """everything over HTTP+SSE, named as such"""
    _, port = start_everything('sse')
    add('events', '--transport', 'sse', f'http://127.0.0.1:{port}/sse')
    assert peers.test('events')['protocol'] == '2025-11-25'
    check_everything('events')


def test_sse_found():
    """everything over HTTP+SSE: found out where the entry only says http"""
    add('found', expect(ctl('connector', 'show', 'events', '--json')).json()['entry']['url'])
    assert text(call('found__echo', 'message=hello')) == 'Echo: hello'


def test_modern():
    """context7 over HTTP: the modern era, and the old one is not needed"""
    port = free_port()
    start(peers.NODE, CONTEXT7, '--transport', 'http', '--port', port, port=port)
    add('context7', f'http://127.0.0.1:{port}/mcp')
    found = peers.test('context7')
    assert found['protocol'] == '2026-07-28' and found['tools'] == 2, found


def test_fixed_token():
    """notion over HTTP with a fixed token: refused without, a large list with it, and the token in the keyring alone"""
    port = free_port()
    start(peers.NODE, NOTION, '--transport', 'http', '--port', port, '--auth-token', TOKEN, port=port)
    add('open', f'http://127.0.0.1:{port}/mcp')
    error = expect(ctl('tools', 'open', '--json'), 3).json()['failures'][0]['error']
    assert error['layer'] == 'signed-in', error
    add('notion', '--header', f'Authorization: Bearer {TOKEN}', f'http://127.0.0.1:{port}/mcp')
    assert len(tools('notion')) == 24
    assert TOKEN in peers.gatehouse.keyring_text()
    keyrings = HOME / '.local' / 'share' / 'keyrings'
    assert not [path for path, content in peers.gatehouse.home_files() if TOKEN.encode() in content and keyrings not in path.parents]


def start_example(name):
    port = free_port()
    start(peers.NODE, f'{EXAMPLES}/{name}.js', port=port, PORT=str(port), MCP_PORT=str(port))
    return f'http://127.0.0.1:{port}/mcp'


def test_form_http():
    """the SDK's elicitation example: a form is answered, one that is wrong is asked again"""
    add('forms', start_example('elicitationFormExample'))
    shown = talk(['call', 'forms__register_user', '--yes'], ('Username: ', 'ada'), ('Email: ', 'not an address'),
                 ('Email: ', 'ada@example.org'), ('Password: ', 'a long password'), ('Newsletter [', ''),
                 ('Role [', ''), ('Interests', ''), ('Send it?', ''))
    assert 'must be an e-mail address' in shown and 'Registration successful' in shown, shown


def test_asking_tasks():
    """the SDK's interactive tasks: one asks for a yes, one for a text, while the client waits for the task"""
    add('tasks', start_example('simpleTaskInteractive'))
    shown = talk(['call', 'tasks__confirm_delete', 'filename=old.txt', '--yes'], ('confirm: ', 'y'), ('Send it?', ''))
    assert "Deleted 'old.txt'" in shown, shown
    shown = talk(['call', 'tasks__write_haiku', 'topic=gates', '--yes'], ('single dot', 'A gate, opening.\n.'))
    assert 'Haiku:\nA gate, opening.' in shown, shown


def test_old_and_new():
    """the SDK's stateful example: tools, prompts and resources with foreign addresses"""
    add('simple', start_example('simpleStreamableHttp'))
    assert text(call('simple__greet', 'name=Ada')) == 'Hello, Ada!'
    expect(ctl('prompt', 'get', 'simple__greeting-template', 'name=Ada'), 0, 'Ada')
    expect(ctl('resource', 'read', 'https://example.com/greetings/default', '--connector', 'simple'), 0, 'Hello, world!')


def test_resumed():
    """the SDK with a store of events: it hangs up in the middle of a call, and the answer is fetched, not asked for anew"""
    port = free_port()
    server = start(peers.NODE, peers.HERE / 'polling.mjs', port, port=port)
    add('polling', f'http://127.0.0.1:{port}/mcp')
    for count in (1, 2):
        assert text(call('polling__slow')) == f'call {count}, after a break'
    assert server.log.read_text().count('GET resumed') >= 2, server.log.read_text()


def test_total_limit():
    """a call that makes progress and does not end: stopped at the limit that the entry sets for the whole"""
    add_entry('impatient', {'type': 'http', 'url': f'http://127.0.0.1:{stream_port}/mcp', 'gatehouse': {'limits': {'total': 3000}}})
    error = expect(ctl('call', 'impatient__trigger-long-running-operation', 'duration=50', 'steps=50', '--yes', '--json'), 1).json()['error']
    assert error['code'] == 'timed-out' and error['layer'] == 'service', error
    assert text(call('impatient__echo', 'message=hello')) == 'Echo: hello'


if __name__ == '__main__':
    peers.main(sys.modules[__name__])
