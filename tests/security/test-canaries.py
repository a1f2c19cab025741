#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A full run with canaries as access token, refresh token, client secret, API keys, authorization code, PKCE verifier and state; afterwards
they are looked for everywhere. They may be in the keyring, and nowhere else."""

import contextlib
import hashlib
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import threading
import time

from lab import Lab, Reply, canary, stream, tool
from shared import CTL, add, ctl, expect, home_files, keyring_text, main, new_name, private_file

LOCAL_SERVER = str(pathlib.Path(__file__).resolve().parent / 'local-server.py')
SESSION = pathlib.Path(os.environ['GATE_TEST_SESSION'])
secrets = {}
outputs, processes = [], {}


class Watch(threading.Thread):
    """Reads argument lists and environments of all processes, again and again, and keeps those that have a canary."""

    def __init__(self):
        super().__init__(daemon=True)
        self.stopped, self.rounds = threading.Event(), 0
        self.start()

    def run(self):
        ours = {os.getpid()}
        while not self.stopped.wait(0.002):
            self.rounds += 1
            for entry in os.listdir('/proc'):
                if entry.isdigit() and int(entry) not in ours:
                    self.look(entry)

    @staticmethod
    def look(pid):
        for part in ('cmdline', 'environ'):
            with contextlib.suppress(OSError):
                content = pathlib.Path('/proc', pid, part).read_bytes()
                if b'canary-' in content or any(value.encode() in content for value in list(secrets.values())):
                    name = os.path.basename(os.readlink(f'/proc/{pid}/exe'))
                    processes.setdefault((pid, name, part), content)


def run(*words, stdin=None):
    """gatehousectl with all that can make it talk, as text and as JSON; what it says is kept."""
    result = None
    for extra in ((), ('--json',)):
        for debug in ({}, {'G_MESSAGES_DEBUG': 'all', 'SOUP_DEBUG': '1', 'G_DEBUG': ''}):
            this = ctl(*words, *extra, stdin=stdin, env=debug)
            outputs.append((words + extra, this.out + this.err))
            result = result or this
    return result


def search(where, content, names=None):
    """No canary is in there, plain or in the usual encodings."""
    content = content if isinstance(content, bytes) else content.encode()
    for name, value in secrets.items():
        if names and name not in names:
            continue
        for form in (value, value.encode().hex(), value[::-1]):
            assert form.encode() not in content, f'the {name} is in {where}'


def with_secrets(lab):
    secrets.update({f'access token {lab.port}': lab.access, f'refresh token {lab.port}': lab.refresh, f'code {lab.port}': lab.code,
                    f'client secret {lab.port}': lab.client_secret})


def learn(lab):
    """What the program made up itself and gave away where it has to: verifiers, and the states (which belong into the address)."""
    for number, request in enumerate(lab.hits('/token')):
        if 'code_verifier' in request.form():
            secrets[f'verifier {lab.port} {number}'] = request.form()['code_verifier']


def test_keys():
    """keys: in a header, in a field, in a variable of a local server; each goes where it should and is kept in the keyring"""
    with Lab(protected=False) as lab:
        secrets['header key'], secrets['second header key'], secrets['variable'] = canary('header'), canary('second'), canary('variable')
        secrets['field'] = canary('field')
        name = new_name()
        headers = {'Authorization': 'Bearer ' + secrets['header key'], 'X-Api-Key': secrets['second header key']}
        entry = {'type': 'http', 'url': lab.address, 'headers': headers}
        outputs.append(('add', repr(ctl('connector', 'add', name, '--entry', private_file('entry.json', json.dumps(entry))))))
        outputs.append(('activate', repr(expect(ctl('activate', name)))))
        run('tools', name)
        run('call', name + '__look')
        run('connector', 'show', name)
        run('connector', 'test', name)
        assert any(request.headers.get('Authorization') == 'Bearer ' + secrets['header key'] for request in lab.seen)
        assert any(request.headers.get('X-Api-Key') == secrets['second header key'] for request in lab.seen)
        local = new_name()
        entry = {'command': '/usr/bin/python3', 'args': [LOCAL_SERVER, 'plain'], 'env': {'SERVICE_TOKEN': secrets['variable'], 'PLAIN': 'plain'}}
        expect(ctl('connector', 'add', local, '--entry', private_file('entry.json', json.dumps(entry))))
        expect(ctl('activate', local))
        watch = Watch()
        expect(ctl('tools', local, '--yes'))
        given = json.loads(expect(ctl('call', local + '__environment', '--yes', '--json')).json()['content'][0]['text'])
        watch.stopped.set()
        watch.join()
        assert given['SERVICE_TOKEN'] == hashlib.sha256(secrets['variable'].encode()).hexdigest(), given
        allowed = {'SERVICE_TOKEN', 'PLAIN', 'HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER', 'LANG', 'PWD', 'LC_CTYPE'}
        assert set(given) <= allowed, set(given) - allowed
        run('connector', 'show', local)
        for key in ('header key', 'second header key', 'variable'):
            assert secrets[key] in keyring_text(), key


def test_sign_in():
    """OAuth: connect, list, call, refresh, doctor, export, with everything that may say more switched on"""
    with Lab() as lab:
        with_secrets(lab)
        watch = Watch()
        name = add(lab.address)
        outputs.append(('connect', repr(expect(ctl('connect', name, '--yes', env={'G_MESSAGES_DEBUG': 'all', 'G_DEBUG': ''})))))
        learn(lab)
        for words in (('tools', name), ('call', name + '__look'), ('doctor', name), ('connector', 'show', name), ('connector', 'list'), ('export',),
                      ('project', 'show'), ('resource', 'list', '-c', name), ('prompt', 'list', '-c', name)):
            expect(run(*words))
        # Rotation: the old access token is refused, a new pair is issued.
        old, lab.access, lab.refresh = lab.access, canary('access'), canary('refresh')
        secrets['rotated access'], secrets['rotated refresh'] = lab.access, lab.refresh
        expect(run('call', name + '__look'))
        assert old != lab.access and any(request.form().get('grant_type') == 'refresh_token' for request in lab.hits('/token'))
        assert lab.access in keyring_text()
        watch.stopped.set()
        watch.join()
        assert watch.rounds > 10


def test_echoing_errors():
    """a service that repeats secrets in its refusals does not get them into what we say"""
    for status in (400, 401, 403, 500):
        for path in ('/token', 'rpc:tools/call', '/register'):
            with Lab() as lab:
                with_secrets(lab)
                watch = Watch()
                def refuse(request, status=status):
                    said = request.everything().decode(errors='replace')
                    for name, value in (request.form() if b'code_verifier' in request.body else {}).items():
                        if name in ('code', 'code_verifier', 'client_secret'):
                            secrets[f'{name} {id(request)}'] = value
                    sent = [value for name, value in secrets.items() if value in said]
                    texts = sent + [said[-150:]]
                    return Reply(status, {'error': 'invalid_request', 'error_description': ' '.join(texts), 'message': ' '.join(texts)})

                name = add(lab.address)
                if path == 'rpc:tools/call':
                    expect(ctl('connect', name, '--yes'))
                    lab.hooks[path] = refuse
                    run('call', name + '__look')
                else:
                    lab.hooks[path] = refuse
                    outputs.append((path, repr(ctl('connect', name, '--yes'))))
                    outputs.append((path, repr(ctl('doctor', name, '--json'))))
                watch.stopped.set()
                watch.join()


LEAKS = {
    'initialize': lambda lab, text: {**lab.result('initialize', {}), 'instructions': text, 'serverInfo': {'name': text, 'title': text, 'version': text}},
    'tools/list': lambda lab, text: {'tools': [tool('look', text), tool('fail', 'x', title=text), tool('refuse', 'y')]},
    'resources/list': lambda lab, text: {'resources': [{'uri': 'lab://a', 'name': text, 'description': text}]},
    'resources/read': lambda lab, text: {'contents': [{'uri': 'lab://a', 'mimeType': 'text/plain', 'text': text}]},
    'prompts/list': lambda lab, text: {'prompts': [{'name': 'greet', 'description': text}]},
    'prompts/get': lambda lab, text: {'description': text, 'messages': [{'role': 'user', 'content': {'type': 'text', 'text': text}}]},
}


def leak_calls(text, escape):
    """What a hostile service answers to a call, by the tool's name; with escape the JSON text has no letter as it is."""
    def hook(request):
        message = request.rpc()
        result = {'content': [{'type': 'text', 'text': text}], 'structuredContent': {text: [text, {'deep': text}]}, 'isError': False}
        answer = {'jsonrpc': '2.0', 'id': message['id'], 'result': result}
        if message['params']['name'] == 'fail':
            answer = {'jsonrpc': '2.0', 'id': message['id'], 'error': {'code': -32000, 'message': text, 'data': {text: text}}}
        if message['params']['name'] == 'refuse':
            answer['result'] = {'content': [{'type': 'text', 'text': text}], 'isError': True}
        plain = json.dumps(answer)
        if escape == 'stream':
            log = {'jsonrpc': '2.0', 'method': 'notifications/message', 'params': {'level': 'error', 'data': text}}
            return stream(request, log, answer)
        if escape == 'escaped':
            plain = plain.replace('canary', ''.join(f'\\u{ord(letter):04x}' for letter in 'canary'))
        return Reply(200, plain, kind='application/json')
    return hook


def use_all(name):
    """Every command that shows what a service says."""
    for words in (('tools', name, '--refresh'), ('call', name + '__look', '--yes'), ('call', name + '__fail', '--yes'), ('call', name + '__refuse', '--yes'),
                  ('resource', 'list', '-c', name, '--refresh'), ('resource', 'read', '-c', name, 'lab://a'), ('prompt', 'list', '-c', name, '--refresh'),
                  ('prompt', 'get', name + '__greet'),
                  ('connector', 'show', name), ('connector', 'test', name), ('doctor', name)):
        run(*words)


def test_echoing_answers():
    """a service that repeats tokens and keys in good answers, failures, lists, logs and names, plainly, escaped or streamed"""
    shown = len(outputs)
    for form in ('plain', 'escaped', 'stream'):
        with Lab() as lab:
            with_secrets(lab)
            name = add(lab.address)
            for method, answer in LEAKS.items():
                lab.hooks['rpc:' + method] = lambda request, answer=answer: answer(lab, f'({lab.access} {lab.refresh})')
            lab.hooks['rpc:tools/call'] = leak_calls(f'({lab.access} {lab.refresh})', form)
            outputs.append(('connect', repr(expect(ctl('connect', name, '--yes')))))
            learn(lab)
            use_all(name)
            assert all(lab.calls(method) for method in (*LEAKS, 'tools/call')), [method for method in LEAKS if not lab.calls(method)]
        with Lab(protected=False) as lab:
            secrets[f'echoed key {form}'] = canary('key')
            name = add(lab.address, headers={'X-Api-Key': secrets[f'echoed key {form}']})
            expect(ctl('activate', name))
            for method, answer in LEAKS.items():
                lab.hooks['rpc:' + method] = lambda request, answer=answer: answer(lab, request.headers['X-Api-Key'])
            lab.hooks['rpc:tools/call'] = leak_calls(f"({secrets[f'echoed key {form}']})", form)
            use_all(name)
    said = [text for words, text in outputs[shown:] if words and words[0] == 'call']
    assert said and all('•••' in text or '\\u2022' in text for text in said), [text for text in said if '•••' not in text][:2]


def test_echoing_sign_in():
    """an account server that repeats code, verifier and client secret, and the tools that it gives, in the sign-in itself"""
    with Lab() as lab:
        with_secrets(lab)
        name = add(lab.address)

        def answer(request):
            """All that is known so far, in the description of a tool."""
            known = [value for sent in lab.hits('/token') for value in sent.form().values() if len(value) > 20]
            secrets.update({f'sent {number} {lab.port}': value for number, value in enumerate(known) if not value.startswith(('http', 'authorization'))})
            return {'tools': [tool('look', ' '.join(secrets[key] for key in secrets if key.startswith(('sent', 'code', 'client')) and str(lab.port) in key))]}

        lab.hooks['rpc:tools/list'] = answer
        outputs.append(('connect', repr(expect(ctl('connect', name, '--yes')))))
        outputs.append(('connect again', repr(expect(ctl('connect', name, '--yes', '--json')))))


def test_echoing_program():
    """a local server that repeats its variable on standard output and error, in answers and in its last words"""
    shown = len(outputs)
    secrets['leaked variable'] = canary('leaked')
    local = new_name()
    entry = {'command': '/usr/bin/python3', 'args': [LOCAL_SERVER, 'leaky'], 'env': {'SERVICE_TOKEN': secrets['leaked variable']}}
    expect(ctl('connector', 'add', local, '--entry', private_file('entry.json', json.dumps(entry))))
    expect(ctl('activate', local))
    for words in (('tools', local, '--refresh', '--yes'), ('call', local + '__leak', '--yes'), ('call', local + '__environment', '--yes'),
                  ('call', local + '__words', '--yes'), ('connector', 'test', local, '--yes'), ('doctor', local)):
        run(*words)
    # One that comes from a variable of ours.
    secrets['handed on'] = canary('handed')
    handed = new_name()
    entry = {'command': '/usr/bin/python3', 'args': [LOCAL_SERVER, 'leaky'], 'env': {'SERVICE_TOKEN': '${HANDED_TOKEN}'}}
    expect(ctl('connector', 'add', handed, '--entry', private_file('entry.json', json.dumps(entry))))
    expect(ctl('activate', handed))
    for tool_name in ('leak', 'environment', 'words'):
        result = ctl('call', f'{handed}__{tool_name}', '--yes', env={'HANDED_TOKEN': secrets['handed on']})
        outputs.append((tool_name, result.out + result.err))
    said = [text for words, text in outputs[shown:] if words[0] == 'call' or words == 'leak']
    assert any('•••' in text for text in said), said


def test_outputs():
    """no secret is in what any command printed, messages for debugging included"""
    for words, text in outputs:
        search(f'the output of {words}', text)


def test_processes():
    """no secret is in an argument list; in an environment only the variable of a local server, on its way there"""
    assert any(name.startswith('python3') and part == 'environ' for (_, name, part) in processes), 'the watch saw nothing'

    for (pid, name, part), content in processes.items():
        if part == 'environ' and not any(value.encode() in content for key, value in secrets.items() if key != 'variable'):
            # The sandbox hands it on to the server; it is the person's own process like that.
            assert name == 'bwrap' or name.startswith('python3'), f'{name} has the variable of a server in its environment'
            assert secrets['header key'].encode() not in content
            continue
        search(f'the {part} of {name} ({pid})', content)


def test_files():
    """no secret is in a file below the home, the keyring's included, nor in the session's logs, nor in dconf"""
    count = 0
    for path, content in home_files():
        count += 1
        search(path, content)
    assert count > 5
    for path in SESSION.glob('*.log'):
        if path.name != 'browser.log':
            search(path, path.read_bytes())
    dump = subprocess.run(['dconf', 'dump', '/'], capture_output=True, timeout=60)
    search('dconf', dump.stdout)
    for path in pathlib.Path(os.environ['XDG_STATE_HOME'], 'gatehouse').glob('*.db'):
        with contextlib.closing(sqlite3.connect(path)) as database:
            search(f'{path} as SQL', '\n'.join(database.iterdump()))
    search('the browser\'s arguments', (SESSION / 'browser.log').read_bytes())


def limits_of(pid):
    lines = pathlib.Path('/proc', str(pid), 'limits').read_text().splitlines()
    return next(line.split()[4:6] for line in lines if line.startswith('Max core file size'))


def children_of(pid):
    try:
        own = [int(child) for child in pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text().split()]
    except OSError:
        return []
    return own + [each for child in own for each in children_of(child)]


def comm_of(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path('/proc', str(pid), 'comm').read_text().strip()
    return ''


def check_limits_below():
    """The limit in the program, the watchdog and a local server that runs; the watchdog knows nothing of the server's secret."""
    secrets['held variable'] = canary('held')
    local = new_name()
    entry = {'command': '/usr/bin/python3', 'args': [LOCAL_SERVER, 'plain'], 'env': {'SERVICE_TOKEN': secrets['held variable']}}
    expect(ctl('connector', 'add', local, '--entry', private_file('entry.json', json.dumps(entry))))
    expect(ctl('activate', local))
    expect(ctl('tools', local, '--yes'))
    child = subprocess.Popen(['/bin/sh', '-c', 'ulimit -c unlimited 2>/dev/null; exec "$@"', 'sh', CTL, 'call', local + '__hold', '--yes'],
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    below, deadline = [], time.monotonic() + 60
    while not any(comm_of(pid).startswith('python3') for pid in below):
        assert time.monotonic() < deadline and child.poll() is None, below
        below = children_of(child.pid)
    assert 'gatehouse-watch' in {comm_of(pid) for pid in below}
    for pid in [child.pid, *below]:
        assert limits_of(pid) == ['0', '0'], (pid, comm_of(pid))
        if comm_of(pid) == 'gatehouse-watch':
            for part in ('environ', 'cmdline'):
                search(f'the {part} of the watchdog', pathlib.Path('/proc', str(pid), part).read_bytes())
    child.terminate()
    child.wait(60)


def test_no_core_dump():
    """a process that holds tokens leaves no core: the limit is 0 in it, its watchdogs and its servers, and none appears when it crashes"""
    check_limits_below()
    folder = SESSION / 'crash'
    folder.mkdir()
    for number in (signal.SIGSEGV, signal.SIGABRT):
        with Lab() as lab:
            name = add(lab.address)
            expect(ctl('connect', name, '--yes'))
            held = threading.Event()
            lab.hooks['rpc:tools/call'] = lambda request: lambda out: held.wait(60)
            child = subprocess.Popen(['/bin/sh', '-c', 'ulimit -c unlimited 2>/dev/null; exec "$@"', 'sh', CTL, 'call', name + '__look', '--yes'],
                                     cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            with lab.arrived:
                assert lab.arrived.wait_for(lambda: any(request.rpc().get('method') == 'tools/call' for request in lab.seen), 60)
            assert limits_of(child.pid) == ['0', '0'], limits_of(child.pid)
            for helper in children_of(child.pid):
                assert limits_of(helper) == ['0', '0'], helper
            child.send_signal(number)
            assert child.wait(60) == -number
            held.set()
            assert not list(folder.iterdir()), list(folder.iterdir())


def test_disconnected():
    """after disconnecting nothing is left in the keyring either"""
    with Lab() as lab:
        name = add(lab.address)
        expect(ctl('connect', name, '--yes'))
        assert lab.access in keyring_text()
        expect(ctl('disconnect', name))
        expect(ctl('connector', 'remove', name))
        left = keyring_text()
        assert lab.access not in left and lab.refresh not in left
        revoked = [request.form().get('token') for request in lab.hits('/revoke')]
        assert lab.refresh in revoked, revoked


if __name__ == '__main__':
    main(sys.modules[__name__])
